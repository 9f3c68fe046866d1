import { MOTHER, type ActorRef } from '../../src/contracts/index.ts';
import type { ModelRequest } from '../../src/model/index.ts';
import type { Store } from '../../src/store/port.ts';
import { eventsOf, type TriggerEvent } from '../support/dispatcher.ts';
import { administer, isForAdmins } from './admins.ts';
import { unallowed } from './allowed.ts';
import { hoarded, unended, unsettled, unsound } from './at-rest.ts';
import { Bank } from './bank.ts';
import { Database } from './database.ts';
import { broken } from './invariants.ts';
import { MisbehavingModel } from './model.ts';
import { Meter } from './meter.ts';
import { anyIds, People } from './people.ts';
import { type Action, type Plan, TROUBLE_MS } from './plan.ts';
import { Process } from './process.ts';
import { type Protection, sabotaged } from './protections.ts';
import { mixedIn, SwitchedOff, trespasses, unpaid } from './rights.ts';
import { Chance, Timeline } from './timeline.ts';
import { modelOf, populate, type Seat } from './world-data.ts';

const MINUTE = 60_000;
/** Where people do things in bursts, one begins so often. */
const BURST = 3 * MINUTE;
const START = Date.UTC(2026, 0, 5, 9);
const MONTHS_END = Date.UTC(2026, 1, 1);
/** Ten times what the busiest of worlds comes to. */
const MOST_COMMITS = 5_000;
/** After the last trouble everything has to come to rest within this. */
const REST_MS = 60 * MINUTE;
const WEEK = 7 * 24 * 60 * MINUTE;

const MADE_UP = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu;

/** In a world of so many commits, something goes round and round. */
class NoEnd extends Error {
  override readonly name = 'NoEnd';
}

type Options = {
  /** Somebody repairs all chats, every minute. */
  readonly repairing?: boolean;
  /** What the engine has to do without. */
  readonly without?: readonly Protection[];
  /** Keeps worlds of one database apart. */
  readonly id?: string;
};

export type Played = {
  /** What was broken, in words; nothing, if all held. */
  readonly violations: readonly string[];
  readonly commits: number;
  readonly modelCalls: number;
  readonly effects: number;
  readonly kills: number;
  readonly rescues: number;
  /** What somebody repaired, if somebody did. */
  readonly repaired: readonly string[];
  /** Everything that happened, for who looks into it. */
  readonly log: readonly string[];
};

/** Plays a plan to its end in a world of its own. */
export async function play(plan: Plan, store: Store, options: Options = {}): Promise<Played> {
  return new Simulation(plan, store, options).play();
}

class Simulation {
  readonly #plan: Plan;
  readonly #timeline: Timeline;
  readonly #database: Database;
  readonly #bank: Bank;
  readonly #people: People;
  readonly #without: readonly Protection[];
  readonly #id: string;
  readonly #violations = new Set<string>();
  readonly #log: string[] = [];
  readonly #lostWakes = new Set<string>();
  readonly #tenantOf = new Map<string, string>();
  /** After how many more of its commits a process is killed, by its name. */
  readonly #dying = new Map<string, number>();
  readonly #switchedOff = new SwitchedOff();
  readonly #meter: Meter;
  readonly #named = new Map<string, string>();
  readonly #start: number;
  readonly #counted = { commits: 0, modelCalls: 0, kills: 0, rescues: 0 };
  #processes: Process[] = [];
  #started = 0;
  #isTroubled = true;
  readonly #isRepaired: boolean;
  readonly #repaired: string[] = [];

  constructor(plan: Plan, store: Store, { without = [], id = '', repairing = false }: Options) {
    this.#isRepaired = repairing;
    this.#plan = plan;
    this.#without = without;
    this.#id = id;
    const { beforeMonthEnds } = plan;
    this.#start = beforeMonthEnds === null ? START : MONTHS_END - beforeMonthEnds * MINUTE;
    this.#timeline = new Timeline(new Chance(plan.chance), this.#start);
    this.#database = new Database(store, this.#timeline);
    this.#bank = new Bank(this.#timeline, (key) => {
      for (const wrong of unallowed(key, this.#bank.effects, this.#database.mirror)) this.#violate(wrong);
    });
    this.#meter = new Meter(this.#timeline.chance, (model) => this.#onBill(model));
    this.#people = new People(this.#database, this.#timeline);
  }

  async play(): Promise<Played> {
    try {
      await this.#playOn();
    } catch (error) {
      if (!(error instanceof NoEnd)) throw error;
      this.#violate(`no end: it still goes on after ${MOST_COMMITS} commits`);
    }
    const effects = this.#bank.effects.size;
    return {
      ...this.#counted,
      effects,
      violations: [...this.#violations],
      log: this.#log,
      repaired: this.#repaired,
    };
  }

  async #playOn(): Promise<void> {
    const { seats, commits } = populate(this.#plan, this.#id);
    for (const { chat, tenantId } of seats) this.#tenantOf.set(chat.uid, tenantId);
    for (const writes of commits) await this.#database.commit(writes, 'the beginning');
    this.#watch();
    for (let n = 0; n < this.#plan.processes; n += 1) this.#startProcess();
    this.#schedule(seats);
    await this.#playUntil(this.#start + TROUBLE_MS);
    this.#isTroubled = false;
    this.#bank.isTroubled = false;
    await this.#comeToRest('after the trouble', REST_MS);
    // Nobody answers what is still asked: it expires.
    this.#timeline.now += WEEK;
    await this.#comeToRest('a week later', REST_MS);
    for (const wrong of unsettled(this.#bank.effects, this.#database.mirror)) this.#violate(wrong);
  }

  async #playUntil(until: number): Promise<void> {
    while (this.#timeline.now < until) {
      await this.#timeline.play(Math.min(until, this.#timeline.now + MINUTE));
      if (this.#counted.commits > MOST_COMMITS) throw new NoEnd();
    }
  }

  /** Every commit is looked at, and sets off what it would set off. */
  #watch(): void {
    const { mirror } = this.#database;
    this.#database.onCommitted = (writes, changes, by) => {
      this.#counted.commits += 1;
      this.#note(`${by} wrote ${writes.map(({ op, path }) => `${op} ${shortOf(path)}`).join(', ')}`);
      const { now } = this.#timeline;
      const wrong = [broken, trespasses].flatMap((check) => check(changes, mirror, now));
      for (const one of [...wrong, ...this.#switchedOff.check(changes, mirror, now)]) this.#violate(one);
      this.#mayDie(by);
      for (const event of writes.flatMap(eventsOf)) this.#fire(event);
    };
  }

  #mayDie(name: string): void {
    const left = this.#dying.get(name);
    if (left === undefined) return;
    this.#dying.set(name, left - 1);
    if (left > 0) return;
    this.#dying.delete(name);
    this.#kill(this.#processes.find((one) => one.name === name));
  }

  #onBill(model: string): void {
    const { mirror } = this.#database;
    const owner = [...this.#tenantOf.values()].find((one) => modelOf(one) === model);
    if (owner === undefined) return;
    for (const wrong of unpaid(owner, this.#meter.billed(model), mirror)) this.#violate(wrong);
  }

  #violate(wrong: string): void {
    this.#violations.add(wrong);
    this.#note(`BROKEN ${wrong}`);
  }

  /** Ids that are made up on the way are told apart, and are the same from the same seed. */
  #note(said: string): void {
    const line = said.replaceAll(MADE_UP, (id) => {
      const known = this.#named.get(id) ?? `job${this.#named.size}`;
      this.#named.set(id, known);
      return known;
    });
    this.#log.push(`${((this.#timeline.now - this.#start) / 1_000).toFixed(3)} ${line}`);
  }

  #startProcess(): Process {
    const { trouble, habits } = this.#plan;
    const { chance } = this.#timeline;
    this.#started += 1;
    const often = (share: number) => this.#isTroubled && chance.happens(share);
    const started = new Process({
      name: `process${this.#started}`,
      database: this.#database,
      timeline: this.#timeline,
      weather: {
        latencyMs: () => (often(trouble.stuck) ? chance.ms(1_000, 100_000) : chance.ms(1, 40)),
        isDown: () => this.#isTroubled && trouble.outages.some((one) => this.#isWithin(one)),
        losesAnswer: () => often(trouble.answersLost),
        losesNews: () => often(trouble.newsLost),
      },
      models: (process) =>
        this.#meter.models(
          new MisbehavingModel({
            chance,
            process,
            habits: () => (this.#isTroubled ? habits : null),
            anyIds: () => anyIds(this.#database.mirror),
            onRequest: (request) => this.#onRequest(request),
          }),
        ),
      tools: (process) => this.#bank.tools(process),
      skewMs: chance.ms(-trouble.skewMs, trouble.skewMs),
      sabotage: sabotaged(this.#without),
      // Where in the code an error arose is no part of the world.
      log: (level, line, fields) =>
        this.#note(`${level} ${line} ${JSON.stringify({ ...fields, at: undefined })}`),
    });
    this.#processes.push(started);
    return started;
  }

  #isWithin({ from, ms }: { from: number; ms: number }): boolean {
    const at = this.#timeline.now - this.#start;
    return at >= from && at < from + ms;
  }

  #onRequest({ instructions, messages }: ModelRequest): void {
    this.#counted.modelCalls += 1;
    const text = [instructions, ...messages.map(({ content }) => content)].join('\n');
    for (const wrong of mixedIn(text, this.#tenantOf)) this.#violate(wrong);
  }

  #schedule(seats: readonly Seat[]): void {
    for (const action of this.#plan.actions) {
      const seat = seats[action.chat % seats.length];
      if (!seat) continue;
      const at = this.#plan.bursts ? action.at - (action.at % BURST) : action.at;
      this.#timeline.after(at, () => {
        this.#note(`${seat.chat.uid} does: ${action.deed} (${action.which})`);
        return isForAdmins(action.deed) ? this.#administer(seat, action) : this.#people.act(seat, action);
      });
    }
    for (const { at, which } of this.#plan.trouble.kills) {
      this.#timeline.after(at, () => this.#kill(this.#processes[which % this.#processes.length]));
    }
    this.#timeline.after(MINUTE, () => this.#sweepEveryMinute());
  }

  /** An admin acts, by one of the processes; the page waits for what the callable says, and nobody else does. */
  #administer(seat: Seat, { deed }: Action): void {
    const process = this.#someWorker();
    const { engine } = process;
    administer({ store: engine.store, now: () => engine.now() }, seat, deed)
      .then(async (job) => {
        if (job !== null) await process.begin(job);
        if (deed === 'join again') await this.#people.openAnother(seat);
      })
      .catch((error: unknown) => this.#note(`${deed} failed: ${String(error)}`));
  }

  /** A process that does a job, and may be killed after any of its next commits. */
  #someWorker(): Process {
    const { chance } = this.#timeline;
    const process = chance.pick(this.#processes) ?? this.#startProcess();
    const isCut = this.#isTroubled && chance.happens(this.#plan.trouble.jobsCut);
    if (isCut) this.#dying.set(process.name, chance.below(4));
    return process;
  }

  #kill(process: Process | undefined): void {
    if (!process) return;
    this.#counted.kills += 1;
    this.#note(`${process.name} is killed`);
    process.kill();
    this.#processes = this.#processes.filter((one) => one !== process);
    this.#startProcess();
  }

  #sweepEveryMinute(): void {
    this.#timeline.after(MINUTE, () => this.#sweepEveryMinute());
    if (this.#isRepaired) this.#repair();
    const isAway = this.#isTroubled && this.#plan.trouble.sweeperAway.some((one) => this.#isWithin(one));
    if (isAway || this.#without.includes('sweeper')) return;
    this.#goOnWithJobs();
    this.#timeline.chance
      .pick(this.#processes)
      ?.sweep()
      .then(
        (rescues) => {
          this.#counted.rescues += rescues;
        },
        (error: unknown) => this.#note(`a sweep failed: ${String(error)}`),
      );
  }

  #goOnWithJobs(): void {
    const isLeft = [...this.#database.mirror.entries()].some(([path]) => path.includes('/jobs/'));
    if (!isLeft) return;
    this.#someWorker()
      .goOnWithJobs()
      .catch((error: unknown) => this.#note(`jobs failed: ${String(error)}`));
  }

  #repair(): void {
    this.#timeline.chance
      .pick(this.#processes)
      ?.repair()
      .then(
        (repaired) => this.#repaired.push(...repaired.map(({ rule, says }) => `${rule}: ${says}`)),
        (error: unknown) => this.#note(`a repair failed: ${String(error)}`),
      );
  }

  /** An event is on its way: it may come late, twice, or never. */
  #fire(event: TriggerEvent): void {
    const { trouble } = this.#plan;
    const { chance } = this.#timeline;
    const often = (share: number) => this.#isTroubled && chance.happens(share);
    if (often(trouble.lost)) {
      this.#note(`lost: ${event.trigger} for ${shortOf(event.path)}`);
      if (event.trigger === 'resume') this.#lostWakes.add(event.path);
      return;
    }
    const times = often(trouble.twice) ? 2 : 1;
    for (let n = 0; n < times; n += 1) {
      const delay = often(trouble.late) ? chance.ms(1_000, 5 * MINUTE) : chance.ms(5, 300);
      this.#timeline.after(delay, () => this.#deliver(event, 0));
    }
  }

  /** What fails is delivered again, and so is what was being delivered to a process that was killed. */
  #deliver(event: TriggerEvent, tried: number): void {
    const { chance } = this.#timeline;
    const process = chance.pick(this.#processes);
    const [, uid = '', , chatId = ''] = event.path.split('/');
    const ref: ActorRef = { uid, chatId, actorId: event.actorId };
    const again = () => this.#timeline.after(chance.ms(1_000, 30_000), () => this.#deliver(event, tried + 1));
    let isOver = false;
    process?.deliver(ref, event.trigger === 'resume' ? event.path : null).then(
      () => {
        isOver = true;
      },
      (error: unknown) => {
        isOver = true;
        this.#note(`${event.trigger} for ${shortOf(event.path)} failed: ${String(error)}`);
        if (tried < 10) again();
      },
    );
    // Two minutes after a process was killed, the platform gives its events to another.
    this.#timeline.after(11 * MINUTE, () => {
      if (!isOver && process && !process.isAlive && tried < 10) again();
    });
  }

  async #comeToRest(when: string, withinMs: number): Promise<void> {
    const until = this.#timeline.now + withinMs;
    let wrong: string[] = [];
    do {
      await this.#playUntil(this.#timeline.now + 5 * MINUTE);
      wrong = this.#wrongAtRest();
    } while (wrong.length > 0 && this.#timeline.now < until);
    for (const one of wrong) this.#violate(`${when}: ${one}`);
  }

  #wrongAtRest(): string[] {
    const { mirror } = this.#database;
    const { now } = this.#timeline;
    return [
      ...mirror.chats.flatMap((chat) => unsound(chat, mirror, this.#lostWakes, now)),
      ...unended(mirror),
      ...hoarded(mirror),
    ];
  }
}

/** The part of a path that tells documents of one world apart. */
const shortOf = (path: string) =>
  path.replace(/^users\/(\w+)\/orch-chats\/\w+/u, '$1').replace(MOTHER, 'mother');
