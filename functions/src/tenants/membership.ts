import { AppError, mayAdminister, member, paths, type Member, type Role } from '../contracts/index.ts';
import { read, update, type Read } from '../store/documents.ts';
import { PreconditionFailed, type Store, type Write } from '../store/port.ts';

/** Somebody who acts in a tenant, as their entry in its list of members was when they were let. */
export type Acting = { readonly tenantId: string; readonly member: Read<Member> };

/** Somebody's entry in a tenant's list of members; null where there is none. */
export const memberOf = (store: Store, tenantId: string, uid: string): Promise<Read<Member> | null> =>
  read(store, paths.members.one(tenantId, uid), member);

/**
 * The one place that says whether somebody may do something in a tenant: `member` is anybody in it, `admin` an owner or
 * admin, `owner` the owner.
 * @throws AppError `not_found` for who is no member, whether there is such a tenant or not; `not_allowed` for who has
 * another role.
 */
export async function authorise(store: Store, tenantId: string, uid: string, needed: Role): Promise<Acting> {
  const found = await memberOf(store, tenantId, uid);
  if (!found) throw new AppError('not_found', `${uid} is no member of ${tenantId}`);
  const { role } = found.value;
  const mayDoIt = needed === 'member' || (needed === 'admin' ? mayAdminister(role) : role === 'owner');
  if (!mayDoIt)
    throw new AppError('not_allowed', `${uid} is ${role} in ${tenantId}`, { words: words[needed] });
  return { tenantId, member: found };
}

const words: Record<Role, string> = {
  owner: 'Only the owner of this company may do that.',
  admin: 'Only an admin of this company may do that.',
  member: 'You do not have access to this.',
};

/** Changes nothing about a member, and fails the commit if anything has changed about them, or they are gone. */
export const unchanged = ({ path, version, value }: Read<Member>): Write =>
  update<Member>(path, { role: value.role }, version);

/** A change is decided again so often, while what it was decided on moves. */
const TRIES = 8;

/**
 * Commits what somebody decides, if they still are who they were when they were let. Where anything that it was decided
 * on has moved, it is decided again, from the start.
 * @throws AppError `conflict` when it moves on and on; what `decide` throws
 */
export async function settle<T>(
  store: Store,
  decide: () => Promise<{ readonly acting?: Acting; readonly writes: readonly Write[]; readonly result: T }>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const { acting, writes, result } = await decide();
    if (writes.length === 0) return result;
    try {
      await store.commit([...guards(acting, writes), ...writes]);
      return result;
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
      if (tried === TRIES) throw new AppError('conflict', 'It was changed again and again', { cause: error });
    }
  }
}

/** Who changes their own entry is guarded by that change. */
const guards = (acting: Acting | undefined, writes: readonly Write[]): Write[] =>
  !acting || writes.some(({ path }) => path === acting.member.path) ? [] : [unchanged(acting.member)];
