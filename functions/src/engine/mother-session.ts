import {
  MOTHER,
  limits,
  paths,
  type ActorRef,
  type AssistantMessage,
  type ErrorCode,
  type MotherState,
  type Run,
  type RunStep,
} from '../contracts/index.ts';
import { messageOfStep, post, type Incoming, type Turn } from '../machine/draft.ts';
import type { MotherEffect } from '../machine/effects.ts';
import { route } from '../machine/routing.ts';
import { decideTurn, speaks, type Exchange, type TurnEvent } from '../machine/turn.ts';
import type { ModelAnswer } from '../model/index.ts';
import { remove, set, update } from '../store/documents.ts';
import { Unstorable, type Write } from '../store/port.ts';
import type { TenantView } from '../tenants/catalogue.ts';
import type { ActorDocument } from './actor-document.ts';
import { claimed, released } from './actor-state.ts';
import { auditedOf, handledBy } from './audited.ts';
import type { Engine } from './engine.ts';
import { handOver, leaveToAnother, mustHandOver } from './hand-over.ts';
import type { Invocation } from './invocation.ts';
import { WorldMoved } from './losses.ts';
import { callModel, type Called } from './model-call.ts';
import { refusalOf } from './mother-mail.ts';
import { listenMeanwhile } from './mother-listening.ts';
import { motherRequest } from './mother-request.ts';
import { motherWrites, newMessage, woken } from './mother-writes.ts';
import { PartsWriter } from './parts.ts';
import { Recorder, runIdOf, settledRunId } from './recorder.ts';
import { TurnClock } from './turn-clock.ts';
import { WorldView } from './world.ts';

type Mother = ActorDocument<MotherState>;

/** How often a decision is made again because a task or a question moved under it. */
const DECISIONS = 6;

/** One handling of Mother's mail by one owner. */
export class MotherSession {
  readonly #engine: Engine;
  readonly #invocation: Invocation;
  readonly #ref: ActorRef;
  readonly #document: Mother;
  readonly #tenant: TenantView;
  #view: WorldView;
  /** What the last record says of the run. */
  #ended: Pick<Run, 'outcome' | 'error'> = { outcome: 'released', error: null };

  constructor(engine: Engine, invocation: Invocation, ref: ActorRef, document: Mother, tenant: TenantView) {
    this.#engine = engine;
    this.#invocation = invocation;
    this.#ref = ref;
    this.#document = document;
    this.#tenant = tenant;
    this.#view = this.#newView();
  }

  /** Gives whether to look for more mail. */
  async handle(mail: readonly Incoming[]): Promise<boolean> {
    const rest = await this.#settle(mail);
    if (rest.length === 0) return true;
    const { dueAt } = this.#document.state;
    if (dueAt !== null && dueAt > this.#engine.now()) return false;
    if (mustHandOver(this.#engine, this.#invocation)) {
      await leaveToAnother(this.#engine, this.#ref, this.#document.state);
      return false;
    }
    return this.#takeTurn(rest);
  }

  #newView(): WorldView {
    return new WorldView(this.#engine, this.#ref, this.#tenant, this.#document.state.tenantId);
  }

  /** Does something that commits; when the world has moved under it, again with a new view of it. */
  async #decided<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === DECISIONS) throw error;
        this.#engine.log.write('world_moved', { tried });
        this.#view = this.#newView();
      }
    }
  }

  /** System 1: what needs no model, in one guarded commit. Gives the rest. */
  async #settle(mail: readonly Incoming[]): Promise<readonly Incoming[]> {
    try {
      return await this.#settleTogether(mail);
    } catch (error) {
      if (!(error instanceof WorldMoved || error instanceof Unstorable)) throw error;
      if (error instanceof WorldMoved && (await this.#countAttempt())) throw error;
      return this.#settleApart(mail);
    }
  }

  /** Counts a commit that could not be stored, in however many processes; gives whether it may be tried again. */
  async #countAttempt(): Promise<boolean> {
    await this.#document.change((state) => ({
      next: { ...state, attempts: state.attempts + 1 },
      writes: [],
    }));
    return this.#document.state.attempts <= limits.attempts;
  }

  /** One by one, so that what can never be stored is refused alone. */
  async #settleApart(mail: readonly Incoming[]): Promise<readonly Incoming[]> {
    const rest: Incoming[] = [];
    for (const one of mail) {
      try {
        rest.push(...(await this.#settleTogether([one])));
      } catch (error) {
        if (!(error instanceof WorldMoved || error instanceof Unstorable)) throw error;
        this.#engine.log.write('mail_given_up', { mail: idsOf([one]) });
        await this.#document.change((state) => ({ next: state, writes: [refusalOf(this.#ref, one)] }));
      }
    }
    await this.#document.change((state) => ({ next: { ...state, attempts: 0 }, writes: [] }));
    return rest;
  }

  #settleTogether(mail: readonly Incoming[]): Promise<readonly Incoming[]> {
    return this.#decided(async () => {
      const world = await this.#view.see(this.#document.state, mail, []);
      let rest = mail;
      const committed = await this.#commit((state) => {
        const routed = route(state, mail, world);
        rest = routed.rest;
        const { next, effects } = routed;
        return effects.length === 0 ? null : { next, effects, writes: this.#recordSettled(state, effects) };
      });
      // What was seen before is no longer so: the turn that follows, or goes on meanwhile, looks anew.
      if (committed) this.#view = this.#newView();
      return rest;
    });
  }

  /** What is decided without a model has a run of its own, if it belongs on record at all. */
  #recordSettled(state: MotherState, effects: readonly MotherEffect[]): Write[] {
    const decided = auditedOf(effects);
    if (decided.length === 0) return [];
    const { tenantId, epoch } = state;
    const now = this.#engine.now();
    const outcome = outcomeOf([], effects, null);
    const run = { tenantId, epoch, mail: handledBy(effects), outcome, error: null, now };
    return [new Recorder(now).write(this.#ref, run, decided, settledRunId(this.#ref, state))];
  }

  /** Commits a decision of Mother's, and then wakes those it is mail for. */
  async #commit(decide: (state: MotherState) => Decided | null): Promise<boolean> {
    let toWake: string[] = [];
    const committed = await this.#document.change((state) => {
      const decided = decide(state);
      if (!decided) return null;
      toWake = woken(decided.effects);
      const runId = runIdOf(this.#ref, state.epoch);
      const target = { chat: this.#ref, tenantId: state.tenantId, runId, versions: this.#view.versions };
      return {
        next: decided.next,
        writes: [...motherWrites(target, decided.effects, decided.next), ...decided.writes],
      };
    });
    for (const actorId of toWake) this.#invocation.wake({ ...this.#ref, actorId });
    return committed !== null;
  }

  /** System 2: claims Mother, asks the model, and commits what follows. Gives whether to look for more mail. */
  async #takeTurn(all: readonly Incoming[]): Promise<boolean> {
    const begun = begunIn(this.#document.state, all);
    const mail = begun ?? all;
    const turn = await this.#claim(mail);
    if (!turn) return false;
    const model = await this.#engine.models.of(this.#tenant.orchestration);
    const by = { agentId: model.adminAgentId, agentName: model.name, agentVersion: null };
    const recorder = new Recorder(this.#engine.now(), by);
    const clock = new TurnClock(turn, this.#engine.now());
    const isOver = await this.#think(turn, begun !== null, recorder, clock);
    const now = this.#engine.now();
    const figures = { mail: mail.length, ...clock.latency(now, isOver), ...recorder.figures(now) };
    this.#engine.log.write('run', { kind: 'mother', ...this.#ended, ...figures });
    return isOver;
  }

  /** Asks the model until there is something to commit. False: another invocation goes on with it. */
  async #think(turn: Turn, isBegun: boolean, recorder: Recorder, clock: TurnClock): Promise<boolean> {
    const { mail } = turn;
    const { state } = this.#document;
    const handedOver = isBegun ? (state.turn?.answers ?? []) : [];
    const answers: (ModelAnswer | { failed: ErrorCode } | { stopped: string })[] = [...handedOver];
    if (state.attempts > limits.attempts) {
      this.#engine.log.write('step_given_up', { attempts: state.attempts });
      answers.push({ failed: 'interrupted' });
    }
    const parts =
      turn.messageId === null ? null : new PartsWriter(this.#engine, this.#ref, turn.messageId, state.epoch);
    for (;;) {
      const exchanges = await this.#conclude(turn, answers, recorder);
      if (exchanges === null) return true;
      if (mustHandOver(this.#engine, this.#invocation)) {
        const got = answers.flatMap((one) =>
          !('toolCalls' in one) ? [] : [{ ...one, toolCalls: [...one.toolCalls] }],
        );
        if (JSON.stringify(got).length > limits.keptLength) {
          answers.push({ failed: 'too_many_steps' });
          continue;
        }
        const kept = { mail: idsOf(mail), answers: got };
        const record = this.#record(turn, 'released', null, recorder);
        await handOver(this.#engine, this.#ref, this.#document, record, (before) => ({
          ...before,
          turn: kept,
        }));
        return false;
      }
      const called = await this.#ask(turn, exchanges, recorder, parts, clock);
      if (called.kind === 'later') {
        await this.#postpone(turn, called, recorder);
        return false;
      }
      if (called.kind === 'stopped') answers.push({ stopped: called.text });
      else answers.push(called.kind === 'answer' ? called.answer : { failed: called.code });
    }
  }

  /** Takes the lease, and shows that she works: with what she replies to, before the model is asked. */
  async #claim(mail: readonly Incoming[]): Promise<Turn | null> {
    const { isNew } = this.#document;
    const messageId = speaks(mail) ? messageOfStep(this.#document.state.step) : null;
    const inReplyTo = mail.filter((one) => one.kind === 'message').map(({ id }) => id);
    const taskIds = mail.filter((one) => one.kind === 'finished').map(({ taskId }) => taskId);
    const kind = inReplyTo.length > 0 ? 'text' : 'result';
    const streaming = newMessage(post({ kind, content: '', status: 'streaming', inReplyTo, taskIds }));
    const writes =
      messageId === null ? [] : [set<AssistantMessage>(paths.messages.one(this.#ref, messageId), streaming)];
    const owner = this.#engine.nonce();
    await this.#document.change((state) => ({ next: claimed(state, owner, this.#engine.now()), writes }));
    return isNew && !(await this.#stillThere(messageId)) ? null : { mail, messageId };
  }

  /** A chat that was deleted or closed meanwhile must not come to life with Mother's first state. */
  async #stillThere(messageId: string | null): Promise<boolean> {
    const chat = await this.#engine.store.get(paths.chat(this.#ref));
    if (chat?.data['access'] === 'open') return true;
    const made = messageId === null ? [] : [paths.messages.one(this.#ref, messageId)];
    await this.#engine.store.commit([paths.states.one(this.#ref, MOTHER), ...made].map(remove));
    return false;
  }

  /** Decides on the answers so far. Null: the turn is over and committed. Else: what to ask the model after. */
  #conclude(
    turn: Turn,
    answers: readonly TurnEvent[],
    recorder: Recorder,
  ): Promise<readonly Exchange[] | null> {
    return this.#decided(async () => {
      const world = await this.#view.see(this.#document.state, turn.mail, answers);
      const committed = await this.#commit((state) => {
        const decision = decideTurn(state, turn, answers, world);
        if (decision.next === 'call') return null;
        const next = {
          ...released(decision.state),
          step: state.step + 1,
          attempts: 0,
          dueAt: null,
          turn: null,
        };
        const { effects, error } = decision;
        return {
          next,
          effects,
          writes: [
            this.#record(turn, outcomeOf(answers, effects, error), error, recorder, auditedOf(effects)),
          ],
        };
      });
      if (committed) return null;
      const decision = decideTurn(this.#document.state, turn, answers, world);
      if (decision.next === 'call') return decision.exchanges;
      throw new WorldMoved('The decision changed while it was made');
    });
  }

  #record(
    turn: Turn,
    outcome: Run['outcome'],
    error: ErrorCode | null,
    recorder: Recorder,
    decided: readonly RunStep[] = [],
  ): Write {
    const { tenantId, epoch } = this.#document.state;
    this.#ended = { outcome, error };
    const mail = idsOf(turn.mail);
    const run = { tenantId, epoch, mail, outcome, error, now: this.#engine.now() };
    return recorder.write(this.#ref, run, decided);
  }

  /** One more model call of this turn. */
  async #ask(
    turn: Turn,
    exchanges: readonly Exchange[],
    recorder: Recorder,
    parts: PartsWriter | null,
    clock: TurnClock,
  ): Promise<Called | { kind: 'stopped'; text: string }> {
    const world = await this.#view.see(this.#document.state, turn.mail, []);
    const model = await this.#engine.models.of(this.#tenant.orchestration);
    const view = withPersona(this.#tenant, model.persona);
    const { tools } = this.#engine;
    const request = motherRequest(this.#document.state, turn, exchanges, world, view, tools);
    const stopped = new AbortController();
    const stopListening = listenMeanwhile(this.#engine, this.#ref, turn, {
      onStop: () => stopped.abort(),
      settle: (urgent) => this.#settle(urgent),
    });
    let tried = 0;
    let text = '';
    this.#invocation.hasBegun = true;
    try {
      const called = await callModel(this.#engine, this.#document, {
        request,
        recorder,
        signal: stopped.signal,
        onText: (delta, nth) => {
          if (nth !== tried) {
            parts?.begin();
            text = '';
          }
          tried = nth;
          text += delta;
          clock.words(this.#engine.now());
          parts?.add(delta);
        },
      });
      return stopped.signal.aborted ? { kind: 'stopped', text } : called;
    } finally {
      await Promise.all([stopListening(), parts?.close()]);
    }
  }

  /** The provider wants a longer pause: gives the lease back until then, and says so. */
  async #postpone(
    turn: Turn,
    { at, attempts }: Extract<Called, { kind: 'later' }>,
    recorder: Recorder,
  ): Promise<void> {
    const { messageId } = turn;
    const path = messageId === null ? null : paths.messages.one(this.#ref, messageId);
    const writes = [
      this.#record(turn, 'released', null, recorder),
      ...(path === null ? [] : [update<AssistantMessage>(path, { retryAt: at })]),
    ];
    await this.#document.change((state) => ({ next: { ...released(state), attempts, dueAt: at }, writes }));
  }
}

function outcomeOf(
  events: readonly TurnEvent[],
  effects: readonly MotherEffect[],
  error: ErrorCode | null,
): Run['outcome'] {
  if (events.some((one) => 'stopped' in one)) return 'stopped';
  if (error !== null) return 'failed';
  return effects.some(({ type }) => type === 'start_task') ? 'delegated' : 'answered';
}

/** With the persona of the admin agent before what the tenant adds. */
const withPersona = (view: TenantView, persona: string): TenantView => ({
  ...view,
  orchestration: {
    ...view.orchestration,
    persona: [persona, view.orchestration.persona].filter((one) => one !== '').join('\n\n'),
  },
});

type Decided = {
  readonly next: MotherState;
  readonly effects: readonly MotherEffect[];
  readonly writes: readonly Write[];
};

const idsOf = (mail: readonly Incoming[]) =>
  mail.map((one) => (one.kind === 'message' ? one.id : one.mailId));

/** The mail of the turn that was handed over, if all of it is still there; what came since has the next turn. */
function begunIn({ turn }: MotherState, mail: readonly Incoming[]): readonly Incoming[] | null {
  if (!turn) return null;
  const ids = new Set(turn.mail);
  const begun = mail.filter((one) => ids.has(one.kind === 'message' ? one.id : one.mailId));
  return begun.length === ids.size ? begun : null;
}
