import { noConnection } from '../support/no-connection.ts';
import { builtInTools, type Tool } from '../../src/connectors/index.ts';
import type { ActorRef } from '../../src/contracts/index.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Log, knownOf, type Sink } from '../../src/engine/log.ts';
import { sweep } from '../../src/engine/sweep.ts';
import { startInvocation } from '../../src/engine/wake.ts';
import type { Query, Store, StoredDocument, Version, Write } from '../../src/store/port.ts';
import { createCatalogue } from '../../src/tenants/catalogue.ts';
import { goOnWithJobs, runJob } from '../../src/tenants/jobs.ts';
import type { TenantModels } from '../../src/tenants/tenant-models.ts';
import type { Finding } from '../../src/upkeep/finding.ts';
import { allChats, chatsLeftOver } from '../../src/upkeep/read-chat.ts';
import { repairChat } from '../../src/upkeep/repair.ts';
import { Unavailable, type Database } from './database.ts';
import type { Sabotage } from './protections.ts';
import type { Timeline } from './timeline.ts';

/** Whoever repairs takes everything for as much older: no repair may do harm to what is at work. */
const HASTE_MS = 30 * 60_000;

/** How well a process and its way to the database do. */
export type Weather = {
  /** Milliseconds that something takes on its way, one way. */
  latencyMs(): number;
  /** Whether the database does not answer at all at this moment. */
  isDown(): boolean;
  /** Whether a commit is stored and its answer lost. */
  losesAnswer(): boolean;
  /** Whether a listener does not hear of a change. */
  losesNews(): boolean;
};

export type ProcessOptions = {
  readonly name: string;
  readonly database: Database;
  readonly timeline: Timeline;
  readonly weather: Weather;
  readonly models: (process: Process) => TenantModels;
  readonly tools: (process: Process) => readonly Tool[];
  /** How far its clock is from the right time, in milliseconds. */
  readonly skewMs: number;
  readonly sabotage: Sabotage;
  readonly log: Sink;
};

/** One process that runs the functions: the engine, until it is killed. Nothing of a killed one settles or goes on. */
export class Process {
  readonly name: string;
  readonly engine: Engine;
  isAlive = true;
  readonly #options: ProcessOptions;
  readonly #store: Store;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.name = options.name;
    const { timeline, skewMs, log, sabotage } = options;
    this.#store = sabotage(this.#stored());
    const now = () => timeline.now + skewMs;
    const written = new Log(log);
    this.engine = {
      store: this.#store,
      models: options.models(this),
      tools: [...options.tools(this), builtInTools.current_time],
      catalogue: createCatalogue(this.#store, now, (error) =>
        written.write('agent_unreadable', knownOf(error)),
      ),
      log: written,
      now,
      nonce: () => `${this.name}-${timeline.chance.below(2 ** 31)}`,
      sleep: (ms, signal) => this.#sleep(ms, signal),
      connect: noConnection,
      after: (ms, work) => this.after(ms, work),
    };
  }

  /** Ends it, in the middle of whatever it does. */
  kill(): void {
    this.isAlive = false;
  }

  /** As the platform's timer: of a killed process, nothing more happens. */
  after(ms: number, work: () => unknown): () => void {
    return this.#options.timeline.after(ms, () => (this.isAlive ? work() : undefined));
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** One delivery of an event: settles when all of its work is done, and fails as the platform sees it. */
  async deliver(ref: ActorRef, wakePath: string | null): Promise<void> {
    const invocation = startInvocation(this.engine);
    invocation.wake(ref);
    await invocation.settled();
    if (wakePath !== null) await this.#store.commit([{ op: 'delete', path: wakePath }]);
  }

  sweep(): Promise<number> {
    return sweep(this.engine);
  }

  /** As the sweeper's function does it. */
  goOnWithJobs(): Promise<number> {
    return goOnWithJobs(this.#shift(90_000), (error) => this.engine.log.write('job_failed', knownOf(error)));
  }

  /** As a callable begins the job that it brought. */
  begin(job: string): Promise<void> {
    return runJob(this.#shift(30_000), job);
  }

  #shift(forMs: number) {
    const { engine } = this;
    return { store: engine.store, now: () => engine.now(), endsAt: engine.now() + forMs };
  }

  /** What `npm run repair-chats -- --write` does; gives what it repaired. */
  async repair(): Promise<Finding[]> {
    const { store } = this.engine;
    const chats: string[] = [];
    for await (const chat of allChats(store)) chats.push(chat);
    for await (const chat of chatsLeftOver(store)) chats.push(chat);
    const repaired: Finding[] = [];
    for (const chat of chats)
      repaired.push(...(await repairChat(store, chat, this.engine.now() + HASTE_MS)).done);
    return repaired;
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        callOff();
        resolve();
      });
    });
  }

  /** Goes to the database and back: each way takes its time, and each can be the last. */
  #trip<T>(work: () => Promise<T>, isCommit: boolean): Promise<T> {
    const { timeline, weather } = this.#options;
    return new Promise((resolve, reject) => {
      const back = (settle: () => void) => this.after(weather.latencyMs(), settle);
      // What a process has sent arrives, also when it is killed by then.
      timeline.after(weather.latencyMs(), async () => {
        if (!isCommit && !this.isAlive) return;
        if (weather.isDown()) return back(() => reject(new Unavailable('The database does not answer')));
        const isLost = isCommit && weather.losesAnswer();
        try {
          const result = await work();
          return back(() => (isLost ? reject(new Unavailable('The answer was lost')) : resolve(result)));
        } catch (error) {
          return back(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      });
    });
  }

  #stored(): Store {
    const { database, weather } = this.#options;
    const hear = <T>(look: () => Promise<T>, onChange: (found: T) => void) => {
      let isOn = true;
      return {
        tell: () => {
          if (!isOn || weather.losesNews()) return;
          this.after(weather.latencyMs(), async () => {
            const found = await look();
            this.after(weather.latencyMs(), () => (isOn ? onChange(found) : undefined));
          });
        },
        off: () => {
          isOn = false;
        },
      };
    };
    return {
      get: (path: string): Promise<StoredDocument | null> => this.#trip(() => database.get(path), false),
      query: (query: Query): Promise<StoredDocument[]> => this.#trip(() => database.query(query), false),
      commit: (writes: readonly Write[]): Promise<Version[]> =>
        this.#trip(() => database.commit(writes, this.name), true),
      listen: (query, onChange) => {
        const { tell, off } = hear(() => database.query(query), onChange);
        const stop = database.listen(query, tell);
        return () => {
          off();
          stop();
        };
      },
      listenTo: (path, onChange) => {
        const { tell, off } = hear(() => database.get(path), onChange);
        const stop = database.listenTo(path, tell);
        return () => {
          off();
          stop();
        };
      },
    };
  }
}
