import { MOTHER, type ActorRef } from '../../src/contracts/index.ts';
import type { ModelRequest } from '../../src/model/index.ts';
import type { Store } from '../../src/store/port.ts';
import { eventsOf, type TriggerEvent } from '../support/dispatcher.ts';
import { unsettled, unsound } from './at-rest.ts';
import { Bank } from './bank.ts';
import { Database } from './database.ts';
import { broken } from './invariants.ts';
import { MisbehavingModel } from './model.ts';
import { anyIds, People } from './people.ts';
import { type Plan, TROUBLE_MS } from './plan.ts';
import { Process } from './process.ts';
import { type Protection, sabotaged } from './protections.ts';
import { Chance, Timeline } from './timeline.ts';
import { MARK, populate, type Seat } from './world-data.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5, 9);
/** Ten times what the busiest of worlds comes to. */
const MOST_COMMITS = 5_000;
/** After the last trouble everything has to come to rest within this. */
const REST_MS = 60 * MINUTE;
const WEEK = 7 * 24 * 60 * MINUTE;

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
    this.#timeline = new Timeline(new Chance(plan.chance), START);
    this.#database = new Database(store, this.#timeline);
    this.#bank = new Bank(this.#timeline);
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
    await this.#playUntil(START + TROUBLE_MS);
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
      for (const wrong of broken(changes, mirror, this.#timeline.now)) this.#violate(wrong);
      for (const event of writes.flatMap(eventsOf)) this.#fire(event);
    };
  }

  #violate(wrong: string): void {
    this.#violations.add(wrong);
    this.#note(`BROKEN ${wrong}`);
  }

  #note(line: string): void {
    this.#log.push(`${((this.#timeline.now - START) / 1_000).toFixed(3)} ${line}`);
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
      model: (process) =>
        new MisbehavingModel({
          chance,
          process,
          habits: () => (this.#isTroubled ? habits : null),
          anyIds: () => anyIds(this.#database.mirror),
          onRequest: (request) => this.#onRequest(request),
        }),
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
    const at = this.#timeline.now - START;
    return at >= from && at < from + ms;
  }

  /** A model is shown what belongs to one person and their tenant, and nothing else. */
  #onRequest({ instructions, messages }: ModelRequest): void {
    this.#counted.modelCalls += 1;
    const text = [instructions, ...messages.map(({ content }) => content)].join('\n');
    const marks = [...new Set([...text.matchAll(MARK)].map(([, id = '']) => id))];
    const people = marks.filter((id) => this.#tenantOf.has(id));
    const tenants = marks.filter((id) => !this.#tenantOf.has(id));
    if (people.length > 1 || tenants.length > 1)
      this.#violate(`a prompt holds what is of ${marks.join(', ')}`);
    const [person] = people;
    const [tenant] = tenants;
    if (person !== undefined && tenant !== undefined && this.#tenantOf.get(person) !== tenant)
      this.#violate(`a prompt of ${person} holds what is of ${tenant}`);
  }

  #schedule(seats: readonly Seat[]): void {
    for (const action of this.#plan.actions) {
      const seat = seats[action.chat % seats.length];
      if (!seat) continue;
      this.#timeline.after(action.at, () => {
        this.#note(`${seat.chat.uid} does: ${action.deed} (${action.which})`);
        return this.#people.act(seat, action);
      });
    }
    for (const { at, which } of this.#plan.trouble.kills) {
      this.#timeline.after(at, () => this.#kill(this.#processes[which % this.#processes.length]));
    }
    this.#timeline.after(MINUTE, () => this.#sweepEveryMinute());
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
    return mirror.chats.flatMap((chat) => unsound(chat, mirror, this.#lostWakes, this.#timeline.now));
  }
}

/** The part of a path that tells documents of one world apart. */
const shortOf = (path: string) =>
  path.replace(/^users\/(\w+)\/orch-chats\/\w+/u, '$1').replace(MOTHER, 'mother');
