import {
  MOTHER,
  REMOVER,
  SCHEMA_VERSION,
  actorState,
  limits,
  paths,
  type ActorRef,
  type Wake,
} from '../contracts/index.ts';
import { create } from '../store/documents.ts';
import { PreconditionFailed, SERVER_TIME, type Query, type StoredDocument } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { isLeased } from './actor-state.ts';
import type { Engine } from './engine.ts';

const MINUTE_MS = 60_000;

/** users/{uid}/orch-chats/{chatId}/… */
function chatOf(path: string) {
  const [users, uid, chats, chatId] = path.split('/');
  return users === 'users' && chats === 'orch-chats' && uid && chatId ? { uid, chatId } : null;
}

/** Who is to be woken for a document that a sweep found; null for one that is no chat's. */
function ownerOf({ path, data }: StoredDocument): ActorRef | null {
  const chat = chatOf(path);
  const [, , , , collection, id] = path.split('/');
  if (chat && !collection) return { ...chat, actorId: REMOVER };
  if (!chat || !collection || !id) return null;
  switch (collection) {
    case 'state':
    case 'sub_agents':
      return { ...chat, actorId: id };
    case 'messages':
      return { ...chat, actorId: MOTHER };
    case 'mail':
      return typeof data['to'] === 'string' ? { ...chat, actorId: data['to'] } : null;
    default:
      return null;
  }
}

/** How long ago what was found should have been dealt with, in milliseconds. */
function ageOf({ data }: StoredDocument, now: number): number {
  const times = ['leaseEndsAt', 'dueAt', 'deleteAt', 'createdAt'].flatMap((field) => {
    const time = data[field];
    return typeof time === 'object' &&
      time !== null &&
      'toMillis' in time &&
      typeof time.toMillis === 'function'
      ? [Number(time.toMillis())]
      : [];
  });
  return now - Math.min(now, ...times);
}

/** Back-off: what no wake could mend is tried every minute at first, then every ten minutes, then every hour. */
export function isTurn(ageMs: number, minute: number): boolean {
  if (ageMs < 10 * MINUTE_MS) return true;
  return minute % (ageMs < 120 * MINUTE_MS ? 10 : 60) === 0;
}

/**
 * Whether there is nothing to wake an actor for, although it has mail that is old: it is at work on it, or it waits
 * for a busy provider and will be woken when it is time. An answer that names its question waits for no provider.
 */
async function isCaredFor(engine: Engine, ref: ActorRef, mail: StoredDocument): Promise<boolean> {
  const document = await engine.store.get(paths.states.one(ref, ref.actorId));
  const state = actorState.safeParse(document?.data);
  if (!state.success) return false;
  const now = engine.now();
  if (isLeased(state.data, now)) return true;
  const { kind, dueAt } = state.data;
  const backsOff = dueAt !== null && dueAt > now && (kind === 'mother' || state.data.phase === 'running');
  return backsOff && mail.data['replyTo'] === undefined && mail.data['stop'] === undefined;
}

/**
 * Finds actors that nobody wakes any more: leases that ran out, times that have come, mail that was left lying. It
 * only creates wakes, at most one an actor and minute. Gives how many: the health metric, since each is a rescue.
 */
export async function sweep(engine: Engine): Promise<number> {
  const now = engine.now();
  const minute = Math.floor(now / MINUTE_MS);
  const before = now - limits.sweepAfterMs;
  const search = async (all: readonly Query[]) => {
    const found = await Promise.all(all.map((query) => engine.store.query(query)));
    return found.flat().filter((document) => isTurn(ageOf(document, now), minute));
  };
  const [due, mail] = await Promise.all([
    search([queries.lapsedLeases(now), queries.dueActors(now), queries.chatsToRemove(now)]),
    search([queries.oldMessages(before), queries.oldBriefs(before), queries.oldMail(before)]),
  ]);
  const left = await Promise.all(
    mail.map(async (document) => {
      const ref = ownerOf(document);
      return ref && !(await isCaredFor(engine, ref, document)) ? [document] : [];
    }),
  );
  const wakes = new Map([...due, ...left.flat()].flatMap((document) => wakeOf(document, minute)));
  const created = await Promise.all([...wakes].map(([path, ref]) => createWake(engine, path, ref)));
  const rescues = created.filter(Boolean).length;
  if (rescues > 0) engine.log.warn('swept', { rescues });
  return rescues;
}

function wakeOf(document: StoredDocument, minute: number): [string, ActorRef][] {
  const ref = ownerOf(document);
  return ref ? [[`${paths.wakes.all(ref)}/${ref.actorId}-sweep-${minute}`, ref]] : [];
}

async function createWake(engine: Engine, path: string, { actorId }: ActorRef): Promise<boolean> {
  try {
    await engine.store.commit([
      create<Wake>(path, { schemaVersion: SCHEMA_VERSION, actorId, createdAt: SERVER_TIME }),
    ]);
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
}
