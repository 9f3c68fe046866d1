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
import { idOfMail, messageOfStep, post, type Incoming, type Turn } from '../machine/draft.ts';
import { decideTurn, speaks, type Exchange, type TurnEvent } from '../machine/turn.ts';
import type { ModelAnswer } from '../model/index.ts';
import { remove, set, update } from '../store/documents.ts';
import type { Write } from '../store/port.ts';
import type { TenantView } from '../tenants/catalogue.ts';
import type { ActorDocument } from './actor-document.ts';
import { claimed, released } from './actor-state.ts';
import { auditedOf, outcomeOf } from './audited.ts';
import type { Engine } from './engine.ts';
import { handOver, leaveToAnother, mustHandOver } from './hand-over.ts';
import type { Invocation } from './invocation.ts';
import { WorldMoved } from './losses.ts';
import { callModel, type Called } from './model-call.ts';
import type { MotherCommits } from './mother-commits.ts';
import { listenMeanwhile } from './mother-listening.ts';
import { motherRequest } from './mother-request.ts';
import { settleMail } from './mother-settling.ts';
import { newMessage } from './mother-writes.ts';
import { PartsWriter } from './parts.ts';
import { Recorder } from './recorder.ts';
import { TurnClock } from './turn-clock.ts';

/** One handling of Mother's mail by one owner. */
export class MotherSession {
  readonly #mother: MotherCommits;
  readonly #engine: Engine;
  readonly #invocation: Invocation;
  readonly #ref: ActorRef;
  readonly #document: ActorDocument<MotherState>;
  readonly #tenant: TenantView;
  /** What the last record says of the run. */
  #ended: Pick<Run, 'outcome' | 'error'> = { outcome: 'released', error: null };

  constructor(mother: MotherCommits, invocation: Invocation) {
    this.#mother = mother;
    this.#engine = mother.engine;
    this.#invocation = invocation;
    this.#ref = mother.ref;
    this.#document = mother.document;
    this.#tenant = mother.tenant;
  }

  /** Gives whether to look for more mail. */
  async handle(mail: readonly Incoming[]): Promise<boolean> {
    const rest = await settleMail(this.#mother, mail);
    if (rest.length === 0) return true;
    const { dueAt } = this.#document.state;
    if (dueAt !== null && dueAt > this.#engine.now()) return false;
    if (mustHandOver(this.#engine, this.#invocation)) {
      await leaveToAnother(this.#engine, this.#ref, this.#document.state);
      return false;
    }
    return this.#takeTurn(rest);
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
        const kept = { mail: mail.map(idOfMail), answers: got };
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
    return this.#mother.decided(async () => {
      const world = await this.#mother.view.see(this.#document.state, turn.mail, answers);
      const committed = await this.#mother.commit((state) => {
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
    const mail = turn.mail.map(idOfMail);
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
    const world = await this.#mother.view.see(this.#document.state, turn.mail, []);
    const model = await this.#engine.models.of(this.#tenant.orchestration);
    const view = withPersona(this.#tenant, model.persona);
    const { tools } = this.#engine;
    const request = motherRequest(this.#document.state, turn, exchanges, world, view, tools);
    const stopped = new AbortController();
    const stopListening = listenMeanwhile(this.#engine, this.#ref, turn, {
      onStop: () => stopped.abort(),
      settle: (urgent) => settleMail(this.#mother, urgent),
    });
    let tried = 0;
    let text = '';
    this.#invocation.hasBegun = true;
    try {
      const called = await callModel(this.#engine, this.#invocation, this.#document, {
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
    { at, failing }: Extract<Called, { kind: 'later' }>,
    recorder: Recorder,
  ): Promise<void> {
    const { messageId } = turn;
    const path = messageId === null ? null : paths.messages.one(this.#ref, messageId);
    const writes = [
      this.#record(turn, 'released', null, recorder),
      ...(path === null ? [] : [update<AssistantMessage>(path, { retryAt: at })]),
    ];
    await this.#document.change((state) => ({ next: { ...released(state), failing, dueAt: at }, writes }));
  }
}

/** With the persona of the admin agent before what the tenant adds. */
const withPersona = (view: TenantView, persona: string): TenantView => ({
  ...view,
  orchestration: {
    ...view.orchestration,
    persona: [persona, view.orchestration.persona].filter((one) => one !== '').join('\n\n'),
  },
});

/** The mail of the turn that was handed over, if all of it is still there; what came since has the next turn. */
function begunIn({ turn }: MotherState, mail: readonly Incoming[]): readonly Incoming[] | null {
  if (!turn) return null;
  const ids = new Set(turn.mail);
  const begun = mail.filter((one) => ids.has(idOfMail(one)));
  return begun.length === ids.size ? begun : null;
}
