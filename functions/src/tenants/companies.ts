import {
  AppError,
  SCHEMA_VERSION,
  companyId,
  defaultOrchestration,
  limits,
  paths,
  personalTenantId,
  tenant,
  type Member,
  type Tenant,
} from '../contracts/index.ts';
import { create, read, update, type Draft, type Read } from '../store/documents.ts';
import { SERVER_TIME, type Store, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
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
 * Goes with whatever was counted after the tenant was read, and is added now: of two who count at once, one counts again.
 * (A guard that changes nothing would let both through: Firestore keeps the version of what is as it was.)
 */
export const counted = ({ path, version }: Read<Tenant>): Write =>
  update<Tenant>(path, { countedAt: SERVER_TIME }, version);

/**
 * Makes a company whose owner somebody is, who has a space of their own by then; once for each `id`. Gives the company's id.
 * @throws AppError `conflict` where the id is somebody else's, `too_many` for who owns as many as one may
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
    const own = await tenantOf(store, personalTenantId(person.uid));
    await requireRoom(store, person.uid);
    const made: Draft<Tenant> = {
      schemaVersion: SCHEMA_VERSION,
      name,
      plan: 'company',
      orchestration: defaultOrchestration,
      countedAt: null,
      createdAt: SERVER_TIME,
    };
    return {
      writes: [
        counted(own),
        create<Tenant>(paths.tenant(tenantId), made),
        create<Member>(paths.members.one(tenantId, person.uid), entryOf(person, 'owner')),
      ],
      result: tenantId,
    };
  });
}

/** Nobody gets around a company's limits by making more and more of them. */
async function requireRoom(store: Store, uid: string): Promise<void> {
  const found = await store.query(queries.membershipsOf(uid));
  const companies = found.filter(({ path }) => path.startsWith(paths.tenant(companyId(''))));
  const owned = companies.filter(({ data }) => data['role'] === 'owner').length;
  if (owned >= limits.companiesPerOwner)
    throw new AppError('too_many', `${uid} owns ${owned} companies`, { words: ENOUGH });
}

const ENOUGH = `You own as many companies as you may: ${limits.companiesPerOwner}. Hand one over first.`;

/** Gives a tenant another name; admins only. */
export const renameTenant = (store: Store, uid: string, tenantId: string, name: string): Promise<void> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    return { acting, writes: [update<Tenant>(paths.tenant(tenantId), { name })], result: undefined };
  });
