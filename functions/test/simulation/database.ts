import {
  ServerTime,
  type Data,
  type Query,
  type Store,
  type StoredDocument,
  type Version,
  type Write,
} from '../../src/store/port.ts';
import { Mirror, type Change } from './mirror.ts';
import type { Timeline } from './timeline.ts';

/** The network cut it off, or the database was not there. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

type Listener = { readonly concerns: (path: string) => boolean; readonly tell: () => void };

const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/'));

/**
 * The one database of a world, by the world's clock: a server time is a moment of the timeline, and no two commits share
 * one. Which database it is, it does not know.
 */
export class Database {
  readonly mirror: Mirror;
  /** Told of every commit, by whom it was made, and what it changed. */
  onCommitted: (writes: readonly Write[], changes: readonly Change[], by: string) => void = () => undefined;
  readonly #store: Store;
  readonly #timeline: Timeline;
  readonly #listeners = new Set<Listener>();
  #lastTime = 0;

  constructor(store: Store, timeline: Timeline) {
    this.#store = store;
    this.#timeline = timeline;
    this.mirror = new Mirror(store);
  }

  get(path: string): Promise<StoredDocument | null> {
    return this.#store.get(path);
  }

  query(query: Query): Promise<StoredDocument[]> {
    return this.#store.query(query);
  }

  async commit(writes: readonly Write[], by: string): Promise<Version[]> {
    this.#lastTime = Math.max(this.#timeline.now, this.#lastTime + 1);
    const stamped = writes.map((write) => this.#stamp(write));
    const versions = await this.#store.commit(stamped);
    const changes = await this.mirror.take(stamped);
    this.onCommitted(stamped, changes, by);
    for (const { concerns, tell } of this.#listeners) if (writes.some(({ path }) => concerns(path))) tell();
    return versions;
  }

  /** Tells of each commit that the query may be about, and once at first. */
  listen(query: Query, tell: () => void): () => void {
    const { collection } = query;
    return this.#listen({ concerns: (path) => parentOf(path) === collection, tell });
  }

  listenTo(path: string, tell: () => void): () => void {
    return this.#listen({ concerns: (one) => one === path, tell });
  }

  #listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener.tell();
    return () => this.#listeners.delete(listener);
  }

  #stamp(write: Write): Write {
    return write.op === 'delete' ? write : { ...write, data: this.#stampAll(write.data) };
  }

  #stampAll(data: Data): Data {
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, this.#stampOne(value)]));
  }

  #stampOne(value: unknown): unknown {
    if (value instanceof ServerTime) return this.#lastTime;
    // Anything else that is more than plain data is the store's own.
    const isPlain =
      typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isPlain ? this.#stampAll({ ...value }) : value;
  }
}
