import { MOTHER, REMOVER, actorState, limits, paths, type ActorRef } from '../contracts/index.ts';
import type { Query, StoredDocument } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { isLeased } from './actor-state.ts';
import type { Engine } from './engine.ts';
import { causeOf, rescue } from './rescue.ts';

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
 * All that a query finds, batch by batch: what cannot be mended does not stand before what can. It is read to a bound, so
 * that a sweep ends.
 */
async function findAll(engine: Engine, query: Query): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for (let page = 0; page < limits.sweepPages; page += 1) {
    const after = found.at(-1);
    const batch = await engine.store.query(after ? { ...query, after } : query);
    found.push(...batch);
    if (batch.length < query.limit) break;
  }
  return found;
}

/**
 * Finds actors that nobody wakes any more: leases that ran out, times that have come, mail that was left lying. It
 * only creates wakes, at most one an actor and minute; who was tried least comes first. Gives how many: the health
 * metric, since each is a rescue. `tries` is how often the worst of them was woken for nothing.
 */
export async function sweep(engine: Engine): Promise<number> {
  const now = engine.now();
  const before = now - limits.sweepAfterMs;
  const search = async (queried: readonly Query[]) =>
    (await Promise.all(queried.map((query) => findAll(engine, query)))).flat();
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
  const causes = await Promise.all(
    [...new Map([...due, ...left.flat()].map((document) => [document.path, document])).values()].map(
      async (document) => {
        const ref = ownerOf(document);
        return ref ? causeOf(engine, ref, document) : null;
      },
    ),
  );
  const wanted = causes.filter((one) => one !== null).toSorted((a, b) => a.tries - b.tries);
  const byActor = Map.groupBy(wanted, ({ ref }) => paths.states.one(ref, ref.actorId));
  const created = await Promise.all(
    [...byActor.values()].slice(0, limits.sweepWakes).map((all) => rescue(engine, all)),
  );
  const rescues = created.filter(Boolean).length;
  const tries = Math.max(0, ...wanted.map((one) => one.tries));
  if (rescues > 0) engine.log.write('swept', { rescues, tries });
  return rescues;
}
