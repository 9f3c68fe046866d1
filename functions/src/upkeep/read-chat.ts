import { groups, limits } from '../contracts/index.ts';
import type { Query, Reading, StoredDocument } from '../store/port.ts';
import { queries } from '../store/queries.ts';

/** A collection is read to this bound; a chat with more in one is not looked at. */
const PAGES = 100;

const COLLECTIONS = ['state', 'mail', 'tasks', 'questions', 'sub_agents', 'messages', 'wakes'];

/** There is more of it than is read. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** All that a query finds, page by page. */
async function readAll(store: Reading, query: Query): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const after = found.at(-1);
    const batch = await store.query(after ? { ...query, after } : query);
    found.push(...batch);
    if (batch.length < query.limit) return found;
  }
  throw new TooLarge(`${query.collection} has more than ${found.length} documents`);
}

export type StoredChat = ReadonlyMap<string, StoredDocument>;

/** Every document of a chat that a rule is about, with its version; not what is streamed, which removes itself. */
export async function readChat(store: Reading, chat: string): Promise<StoredChat> {
  const [own, ...collections] = await Promise.all([
    store.get(chat),
    ...COLLECTIONS.map((name) => readAll(store, queries.allOf(`${chat}/${name}`))),
  ]);
  const found = collections.flat();
  const transcripts = new Set(
    found.flatMap(({ path, id }) =>
      path === `${chat}/sub_agents/${id}` ? [`${path}/${groups.transcript}`] : [],
    ),
  );
  for (const path of transcripts) found.push(...(await readAll(store, queries.allOf(path))));
  return new Map([...(own ? [own] : []), ...found].map((one) => [one.path, one]));
}

/** The paths of all chats, page by page. */
export async function* allChats(
  store: Reading,
  pageSize: number = limits.sweepBatch,
): AsyncGenerator<string> {
  let after: StoredDocument | undefined;
  do {
    const query = queries.allOfGroup(groups.chats, pageSize);
    const page: StoredDocument[] = await store.query(after ? { ...query, after } : query);
    for (const { path } of page) yield path;
    after = page.length === query.limit ? page.at(-1) : undefined;
  } while (after);
}

/** Sorts after each id that there can be. */
const LAST = '~';

/** Chats that are gone and have left something behind, in collections of any of these names. */
export async function* chatsLeftOver(store: Reading): AsyncGenerator<string> {
  const seen = new Set<string>();
  for (const name of [...COLLECTIONS, groups.transcript]) {
    let after: StoredDocument | undefined;
    for (;;) {
      const query = queries.allOfGroup(name, 1);
      const [first] = await store.query(after ? { ...query, after } : query);
      if (!first) break;
      // One document of a chat is enough: it goes on after all that the chat has there.
      const chat = first.path.split('/').slice(0, 4).join('/');
      after = { ...first, ...endOf(first.path) };
      if (seen.has(chat)) continue;
      seen.add(chat);
      if (!(await store.get(chat))) yield chat;
    }
  }
}

function endOf(path: string): { path: string; id: string } {
  const segments = path.split('/').map((segment, index) => (index > 4 && index % 2 === 1 ? LAST : segment));
  return { path: segments.join('/'), id: LAST };
}
