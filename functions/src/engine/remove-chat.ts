import {
  REMOVER,
  actorState,
  SCHEMA_VERSION,
  chat as chatSchema,
  limits,
  paths,
  type ActorState,
  type Chat,
  type ChatRef,
  type Wake,
} from '../contracts/index.ts';
import { create, read, remove } from '../store/documents.ts';
import { PreconditionFailed, SERVER_TIME, type StoredDocument, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { isLeased } from './actor-state.ts';
import type { Engine } from './engine.ts';
import { givenBack } from './given-back.ts';
import type { Invocation } from './invocation.ts';
import { recordOfLost } from './lost-calls.ts';

/** What a chat consists of, in the order of removal: the actors' states first, so that nobody goes on meanwhile. */
const collectionsOf = (chat: ChatRef): string[] =>
  [
    paths.states,
    paths.mail,
    paths.questions,
    paths.tasks,
    paths.subAgents,
    paths.messages,
    paths.rescues,
    paths.wakes,
  ].map((collection) => collection.all(chat));

/** What hangs below a document of these collections. */
const below: Readonly<Record<string, string>> = { messages: 'parts', sub_agents: 'sub_agent_messages' };

/** So much time is left for handing over. */
const SPARE_MS = 60_000;

/**
 * Removes a chat that is being deleted and whose time for second thoughts is over, in commits of a bounded size. Cut
 * off anywhere, it goes on from what is left: the chat's own document goes last.
 */
export async function removeChat(engine: Engine, invocation: Invocation, chat: ChatRef): Promise<void> {
  const found = await read(engine.store, paths.chat(chat), chatSchema);
  if (!found || !isDue(found.value, engine.now())) return;
  try {
    await removeAll(engine, invocation, chat);
  } catch (error) {
    // Another one removes it as well, or an actor wrote in that moment. The sweeper comes by again.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
}

async function removeAll(engine: Engine, invocation: Invocation, chat: ChatRef): Promise<void> {
  if (await someoneIsAtWork(engine, chat)) return;
  for (const collection of collectionsOf(chat)) {
    while (await removeSome(engine, chat, collection)) {
      if (invocation.endsAt - engine.now() < SPARE_MS) return goOnLater(engine, chat);
    }
  }
  await engine.store.commit([remove(paths.chat(chat))]);
  engine.log.write('chat_removed');
}

/**
 * Takes their states from those who are at work. They notice it at their next renewal or commit, and may write what they
 * stream until then: the rest is removed when the sweeper comes by again.
 */
async function someoneIsAtWork(engine: Engine, chat: ChatRef): Promise<boolean> {
  const states = await engine.store.query(queries.allOf(paths.states.all(chat)));
  const atWork = states.filter(({ data }) => {
    const state = actorState.safeParse(data);
    return state.success && isLeased(state.data, engine.now());
  });
  if (atWork.length > 0) await engine.store.commit(removals(engine, chat, atWork));
  return atWork.length > 0;
}

/**
 * Of a call that an actor has under way, nobody will hear any more: it is on record as unknown. What it holds of a month
 * is given back, once: of two that remove it the second one finds it changed.
 */
function removals(engine: Engine, chat: ChatRef, documents: readonly StoredDocument[]): Write[] {
  const states: ActorState[] = [];
  const writes = documents.flatMap(({ path, data, version }): Write[] => {
    const isState = path.startsWith(`${paths.states.all(chat)}/`);
    const state = isState ? actorState.safeParse(data).data : undefined;
    if (!state) return [remove(path)];
    states.push(state);
    const record =
      state.kind === 'sub_agent' ? recordOfLost(engine, { ...chat, actorId: state.actorId }, state) : [];
    return [{ op: 'delete', path, ifVersion: version }, ...record];
  });
  return [...writes, ...givenBack(states)];
}

const isDue = ({ access, deleteAt }: Chat, now: number): boolean =>
  access === 'deleting' && deleteAt !== null && deleteAt <= now;

/** Removes a bounded number of documents, with what hangs below them first. Gives whether there may be more. */
async function removeSome(engine: Engine, chat: ChatRef, collection: string): Promise<boolean> {
  const documents = await engine.store.query(queries.allOf(collection));
  const child = below[collection.split('/').at(-1) ?? ''];
  if (child !== undefined) {
    for (const { path } of documents) while (await removeSome(engine, chat, `${path}/${child}`));
  }
  if (documents.length > 0) await engine.store.commit(removals(engine, chat, documents));
  return documents.length === limits.removedAtOnce;
}

async function goOnLater(engine: Engine, chat: ChatRef): Promise<void> {
  const wake = { schemaVersion: SCHEMA_VERSION, actorId: REMOVER, createdAt: SERVER_TIME } as const;
  await engine.store.commit([create<Wake>(`${paths.wakes.all(chat)}/${REMOVER}-${engine.nonce()}`, wake)]);
}
