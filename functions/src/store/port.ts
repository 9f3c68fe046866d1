/**
 * What the engine needs of a database, and no more: reads, two kinds of listening, and atomic commits with
 * preconditions. Firestore is one implementation; anything that keeps this contract can be another.
 */

/** Opaque: changes whenever the document changes. */
export type Version = string;

/** A document as it is stored. Times are objects with `toMillis()`; schemas turn them into numbers. */
export type StoredDocument = {
  readonly path: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly version: Version;
};

export type Query = {
  /** A collection's path, or with `group` its name, wherever it is. */
  readonly collection: string;
  readonly group?: true;
  readonly where: readonly (readonly [
    field: string,
    op: '==' | '<' | '<=' | '>' | 'array-contains-any',
    value: unknown,
  ])[];
  readonly orderBy?: string;
  /** Goes on after this result of the same query. Where it is not sorted, the order is that of the paths. */
  readonly after?: StoredDocument;
  readonly limit: number;
};

/** What a document holds at a field, which may be named by a dotted path. */
export const fieldOf = (data: Data, field: string): unknown =>
  field
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined,
      data,
    );

/** Stands for the time at which the commit reaches the server. */
export class ServerTime {
  readonly of = 'commit';
}
export const SERVER_TIME = new ServerTime();

/** Adds to a number in a document, whatever it is by then. */
export class Increment {
  readonly by: number;
  constructor(by: number) {
    this.by = by;
  }
}

export type Data = Readonly<Record<string, unknown>>;

/**
 * One write of a commit. A `create` fails the whole commit if the document exists; an `update` if it does not; either
 * an `update` or a `delete` with `ifVersion` if it has changed since. Keys of an update may be dotted field paths. A
 * commit writes each document once.
 */
export type Write =
  | { readonly op: 'create' | 'set'; readonly path: string; readonly data: Data }
  | { readonly op: 'update'; readonly path: string; readonly data: Data; readonly ifVersion?: Version }
  | { readonly op: 'delete'; readonly path: string; readonly ifVersion?: Version };

/** A precondition of a commit did not hold; nothing was written. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
}

/** A commit that can never be stored as it is: it writes a document twice, one that is too large, or a list in a list. */
export class Unstorable extends Error {
  override readonly name = 'Unstorable';
}

/** @throws Unstorable if a document is written twice. */
export function expectOnce(writes: readonly Write[]): void {
  const all = new Set(writes.map(({ path }) => path));
  if (all.size === writes.length) return;
  const twice = writes.find(({ path }) => !all.delete(path));
  throw new Unstorable(`One commit writes ${twice?.path ?? ''} twice`);
}

/** What only looks at a database needs of it. */
export type Reading = Pick<Store, 'get' | 'query'>;

export interface Store {
  get(path: string): Promise<StoredDocument | null>;
  query(query: Query): Promise<StoredDocument[]>;
  /** Calls `onChange` with all results, now and after each change, until the returned function is called. */
  listen(query: Query, onChange: (documents: StoredDocument[]) => void): () => void;
  listenTo(path: string, onChange: (document: StoredDocument | null) => void): () => void;
  /**
   * All or nothing. Gives the version that each written document now has, in the order of the writes.
   * @throws PreconditionFailed, Unstorable, or what keeps the database from answering.
   */
  commit(writes: readonly Write[]): Promise<Version[]>;
}
