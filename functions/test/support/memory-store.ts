import { isDeepStrictEqual } from 'node:util';
import {
  Increment,
  PreconditionFailed,
  ServerTime,
  Unstorable,
  expectOnce,
  fieldOf,
  type Data,
  type Query,
  type Store,
  type StoredDocument,
  type Version,
  type Write,
} from '../../src/store/port.ts';

type Document = { readonly data: Data; readonly version: Version };

/** A time at rest, as Firestore's `Timestamp`. */
class Time {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  toMillis(): number {
    return this.ms;
  }
}

const isRecord = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Time);

const idOf = (path: string) => path.split('/').at(-1) ?? '';
const parentOf = (path: string) => path.split('/').slice(0, -1).join('/');

/** As in Firestore: what is as it was keeps its version, so a write that changes nothing can guard, and not lock. */
const moved = (before: Document | undefined, data: Data, version: Version): Document =>
  before && isDeepStrictEqual(before.data, data) ? before : { data, version };

/** Everything that is done to a database takes its turn in the event loop, so that actors interleave. */
const aTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * A database in memory that keeps the contract of `Store`: for tests that play hundreds of schedules. One instance is
 * one database, which several engines may share, like processes.
 */
export class MemoryStore implements Store {
  /** How far its clock is ahead of the real one, in milliseconds. */
  aheadMs = 0;
  readonly #documents = new Map<string, Document>();
  readonly #listeners = new Set<() => void>();
  #lastTime = 0;
  #lastVersion = 0;

  async get(path: string): Promise<StoredDocument | null> {
    await aTurn();
    return this.#stored(path);
  }

  async query(query: Query): Promise<StoredDocument[]> {
    await aTurn();
    return this.#find(query);
  }

  listen(query: Query, onChange: (documents: StoredDocument[]) => void): () => void {
    return this.#listen(
      () => this.#find(query),
      (found) => found.map(({ path, version }) => `${path} ${version}`).join(),
      onChange,
    );
  }

  listenTo(path: string, onChange: (document: StoredDocument | null) => void): () => void {
    return this.#listen(
      () => this.#stored(path),
      (found) => found?.version ?? '',
      onChange,
    );
  }

  async commit(writes: readonly Write[]): Promise<Version[]> {
    await aTurn();
    expectOnce(writes);
    const after = new Map(this.#documents);
    // No two commits share a millisecond: the order of times is the order of commits.
    this.#lastTime = Math.max(Date.now() + this.aheadMs, this.#lastTime + 1);
    this.#lastVersion += 1;
    const version = `v${this.#lastVersion}`;
    for (const write of writes) this.#apply(after, write, version);
    this.#documents.clear();
    for (const [path, document] of after) this.#documents.set(path, document);
    for (const tell of this.#listeners) setImmediate(tell);
    return writes.map(({ path }) => after.get(path)?.version ?? version);
  }

  /** Everything that there is, as it can be written: times in milliseconds. */
  dump(): { path: string; data: Data }[] {
    return [...this.#documents].map(([path, { data }]) => ({ path, data: inMilliseconds(data) }));
  }

  #apply(documents: Map<string, Document>, write: Write, version: Version): void {
    const { path } = write;
    const before = documents.get(path);
    if ('ifVersion' in write && write.ifVersion !== before?.version) throw failed(path, 'has changed');
    switch (write.op) {
      case 'create':
        if (before) throw failed(path, 'exists');
        documents.set(path, { data: this.#encodeAll(write.data, {}), version });
        return;
      case 'set':
        documents.set(path, moved(before, this.#encodeAll(write.data, {}), version));
        return;
      case 'update':
        if (!before) throw failed(path, 'does not exist');
        documents.set(path, moved(before, this.#updated(before.data, write.data), version));
        return;
      case 'delete':
        documents.delete(path);
        return;
      default:
        write satisfies never;
    }
  }

  #updated(before: Data, change: Data): Data {
    const after: Record<string, unknown> = { ...before };
    for (const [key, value] of Object.entries(change)) {
      const [outer = '', inner] = key.split('.');
      const old = after[outer];
      if (inner === undefined) after[outer] = this.#encode(outer, value, old);
      else {
        const nested = isRecord(old) ? old : {};
        after[outer] = { ...nested, [inner]: this.#encode(inner, value, nested[inner]) };
      }
    }
    return after;
  }

  #encode(key: string, value: unknown, before: unknown): unknown {
    if (value instanceof ServerTime) return new Time(this.#lastTime);
    if (value instanceof Increment) return (typeof before === 'number' ? before : 0) + value.by;
    if (typeof value === 'number' && key.endsWith('At')) return new Time(value);
    if (value === undefined) throw new Unstorable(`${key} is undefined`);
    if (Array.isArray(value)) {
      if (value.some(Array.isArray)) throw new Unstorable(`${key} has a list in a list`);
      return value.map((one: unknown) => this.#encode(key, one, undefined));
    }
    return isRecord(value) ? this.#encodeAll(value, {}) : value;
  }

  #encodeAll(data: Data, before: Data): Data {
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, this.#encode(key, value, before[key])]),
    );
  }

  #stored(path: string): StoredDocument | null {
    const document = this.#documents.get(path);
    return document ? { path, id: idOf(path), data: document.data, version: document.version } : null;
  }

  #find({ collection, group, where, orderBy, after, limit }: Query): StoredDocument[] {
    const isIn = (path: string) =>
      group ? idOf(parentOf(path)) === collection : parentOf(path) === collection;
    const found = [...this.#documents.keys()]
      .filter(isIn)
      .map((path) => this.#stored(path))
      .filter((one): one is StoredDocument => one !== null)
      .filter(({ data }) => where.every(([field, op, value]) => matches(fieldOf(data, field), op, value)))
      .filter(({ data }) => orderBy === undefined || fieldOf(data, orderBy) !== undefined);
    const keyOf = ({ data }: StoredDocument) =>
      orderBy === undefined ? 0 : comparable(fieldOf(data, orderBy));
    const compare = (a: StoredDocument, b: StoredDocument) =>
      keyOf(a) - keyOf(b) || (a.path === b.path ? 0 : a.path < b.path ? -1 : 1);
    return found
      .filter((one) => !after || compare(one, after) > 0)
      .toSorted(compare)
      .slice(0, limit);
  }

  #listen<T>(look: () => T, fingerprint: (found: T) => string, onChange: (found: T) => void): () => void {
    let last: string | null = null;
    const tell = () => {
      if (!this.#listeners.has(tell)) return;
      const found = look();
      if (fingerprint(found) === last) return;
      last = fingerprint(found);
      onChange(found);
    };
    this.#listeners.add(tell);
    setImmediate(tell);
    return () => this.#listeners.delete(tell);
  }
}

const inMilliseconds = (data: Data): Data =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, asMilliseconds(value)]));

function asMilliseconds(value: unknown): unknown {
  if (value instanceof Time) return value.ms;
  if (Array.isArray(value)) return value.map(asMilliseconds);
  return isRecord(value) ? inMilliseconds(value) : value;
}

const failed = (path: string, why: string) => new PreconditionFailed(`${path} ${why}`);

/** What is ordered here is a number or a time; null comes before both, as in Firestore. */
function comparable(value: unknown): number {
  if (value instanceof Time) return value.ms;
  return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
}

function matches(stored: unknown, op: Query['where'][number][1], value: unknown): boolean {
  switch (op) {
    case '==':
      return stored === value;
    case '<':
    case '<=': {
      // An inequality finds values of its own type only: never null.
      if (!(stored instanceof Time) || typeof value !== 'number') return false;
      return op === '<' ? stored.ms < value : stored.ms <= value;
    }
    case '>':
      if (stored instanceof Time) return typeof value === 'number' && stored.ms > value;
      return typeof stored === 'number' && typeof value === 'number' && stored > value;
    case 'array-contains-any':
      return (
        Array.isArray(stored) && Array.isArray(value) && value.some((one: unknown) => stored.includes(one))
      );
    default:
      return op satisfies never;
  }
}
