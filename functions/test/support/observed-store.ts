import type { Query, Store, StoredDocument, Write } from '../../src/store/port.ts';

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
export const kindOf = (path: string): string => path.split('/').at(-2) ?? '';

/** A store that keeps a bill, remembers the queries that ran, and tells of every write that was stored. */
export class ObservedStore implements Store {
  readonly bill: Bill = newBill();
  readonly queriesRun: Query[] = [];
  readonly #inner: Store;
  onCommitted: (writes: readonly Write[]) => void = () => undefined;
  /** May throw or wait: what a test does to the store before and after a commit. */
  beforeCommit: (writes: readonly Write[]) => Promise<void> | void = () => undefined;
  afterCommit: (writes: readonly Write[]) => Promise<void> | void = () => undefined;

  constructor(inner: Store) {
    this.#inner = inner;
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

  async get(path: string): Promise<StoredDocument | null> {
    const document = await this.#inner.get(path);
    this.#read(kindOf(path), [document]);
    return document;
  }

  async query(query: Query): Promise<StoredDocument[]> {
    this.queriesRun.push(query);
    const documents = await this.#inner.query(query);
    this.#read(query.collection.split('/').at(-1) ?? '', documents);
    return documents;
  }

  listen(query: Query, onChange: (documents: StoredDocument[]) => void): () => void {
    this.queriesRun.push(query);
    const known = new Map<string, string>();
    let first = true;
    return this.#inner.listen(query, (documents) => {
      const changed = documents.filter(({ path, version }) => known.get(path) !== version);
      if (first || changed.length > 0)
        this.#read(`${query.collection.split('/').at(-1) ?? ''} (listener)`, changed);
      first = false;
      for (const { path, version } of documents) known.set(path, version);
      onChange(documents);
    });
  }

  listenTo(path: string, onChange: (document: StoredDocument | null) => void): () => void {
    return this.#inner.listenTo(path, (document) => {
      this.#read(`${kindOf(path)} (listener)`, [document]);
      onChange(document);
    });
  }

  async commit(writes: readonly Write[]): Promise<string[]> {
    await this.beforeCommit(writes);
    const versions = await this.#inner.commit(writes);
    for (const { path } of writes) {
      const kind = kindOf(path);
      this.bill.writes += kind === 'parts' ? 0 : 1;
      this.bill.writesBy[kind] = (this.bill.writesBy[kind] ?? 0) + 1;
    }
    this.onCommitted(writes);
    await this.afterCommit(writes);
    return versions;
  }
}
