import { paths } from '../../src/contracts/index.ts';
import type { TestWorld } from './test-world.ts';

/** What differs from one run to the next although nothing else does. */
const INCIDENTAL = new Set([
  'rev',
  'epoch',
  'commitId',
  'ms',
  'tenantId',
  'uid',
  'chatId',
  'runId',
  'sends',
  'workedMs',
]);

function normalised(key: string, value: unknown): unknown {
  if (key.endsWith('At')) return value === null ? null : 'a time';
  if (Array.isArray(value)) return value.map((one: unknown) => normalised('', one));
  if (typeof value !== 'object' || value === null) return value;
  return normalisedAll(value);
}

const normalisedAll = (data: object) =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([key]) => !INCIDENTAL.has(key))
      .map(([key, value]: [string, unknown]) => [key, normalised(key, value)]),
  );

/**
 * What is on record, by actor: which steps were taken, on which mail, with which outcomes. One process may record what
 * in another run of events takes two, the first of which was released.
 */
async function recorded(world: TestWorld): Promise<Record<string, unknown>> {
  const byActor = Object.groupBy(await world.runs(), ({ actorId }) => actorId);
  return Object.fromEntries(
    Object.entries(byActor).map(([actorId, runs = []]) => [
      actorId,
      {
        mail: [...new Set(runs.flatMap(({ mail }) => mail))].toSorted(),
        outcomes: runs
          .map(({ outcome }) => outcome)
          .filter((outcome) => outcome !== 'released')
          .toSorted(),
        steps: runs
          .flatMap(({ steps }) => steps.map((step) => JSON.stringify(normalisedAll(step))))
          .toSorted(),
      },
    ]),
  );
}

/**
 * Everything that a chat has come to, without times, epochs, revisions and nonces: two chats in which the same was
 * said and done are equal. Streamed parts are no part of it.
 */
export async function finalState(world: TestWorld): Promise<Record<string, unknown>> {
  const { chat } = world;
  const root = paths.chat(chat);
  const subAgents = await world.documents(paths.subAgents.all(chat));
  const collections = [
    ...['messages', 'tasks', 'questions', 'mail', 'state', 'wakes'].map((name) => `${root}/${name}`),
    ...subAgents.map(({ id }) => paths.transcript(chat, id)),
  ];
  const found = await Promise.all(collections.map((collection) => world.documents(collection)));
  const own = await world.database.get(root);
  const documents = [...found.flat(), ...subAgents, ...(own ? [own] : [])];
  return {
    ...Object.fromEntries(
      documents.map(({ path, data }) => [path.slice(root.length) || '/', normalisedAll(data)]),
    ),
    runs: await recorded(world),
  };
}
