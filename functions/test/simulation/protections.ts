import { consent, consentRequest } from '../../src/contracts/index.ts';
import type { Data, Query, Store, StoredDocument, Write } from '../../src/store/port.ts';

/** What a process sees and does of the database, with one of its protections taken away. */
export type Sabotage = (store: Store) => Store;

const kindOf = (path: string) => path.split('/').at(-2) ?? '';

/** A store of which some reads and writes are changed on their way. */
const changed =
  (read: (document: StoredDocument) => StoredDocument, write: (write: Write) => Write | null): Sabotage =>
  (store) => ({
    ...store,
    get: async (path) => {
      const found = await store.get(path);
      return found && read(found);
    },
    commit: async (writes) => {
      const kept = writes.map(write).filter((one) => one !== null);
      return kept.length === 0 ? [] : store.commit(kept);
    },
  });

const asRead = (document: StoredDocument) => document;
const asWritten = (write: Write): Write | null => write;

const inState = (change: (data: Data) => Data) =>
  changed(
    (document) =>
      kindOf(document.path) === 'state' ? { ...document, data: change(document.data) } : document,
    asWritten,
  );

function without(write: Write, field: string): Write {
  if (write.op === 'delete') return write;
  const { [field]: _, ...data } = write.data;
  return { ...write, data };
}

/** The next look for mail after a lease was given back finds nothing. */
const lookAgain: Sabotage = (store) => {
  const released = new Set<string>();
  return {
    ...store,
    commit: async (writes) => {
      const versions = await store.commit(writes);
      for (const write of writes) {
        const gaveBack =
          write.op !== 'delete' && kindOf(write.path) === 'state' && write.data['owner'] === null;
        if (gaveBack) released.add(chatOf(write.path));
      }
      return versions;
    },
    query: async (query: Query) => {
      const isMail = query.collection.endsWith('/messages') || query.collection.endsWith('/mail');
      // Who removes a chat looks for everything in it, and that is no look for mail.
      if (!isMail || query.group || query.where.length === 0) return store.query(query);
      const chat = chatOf(query.collection);
      // Both of her queries, and only those of this one look.
      if (!released.has(chat)) return store.query(query);
      if (query.collection.endsWith('/mail')) released.delete(chat);
      return [];
    },
  };
};

const chatOf = (path: string) => path.split('/').slice(0, 4).join('/');

/** Whatever hash a yes names, it is the one that stands on the card. */
const anyHash: Sabotage = (store) => {
  const forged = async (document: StoredDocument): Promise<StoredDocument> => {
    const given = consent.safeParse(document.data['consent']);
    if (kindOf(document.path) !== 'messages' || !given.success) return document;
    const asked = await store.get(`${chatOf(document.path)}/questions/${given.data.questionId}`);
    const request = consentRequest.safeParse(asked?.data['consent']);
    if (!request.success) return document;
    const { hash } = request.data;
    return { ...document, data: { ...document.data, consent: { ...given.data, hash } } };
  };
  return {
    ...store,
    query: async (query: Query) => Promise.all((await store.query(query)).map(forged)),
  };
};

/** Each protection of the engine, as a way to be without it. */
export const absent = {
  lease: inState((data) => ({ ...data, owner: null, leaseEndsAt: null })),
  guard: changed(asRead, (write) => {
    if (write.op !== 'update' && write.op !== 'delete') return write;
    const { ifVersion: _, ...unguarded } = write;
    return unguarded;
  }),
  consumption: changed(asRead, (write) => {
    if (write.op === 'delete' && kindOf(write.path) === 'mail') return null;
    const isHandled = write.op === 'update' && write.data['status'] === 'handled';
    return isHandled && kindOf(write.path) === 'messages' ? without(write, 'status') : write;
  }),
  'look again': lookAgain,
  /** Nobody sweeps: see the platform. */
  sweeper: (store: Store) => store,
  'repeat ladder': inState((data) =>
    Array.isArray(data['asked'])
      ? { ...data, asked: data['asked'].map((one: Data, n: number) => ({ ...one, text: `${n}` })) }
      : data,
  ),
  'started mark': changed(asRead, (write) =>
    kindOf(write.path) === 'state' ? without(write, 'intent') : write,
  ),
  /** No call needs anybody's yes. */
  consent: inState((data) =>
    Array.isArray(data['tools'])
      ? { ...data, tools: data['tools'].map((use: Data) => ({ ...use, safe: true })) }
      : data,
  ),
  hash: anyHash,
  /** Everybody is taken for an admin. */
  role: changed(
    ({ data, ...document }) =>
      kindOf(document.path) === 'members' && data['role'] === 'member'
        ? { ...document, data: { ...data, role: 'admin' } }
        : { ...document, data },
    asWritten,
  ),
  /** Two may draw from one month at once. */
  'budget guard': changed(asRead, (write) => {
    if (kindOf(write.path) !== 'budgets' || write.op === 'delete') return write;
    const { op, path, data } = write;
    return op === 'create' ? { op: 'set', path, data } : { op, path, data };
  }),
  /** Nobody tells Mother that all has to end. */
  'end of all': changed(asRead, (write) => {
    const isTelling = kindOf(write.path) === 'mail' && write.op !== 'delete';
    return isTelling && write.data['kind'] === 'end_all' ? null : write;
  }),
} satisfies Record<string, Sabotage>;

export type Protection = keyof typeof absent;

/** All of these protections away at once. */
export const sabotaged =
  (protections: readonly Protection[]): Sabotage =>
  (store) =>
    protections.reduce((all, name) => absent[name](all), store);
