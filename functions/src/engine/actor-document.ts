import { paths, type ActorRef, type ActorState } from '../contracts/index.ts';
import type { Read } from '../store/documents.ts';
import {
  PreconditionFailed,
  Unstorable,
  type StoredDocument,
  type Version,
  type Write,
} from '../store/port.ts';
import { givenBack } from './given-back.ts';
import type { Engine } from './engine.ts';
import { LeaseLost, WorldMoved } from './losses.ts';

const STORE_TRIES = 4;
const STORE_BACK_OFF_MS = 250;

/**
 * An actor's state document in hand. Every write of the actor goes through `change`, one after another, each guarded
 * by the version that the one before returned: of two holders, one fails.
 */
export class ActorDocument<S extends ActorState> {
  readonly #engine: Engine;
  readonly #path: string;
  readonly #parseState: (document: StoredDocument) => Read<S>;
  #state: S;
  #version: Version | null;
  /** Whether a commit of ours has taken the lease, and none has given it back. */
  #isOurs = false;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    engine: Engine,
    path: string,
    parseState: (document: StoredDocument) => Read<S>,
    found: { value: S; version: Version | null },
  ) {
    this.#engine = engine;
    this.#path = path;
    this.#parseState = parseState;
    this.#state = found.value;
    this.#version = found.version;
    engine.log.at(found.value.epoch);
  }

  #keep(state: S, version: Version | null): void {
    this.#state = state;
    this.#version = version;
    this.#isOurs = state.owner !== null;
    this.#engine.log.at(state.epoch);
  }

  /** Reads an actor's state; null where there is none. */
  static async open<S extends ActorState>(
    engine: Engine,
    ref: ActorRef,
    parseState: (document: StoredDocument) => Read<S>,
  ): Promise<ActorDocument<S> | null> {
    const path = paths.states.one(ref, ref.actorId);
    const stored = await engine.store.get(path);
    return stored && new ActorDocument(engine, path, parseState, parseState(stored));
  }

  /** A state that there is none of yet: the first change creates it, unless somebody else has by then. */
  static first<S extends ActorState>(
    engine: Engine,
    ref: ActorRef,
    parseState: (document: StoredDocument) => Read<S>,
    initial: S,
  ): ActorDocument<S> {
    const path = paths.states.one(ref, ref.actorId);
    return new ActorDocument(engine, path, parseState, { value: initial, version: null });
  }

  get state(): S {
    return this.#state;
  }

  get isNew(): boolean {
    return this.#version === null;
  }

  /**
   * Commits the next state together with other writes, after the changes before it. `build` gets the state as it is
   * then; null means that there is nothing to commit. Gives the new versions of the written documents, in order (none
   * where the commit was stored but its reply lost), or null if nothing was committed.
   * @throws LeaseLost, WorldMoved, Unstorable, or the store's error when it stays unreachable.
   */
  change(
    build: (state: S) => { readonly next: S; readonly writes: readonly Write[] } | null,
  ): Promise<readonly Version[] | null> {
    const result = this.#queue.then(() => this.#commit(build));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #commit(
    build: (state: S) => { readonly next: S; readonly writes: readonly Write[] } | null,
  ): Promise<readonly Version[] | null> {
    const built = build(this.#state);
    if (!built) return null;
    const commitId = this.#engine.nonce();
    // Nobody holds anything of a month while they rest: what they did not use would be of no use to anybody.
    const rests = built.next.owner === null;
    const returned = rests ? givenBack([built.next]) : [];
    const allotment = rests ? null : built.next.allotment;
    const next = { ...built.next, allotment, rev: this.#state.rev + 1, commitId };
    for (let tried = 1; ; tried += 1) {
      try {
        const [version, ...versions] = await this.#engine.store.commit([
          this.#stateWrite(next),
          ...built.writes,
          ...returned,
        ]);
        this.#keep(next, version ?? null);
        return versions;
      } catch (error) {
        if (await this.#wasStored(commitId, error)) return [];
        if (tried === STORE_TRIES || error instanceof Unstorable) throw error;
        await this.#engine.sleep(STORE_BACK_OFF_MS * 2 ** tried);
      }
    }
  }

  /** Only the fields that changed, so that a renewal of the lease does not write the whole memory again. */
  #stateWrite(next: S): Write {
    if (this.#version === null) return { op: 'create', path: this.#path, data: next };
    const before: Readonly<Record<string, unknown>> = this.#state;
    const changed = Object.entries(next).filter(([key, value]) => before[key] !== value);
    return { op: 'update', path: this.#path, data: Object.fromEntries(changed), ifVersion: this.#version };
  }

  /** After an error: was the commit stored all the same? If not, tells why it was not. */
  async #wasStored(commitId: string, error: unknown): Promise<boolean> {
    const stored = await this.#engine.store.get(this.#path).catch(() => undefined);
    if (stored === undefined) return false;
    if (stored && stored.data['commitId'] === commitId) {
      const found = this.#parseState(stored);
      this.#keep(found.value, found.version);
      return true;
    }
    if ((stored?.version ?? null) !== this.#version)
      throw new LeaseLost(`${this.#path} has another owner`, { wasOurs: this.#isOurs, cause: error });
    if (error instanceof PreconditionFailed)
      throw new WorldMoved('A document of the commit has moved', { cause: error });
    return false;
  }
}
