import type { Engine } from '../../src/engine/engine.ts';
import type { Store } from '../../src/store/port.ts';
import { nameOf } from './boundary-names.ts';

export type Side = 'before' | 'after';

/** One effect or input of the engine's, by what it is and which of its kind: `store.get tasks #2`. */
export type Point = { readonly at: string; readonly side: Side };

/** All that the engine acts through but its catalogue, which is made anew over the watched store. */
export type Ports = Omit<Engine, 'catalogue'>;

/** What of the store gives no promise but a function that ends the listening. A new one has to be named here. */
type Listening = {
  [K in keyof Store]: ReturnType<Store[K]> extends Promise<unknown> ? never : K;
}[keyof Store];
const listening: Readonly<Record<Listening, true>> = { listen: true, listenTo: true };

type Call = (...given: readonly unknown[]) => unknown;

const never = () => new Promise<never>(() => undefined);
const nothing = () => undefined;
const isCall = (value: unknown): value is Call => typeof value === 'function';
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * Watches everything that an engine has an effect or an input through, whatever methods there are: each call is a
 * boundary, and so is each time that something is told to the engine. At one of them the process may end, right before
 * it takes effect or right after: nothing that was begun goes on, nothing settles and nothing is heard any more.
 */
export class Boundaries {
  /** Everything that was passed, in order. */
  readonly passed: string[] = [];
  readonly died: Promise<true>;
  readonly #died = Promise.withResolvers<true>();
  readonly #counts = new Map<string, number>();
  readonly #stops = new Set<Call>();
  readonly #end: Point | null;
  #dead = false;

  constructor(end: Point | null = null) {
    this.#end = end;
    this.died = this.#died.promise;
  }

  /** The same engine, watched. A member that `Engine` gets has to be dealt with here, or this does not compile. */
  readonly around = (ports: Ports): { readonly [K in keyof Ports]-?: Ports[K] } => ({
    store: this.#port('store', ports.store),
    // What is read for it is kept, and changes nothing.
    models: {
      of: async (settings) => {
        const found = await ports.models.of(settings);
        return { ...found, port: this.#port('model', found.port) };
      },
    },
    tools: ports.tools.map((tool) => this.#port(`tool ${tool.name}`, tool)),
    // How long is drawn by chance, and names nothing.
    sleep: (ms, signal) => this.#awaited('sleep', () => ports.sleep(ms, signal)),
    connect: (tenantId, credentialId) =>
      this.#awaited('connect', () => ports.connect(tenantId, credentialId)),
    // What a timer begins goes through one of the others.
    after: (ms, work) => ports.after(ms, () => (this.#dead ? undefined : work())),
    // These give at once and change nothing: an end before or after them is one before what comes next.
    now: () => ports.now(),
    nonce: () => ports.nonce(),
    log: ports.log,
  });

  /** Ends the process here. */
  readonly #die = (): void => {
    this.#dead = true;
    for (const stop of this.#stops) stop();
    this.#died.resolve(true);
  };

  /** Gives the name of the boundary that is met, or null if the process is, or has just been, ended. */
  #meets(what: string): string | null {
    if (this.#dead) return null;
    const n = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, n);
    const at = `${what} #${n}`;
    this.passed.push(at);
    return this.#survives(at, 'before') ? at : null;
  }

  #survives(at: string, side: Side): boolean {
    if (this.#end?.at === at && this.#end.side === side) this.#die();
    return !this.#dead;
  }

  async #awaited<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    const at = this.#meets(what);
    if (at === null) return never();
    try {
      const result = await work();
      return this.#survives(at, 'after') ? result : await never();
    } catch (error) {
      if (!this.#survives(at, 'after')) return never();
      throw error;
    }
  }

  #listened(what: string, begin: () => unknown): Call {
    const at = this.#meets(what);
    if (at === null) return nothing;
    const stop = begin();
    if (!isCall(stop)) throw new Error(`${what} gives no function that ends it`);
    this.#stops.add(stop);
    if (!this.#survives(at, 'after')) stop();
    return () => {
      this.#stops.delete(stop);
      stop();
    };
  }

  /** What is told to the engine: a listener's documents, a model's words. */
  #told(what: string, hear: Call): Call {
    return (...news) => {
      const at = this.#meets(what);
      if (at === null) return;
      hear(...news);
      this.#survives(at, 'after');
    };
  }

  #port<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, key): unknown => {
        const member: unknown = Reflect.get(target, key, target);
        if (!isCall(member)) return member;
        return (...given: readonly unknown[]) => {
          const what = [`${name}.${String(key)}`, ...nameOf(given[0])].join(' ');
          const call = () =>
            Reflect.apply(
              member,
              target,
              given.map((one) => this.#heard(what, one)),
            );
          return Object.hasOwn(listening, key) ? this.#listened(what, call) : this.#awaited(what, call);
        };
      },
    });
  }

  /** An argument of a call with the functions in it watched. */
  #heard(what: string, given: unknown): unknown {
    if (isCall(given)) return this.#told(`${what}, told`, given);
    if (!isPlain(given) || !Object.values(given).some(isCall)) return given;
    return Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        isCall(value) ? this.#told(`${what}, ${key}`, value) : value,
      ]),
    );
  }
}
