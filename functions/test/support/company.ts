import { randomUUID } from 'node:crypto';
import { AppError, member, paths, type Member, type Role } from '../../src/contracts/index.ts';
import { create, read } from '../../src/store/documents.ts';
import type { Store } from '../../src/store/port.ts';
import { createCompany, entryOf, type Person } from '../../src/tenants/companies.ts';
import { createPersonalTenant } from '../../src/tenants/create-personal-tenant.ts';
import { emulatorStore } from './emulator.ts';
import { MemoryStore } from './memory-store.ts';
import { ObservedStore } from './observed-store.ts';

/** Both databases, through a store that insists on indexes. */
export const databases: readonly (readonly [name: string, open: () => Promise<ObservedStore>])[] = [
  ['Firestore', async () => new ObservedStore(await emulatorStore(false))],
  ['the store in memory', () => Promise.resolve(new ObservedStore(new MemoryStore()))],
];

/** A page's id: 20 letters or digits. */
export const pageId = (): string => randomUUID().replaceAll('-', '').slice(0, 20);

/** Somebody with a confirmed address. */
export const somebody = (name: string): Person => {
  const uid = `u-${name.toLowerCase()}-${randomUUID()}`;
  return { uid, name, email: `${uid}@example.com` };
};

/** A company with one person of each role. */
export async function aCompany(store: Store) {
  const [owner, admin, other, person] = ['Olga', 'Adam', 'Ada', 'Mia'].map(somebody) as [
    Person,
    Person,
    Person,
    Person,
  ];
  await createPersonalTenant(store, owner);
  const tenantId = await createCompany(store, owner, { id: pageId(), name: 'Acme' });
  const joined: readonly (readonly [Person, Role])[] = [
    [admin, 'admin'],
    [other, 'admin'],
    [person, 'member'],
  ];
  await store.commit(
    joined.map(([who, role]) => create<Member>(paths.members.one(tenantId, who.uid), entryOf(who, role))),
  );
  return { tenantId, owner, admin, other, member: person };
}

/** Somebody's role in a tenant; null for who is no member. */
export const roleOf = async (store: Store, tenantId: string, { uid }: Person): Promise<Role | null> =>
  (await read(store, paths.members.one(tenantId, uid), member))?.value.role ?? null;

/** What became of each: `ok`, or the code of the error. Anything but an error of ours is a broken test. */
export const outcomes = async (tried: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(tried)).map((one) => {
    if (one.status === 'fulfilled') return 'ok';
    const error: unknown = one.reason;
    if (error instanceof AppError) return error.code;
    throw error;
  });

/** What became of one. */
export const outcome = async (tried: Promise<unknown>): Promise<string> => (await outcomes([tried]))[0] ?? '';
