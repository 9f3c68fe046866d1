import { hasIndex } from './indexes.ts';
import type { Query, Store, StoredDocument, Version, Write } from '../../src/store/port.ts';

/** What Firestore bills: documents read and written. An empty result counts as one read. */
export type Bill = {
  reads: number;
  writes: number;
  bytesRead: number;
  readsBy: Record<string, number>;
  writesBy: Record<string, number>;
};

export const newBill = (): Bill => ({ reads: 0, writes: 0, bytesRead: 0, readsBy: {}, writesBy: {} });

/** What a document is, for the bill: its collection's name. */
const kindOf = (path: string): string => path.split('/').at(-2) ?? '';

/** Parts of a streamed message are for watching only, and billed apart. */
export const isPart = ({ path }: Write): boolean => kindOf(path) === 'parts';

const never = () => new Promise<never>(() => undefined);

/** As Firestore does in production, and the emulator does not. */
function requireIndex(query: Query): void {
  if (!hasIndex(query)) throw new Error(`No index is declared for ${JSON.stringify(query)}`);
}

/** A store that keeps a bill, insists on indexes, and tells of every write that was stored. */
export class ObservedStore implements Store {
  bill: Bill = newBill();
  readonly #inner: Store;
  readonly #listening = new Set<() => void>();
  readonly #unheard = new Set<Promise<void>>();
  readonly #heard = new Map<string, Version>();
  #dead = false;
  /** Of what a query over all chats finds, only this is seen: other tests have chats in the same database. */
  readonly #within: string;
  onCommitted: (writes: readonly Write[]) => void = () => undefined;
  /** May throw or wait: what a test does to the store before and after a commit. */
  beforeCommit: (writes: readonly Write[]) => Promise<void> | void = () => undefined;
  afterCommit: (writes: readonly Write[]) => Promise<void> | void = () => undefined;
  /** The same for a read: of one document by its path, or of a query. */
  beforeRead: (what: string | Query) => Promise<void> | void = () => undefined;

  constructor(inner: Store, within = '') {
    this.#inner = inner;
    this.#within = within;
  }

  /** The process ends here: nothing that it has begun goes on, and nothing is heard any more. */
  die(): void {
    this.#dead = true;
    for (const stop of this.#listening) stop();
  }

  async #whileAlive<T>(work: () => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    const result = await work();
    return this.#dead ? never() : result;
  }

  #read(kind: string, documents: readonly (StoredDocument | null)[]): void {
    const count = Math.max(1, documents.length);
    this.bill.reads += count;
    this.bill.readsBy[kind] = (this.bill.readsBy[kind] ?? 0) + count;
    this.bill.bytesRead += documents.reduce(
      (sum, one) => sum + (one ? JSON.stringify(one.data).length : 0),
      0,
    );
  }

  #wrote({ path }: Write, kind: string): void {
    this.bill.writes += kindOf(path) === 'parts' ? 0 : 1;
    this.bill.writesBy[kind] = (this.bill.writesBy[kind] ?? 0) + 1;
  }

  get(path: string): Promise<StoredDocument | null> {
    return this.#whileAlive(async () => {
      await this.beforeRead(path);
      const document = await this.#inner.get(path);
      this.#read(kindOf(path), [document]);
      return document;
    });
  }

  query(query: Query): Promise<StoredDocument[]> {
    return this.#whileAlive(async () => {
      await this.beforeRead(query);
      requireIndex(query);
      const found = await this.#inner.query(query);
      const documents = query.group ? found.filter(({ path }) => path.startsWith(this.#within)) : found;
      this.#read(query.collection.split('/').at(-1) ?? '', documents);
      return documents;
    });
  }

  listen(query: Query, onChange: (documents: StoredDocument[]) => void): () => void {
    requireIndex(query);
    const known = new Map<string, string>();
    let first = true;
    const heard = this.#awaitHearing();
    return this.#listen(
      heard,
      this.#inner.listen(query, (documents) => {
        heard();
        const changed = documents.filter(({ path, version }) => known.get(path) !== version);
        if (first || changed.length > 0)
          this.#read(`${query.collection.split('/').at(-1) ?? ''} (listener)`, changed);
        first = false;
        for (const { path, version } of documents) known.set(path, version);
        if (!this.#dead) onChange(documents);
      }),
    );
  }

  listenTo(path: string, onChange: (document: StoredDocument | null) => void): () => void {
    const heard = this.#awaitHearing();
    return this.#listen(
      heard,
      this.#inner.listenTo(path, (document) => {
        heard();
        this.#read(`${kindOf(path)} (listener)`, [document]);
        if (!this.#dead) onChange(document);
        if (document) this.#heard.set(path, document.version);
      }),
    );
  }

  #awaitHearing(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const hearing = promise.finally(() => this.#unheard.delete(hearing));
    this.#unheard.add(hearing);
    return resolve;
  }

  /** Waits until every listener has heard what there is: a real model takes longer than that. */
  async everyListenerHeard(): Promise<void> {
    await Promise.all(this.#unheard);
  }

  /** Whether who listens to this document has heard of its last change. */
  async isHeard(path: string): Promise<boolean> {
    return this.#heard.get(path) === (await this.#inner.get(path))?.version;
  }

  #listen(heard: () => void, stop: () => void): () => void {
    this.#listening.add(stop);
    return () => {
      heard();
      this.#listening.delete(stop);
      stop();
    };
  }

  commit(writes: readonly Write[]): Promise<Version[]> {
    return this.#whileAlive(async () => {
      await this.beforeCommit(writes);
      if (this.#dead) return never();
      const versions = await this.#inner.commit(writes);
      for (const write of writes) this.#wrote(write, kindOf(write.path));
      this.onCommitted(writes);
      await this.afterCommit(writes);
      return versions;
    });
  }

  /** A write of the page's: past the process under test, but on the bill, and its event is told of. */
  async commitAsClient(writes: readonly Write[]): Promise<void> {
    await this.#inner.commit(writes);
    for (const write of writes) this.#wrote(write, `${kindOf(write.path)} (client)`);
    this.onCommitted(writes);
  }
}
