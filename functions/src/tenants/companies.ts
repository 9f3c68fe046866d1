import {
  AppError,
  SCHEMA_VERSION,
  companyId,
  defaultOrchestration,
  paths,
  tenant,
  type Member,
  type Tenant,
} from '../contracts/index.ts';
import { create, read, update, type Draft, type Read } from '../store/documents.ts';
import { SERVER_TIME, type Store } from '../store/port.ts';
import { authorise, memberOf, settle } from './membership.ts';

/** Who somebody is, by what their account says; the address is empty where it is not confirmed. */
export type Person = { readonly uid: string; readonly name: string; readonly email: string };

/** Somebody's entry in a list of members. */
export const entryOf = ({ uid, name, email }: Person, role: Member['role']): Draft<Member> => ({
  schemaVersion: SCHEMA_VERSION,
  uid,
  role,
  name,
  email,
  createdAt: SERVER_TIME,
});

/** A tenant. @throws AppError `not_found` */
export async function tenantOf(store: Store, tenantId: string): Promise<Read<Tenant>> {
  const found = await read(store, paths.tenant(tenantId), tenant);
  if (!found) throw new AppError('not_found', `${tenantId} does not exist`);
  return found;
}

/**
 * Makes a company whose owner somebody is, once for each `id`. Gives the company's id.
 * @throws AppError `conflict` where the id is somebody else's
 */
export async function createCompany(
  store: Store,
  person: Person,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<string> {
  const tenantId = companyId(id);
  return settle(store, async () => {
    if (await store.get(paths.tenant(tenantId))) {
      if (await memberOf(store, tenantId, person.uid)) return { writes: [], result: tenantId };
      throw new AppError('conflict', `${tenantId} is somebody else's`);
    }
    const made: Draft<Tenant> = {
      schemaVersion: SCHEMA_VERSION,
      name,
      plan: 'company',
      orchestration: defaultOrchestration,
      createdAt: SERVER_TIME,
    };
    return {
      writes: [
        create<Tenant>(paths.tenant(tenantId), made),
        create<Member>(paths.members.one(tenantId, person.uid), entryOf(person, 'owner')),
      ],
      result: tenantId,
    };
  });
}

/** Gives a tenant another name; admins only. */
export const renameTenant = (store: Store, uid: string, tenantId: string, name: string): Promise<void> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    return { acting, writes: [update<Tenant>(paths.tenant(tenantId), { name })], result: undefined };
  });
