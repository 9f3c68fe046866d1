import { randomUUID } from 'node:crypto';
import { AppError, SCHEMA_VERSION, paths, type Job, type Member } from '../contracts/index.ts';
import { create, update, type Read } from '../store/documents.ts';
import { SERVER_TIME, type Store, type Write } from '../store/port.ts';
import { authorise, memberOf, settle } from './membership.ts';

/** Makes somebody admin or member; admins only, of themselves too. @throws AppError `last_owner` for the owner */
export const changeRole = (
  store: Store,
  uid: string,
  { tenantId, uid: whose, role }: { tenantId: string; uid: string; role: 'admin' | 'member' },
): Promise<void> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    // Read once: what lets somebody change their own role is what that change is guarded by.
    const found = whose === uid ? acting.member : await memberOf(store, tenantId, whose);
    if (!found) throw new AppError('not_found', `${whose} is no member of ${tenantId}`);
    requireNoOwner(found);
    const writes = found.value.role === role ? [] : [update<Member>(found.path, { role }, found.version)];
    return { acting, writes, result: undefined };
  });

function requireNoOwner({ path, value }: Read<Member>): void {
  if (value.role === 'owner') throw new AppError('last_owner', `${path} is the owner's`);
}

/**
 * Removes somebody, or oneself, and commits the job that closes their chats with it. Gives the job's path; null where they
 * were gone already.
 * @throws AppError `last_owner` for the owner
 */
export const removeMember = (
  store: Store,
  uid: string,
  { tenantId, uid: whose }: { tenantId: string; uid: string },
): Promise<string | null> =>
  settle(store, async () => {
    const isLeaving = uid === whose;
    const acting = isLeaving ? undefined : await authorise(store, tenantId, uid, 'admin');
    const found = await memberOf(store, tenantId, whose);
    if (!found) return { writes: [], result: null };
    requireNoOwner(found);
    const job = paths.jobs.one(tenantId, `close-${randomUUID()}`);
    return {
      ...(acting && { acting }),
      writes: [
        { op: 'delete', path: found.path, ifVersion: found.version },
        jobWrite(job, { type: 'close_chats', uid: whose }),
      ],
      result: job,
    };
  });

/** A job, as it is committed together with the change that brings it. */
export const jobWrite = (path: string, kind: Job['kind']): Write =>
  create<Job>(path, { schemaVersion: SCHEMA_VERSION, kind, createdAt: SERVER_TIME });

/** Hands a company over to another member; its owner only, who is an admin from then on. Again, it changes nothing. */
export const transferOwnership = (
  store: Store,
  uid: string,
  { tenantId, uid: to }: { tenantId: string; uid: string },
): Promise<void> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    const found = await memberOf(store, tenantId, to);
    if (found?.value.role === 'owner') return { writes: [], result: undefined };
    await authorise(store, tenantId, uid, 'owner');
    if (!found) throw new AppError('not_found', `${to} is no member of ${tenantId}`);
    const { path, version } = acting.member;
    return {
      writes: [
        update<Member>(found.path, { role: 'owner' }, found.version),
        update<Member>(path, { role: 'admin' }, version),
      ],
      result: undefined,
    };
  });
