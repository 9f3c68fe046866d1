import type { Query, Store, StoredDocument, Version, Write } from '../../src/store/port.ts';
import { broken } from '../simulation/invariants.ts';
import { Mirror } from '../simulation/mirror.ts';

/** Firestore refuses what is larger, or nested deeper. */
const LARGEST = 1_048_576;
const DEEPEST = 20;

/** Which documents may be read, and which may be written. */
export type Fence = {
  readonly mayRead: (path: string) => boolean;
  readonly mayWrite: (path: string) => boolean;
};

/** A store that notes every step across a fence, and everything that a commit breaks. */
export class WatchedStore implements Store {
  readonly crossings: string[] = [];
  readonly violations: string[] = [];
  readonly mirror: Mirror;
  /** The largest document that was written, in bytes. */
  largest = 0;
  readonly #inner: Store;
  readonly #fence: Fence;

  constructor(inner: Store, fence: Fence) {
    this.#inner = inner;
    this.#fence = fence;
    this.mirror = new Mirror(inner);
  }

  /** What was there before. */
  async know(paths: readonly string[]): Promise<void> {
    await this.mirror.take(paths.map((path) => ({ op: 'delete', path })));
  }

  get(path: string): Promise<StoredDocument | null> {
    this.#reading(path);
    return this.#inner.get(path);
  }

  async query(query: Query): Promise<StoredDocument[]> {
    this.#asking(query);
    const found = await this.#inner.query(query);
    for (const { path } of found) this.#reading(path);
    return found;
  }

  listen(query: Query, onChange: (documents: StoredDocument[]) => void): () => void {
    this.#asking(query);
    return this.#inner.listen(query, onChange);
  }

  listenTo(path: string, onChange: (document: StoredDocument | null) => void): () => void {
    this.#reading(path);
    return this.#inner.listenTo(path, onChange);
  }

  async commit(writes: readonly Write[]): Promise<Version[]> {
    for (const write of writes) this.#writing(write);
    const versions = await this.#inner.commit(writes);
    const changes = await this.mirror.take(writes);
    for (const { path, after } of changes) this.#measure(path, after);
    this.violations.push(...broken(changes, this.mirror, Date.now()));
    return versions;
  }

  #asking({ collection, group }: Query): void {
    if (group) this.crossings.push(`asked for all ${collection}`);
    else this.#reading(`${collection}/any`);
  }

  #reading(path: string): void {
    if (!this.#fence.mayRead(path)) this.crossings.push(`read ${path.slice(0, 200)}`);
  }

  #writing({ op, path }: Write): void {
    if (!this.#fence.mayWrite(path)) this.crossings.push(`${op} ${path.slice(0, 200)}`);
  }

  #measure(path: string, data: unknown): void {
    const bytes = bytesOf(data);
    this.largest = Math.max(this.largest, bytes);
    if (bytes > LARGEST) this.violations.push(`${path} has ${bytes} bytes`);
    if (depthOf(data) > DEEPEST) this.violations.push(`${path} is nested too deeply`);
    if (!isWellFormed(data)) this.violations.push(`${path} holds half a character`);
  }
}

/** As Firestore counts them, and a little more. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 1;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, one]) => sum + key.length + 1 + bytesOf(one), 32);
}

const isMore = (value: unknown): value is object => typeof value === 'object' && value !== null;

const depthOf = (value: unknown): number =>
  isMore(value) ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

const isWellFormed = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.isWellFormed()
    : !isMore(value) || Object.values(value).every(isWellFormed);
