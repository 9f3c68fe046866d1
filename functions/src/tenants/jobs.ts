import {
  MOTHER,
  SCHEMA_VERSION,
  at,
  firstMotherState,
  job as jobSchema,
  limits,
  motherState,
  paths,
  tenant,
  type Chat,
  type ChatRef,
  type ErrorCode,
  type Job,
  type Mail,
  type MotherState,
  type Wake,
} from '../contracts/index.ts';
import { create, read, remove, set, update, type Read } from '../store/documents.ts';
import {
  PreconditionFailed,
  SERVER_TIME,
  type Query,
  type Store,
  type StoredDocument,
  type Write,
} from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { memberOf } from './membership.ts';

/** What a job may use: until when it may work, and what a process that is about to end leaves to the next one. */
type Shift = { readonly store: Store; readonly now: () => number; readonly endsAt: number };

/** Where a job belongs to, and its id. */
type Place = { readonly tenantId: string; readonly jobId: string };

function placeOf(path: string): Place {
  const [, tenantId = '', , jobId = ''] = path.split('/');
  return { tenantId, jobId };
}

/**
 * Goes on with every job that was left lying for a minute: whoever brought it is at it until then. One that fails does
 * not stop the others; `onError` hears of it. Gives how many there were.
 */
export async function goOnWithJobs(shift: Shift, onError: (error: unknown) => void): Promise<number> {
  const left = await shift.store.query(queries.oldJobs(shift.now() - limits.sweepAfterMs));
  for (const { path } of left) await runJob(shift, path).catch(onError);
  return left.length;
}

/**
 * Does a job, in commits of one chat each, until it is done or the shift is over. Any number of processes may be at one
 * job: what one has done, the others find done.
 */
export async function runJob(shift: Shift, path: string): Promise<void> {
  const found = await read(shift.store, path, jobSchema);
  if (!found) return;
  const isDone = await work(shift, found);
  if (isDone) await shift.store.commit([remove(path)]);
}

function work(shift: Shift, job: Read<Job>): Promise<boolean> {
  const { kind } = job.value;
  switch (kind.type) {
    case 'close_chats':
      return closeChats(shift, job.path, kind.uid);
    case 'end_tasks':
      return endTasks(shift, job);
    default:
      return kind satisfies never;
  }
}

/**
 * Closes somebody's chats of a tenant and ends what runs there. Who has joined again meanwhile keeps the chats that they
 * have made since.
 */
async function closeChats(shift: Shift, jobPath: string, uid: string): Promise<boolean> {
  const { store } = shift;
  const { tenantId } = placeOf(jobPath);
  let moved = false;
  do {
    moved = false;
    const isOver = await inPages(shift, queries.openChats(uid, tenantId), async (chats) => {
      // Read after the chats: whoever made one of them after joining again is seen to have joined.
      const member = await memberOf(store, tenantId, uid);
      for (const document of chats) {
        const createdAt = at.safeParse(document.data['createdAt']);
        if (member && createdAt.success && createdAt.data >= member.value.createdAt) continue;
        const closed = update<Chat>(document.path, { access: 'closed' }, document.version);
        const writes = [closed, ...(await unseatingMother(store, tenantId, document))];
        if (!(await tell(store, document, jobPath, 'chat_closed', writes))) moved = true;
      }
    });
    if (!isOver) return false;
  } while (moved);
  return true;
}

/**
 * Takes Mother from whoever holds her or is about to: what they decided is not stored any more, and the next one to wake
 * her closes what she says. Where nobody has woken her yet, nobody can do so for the first time any more who has seen the
 * chat open.
 */
async function unseatingMother(
  store: Store,
  tenantId: string,
  { path, id }: StoredDocument,
): Promise<Write[]> {
  const [, uid = ''] = path.split('/');
  const place = paths.states.one({ uid, chatId: id }, MOTHER);
  const found = await store.get(place);
  if (!found) return [create<MotherState>(place, firstMotherState(tenantId))];
  const state = motherState.safeParse(found.data);
  if (!state.success) return [];
  const { epoch, rev } = state.data;
  const free = { owner: null, leaseEndsAt: null, epoch: epoch + 1, rev: rev + 1 };
  return [update<MotherState>(found.path, free, found.version)];
}

/** Ends what runs in all chats of a tenant, unless orchestration is on again. */
async function endTasks(shift: Shift, { path: jobPath, value }: Read<Job>): Promise<boolean> {
  const { store } = shift;
  const { tenantId } = placeOf(jobPath);
  const beganAt = shift.now();
  const isOver = await inPages(shift, queries.busyChats(tenantId), async (chats) => {
    const settings = await read(store, paths.tenant(tenantId), tenant);
    if (settings?.value.orchestration.enabled !== false) return;
    for (const document of chats) await tellThere(store, document, jobPath);
  });
  // Other processes go by the settings of before for so long, and what they start meanwhile has to end too.
  return isOver && beganAt > value.createdAt + limits.settingsKeptMs + limits.clockSkewMs;
}

/** How often a chat is looked at again that changes in that moment. The sweeper has the job come by once more. */
const LOOKS = 3;

/** Tells Mother of a chat that is there, and not about to be removed: nothing may be left over of one that is. */
async function tellThere(store: Store, { path }: StoredDocument, jobPath: string): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const chat = await store.get(path);
    if (!chat || chat.data['access'] === 'deleting') return;
    const there = update<Chat>(path, { tenantId: placeOf(jobPath).tenantId }, chat.version);
    if (await tell(store, chat, jobPath, 'orchestration_off', [there])) return;
  }
}

/** Pages of what a query finds, until there are no more, or the shift is over. Gives whether all of it was seen. */
async function inPages(
  { store, now, endsAt }: Shift,
  query: Query,
  page: (documents: readonly StoredDocument[]) => Promise<void>,
): Promise<boolean> {
  let after: StoredDocument | undefined;
  do {
    if (now() >= endsAt) return false;
    const found: StoredDocument[] = await store.query(after ? { ...query, after } : query);
    await page(found);
    after = found.length === query.limit ? found.at(-1) : undefined;
  } while (after);
  return true;
}

/**
 * Tells Mother to end all that runs in a chat, once for each job; with it goes what else is written to the chat. False where
 * something of it has moved, or she has been told and has not looked yet.
 */
async function tell(
  store: Store,
  { path, id }: StoredDocument,
  jobPath: string,
  reason: ErrorCode,
  writes: readonly Write[],
): Promise<boolean> {
  const [, uid = ''] = path.split('/');
  const chat: ChatRef = { uid, chatId: id };
  const { jobId } = placeOf(jobPath);
  const versioned = { schemaVersion: SCHEMA_VERSION, createdAt: SERVER_TIME } as const;
  const mail = { ...versioned, to: MOTHER, kind: 'end_all', reason } as const;
  try {
    await store.commit([
      ...writes,
      create<Mail>(paths.mail.one(chat, jobId), mail),
      set<Wake>(paths.wakes.one(chat, `${MOTHER}-${jobId}`), { ...versioned, actorId: MOTHER }),
    ]);
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
}
