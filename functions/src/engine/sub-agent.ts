import {
  AppError,
  MOTHER,
  SCHEMA_VERSION,
  addUsage,
  chat as chatSchema,
  isFinal,
  limits,
  paths,
  question as questionSchema,
  shown,
  subAgentMessage,
  subAgentStatusOf,
  task as taskSchema,
  type ActorRef,
  type Chat,
  type ErrorCode,
  type Run,
  type RunStep,
  type SubAgent,
  type SubAgentMessage,
  type SubAgentState,
  type Task,
  type Usage,
} from '../contracts/index.ts';
import type { SubAgentEffect } from '../machine/effects.ts';
import { askConsent, decideStep, ended, planSubAgent, type SubAgentDecision } from '../machine/sub-agent.ts';
import type { Answer } from '../machine/turn.ts';
import type { ModelAnswer } from '../model/index.ts';
import { parse, read, update, type Read } from '../store/documents.ts';
import { SERVER_TIME, type Version, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { ActorDocument } from './actor-document.ts';
import { auditedOf } from './audited.ts';
import { hear, mailIn, unreadBy, type Taken } from './hearing.ts';
import { answerWithoutModel, subAgentRequest } from './sub-agent-request.ts';
import { claimed, isLapsed, isLeased, parseSubAgent, released } from './actor-state.ts';
import type { Engine } from './engine.ts';
import { handOver, leaveToAnother, mustHandOver } from './hand-over.ts';
import type { Invocation } from './invocation.ts';
import { WorldMoved } from './losses.ts';
import { callModel, type Called } from './model-call.ts';
import { runningChange } from './mother-writes.ts';
import { transcriptPath } from './new-task.ts';
import { Recorder } from './recorder.ts';
import { byAgent, noteLost, recordOfLost } from './lost-calls.ts';
import { runCalls, type Ran } from './run-calls.ts';
import { isMail, subAgentWrites } from './sub-agent-writes.ts';
import { failUnread } from './unreadable.ts';

type Self = ActorDocument<SubAgentState>;

/** How often it looks again when what it found has moved before it could begin. */
const LOOKS = 3;

/** How often a step is decided again because its task moved under it. */
const DECISIONS = 6;

const nothingRan: Ran = { kind: 'results', results: new Map() };

type Settled = Exclude<Ran, { kind: 'ended' }>;

/** Wakes one sub-agent. It goes on from where its state says it stands, whoever left it there. */
export async function wakeSubAgent(engine: Engine, invocation: Invocation, ref: ActorRef): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await goOn(engine, invocation, ref);
    } catch (error) {
      if (error instanceof AppError) return failUnread(engine, invocation, ref, error);
      // What it was about to do is no longer so: it was answered, or ended, in that moment. It looks again.
      if (!(error instanceof WorldMoved) || tried === LOOKS) throw error;
      engine.log.write('world_moved', { tried });
    }
  }
}

async function goOn(engine: Engine, invocation: Invocation, ref: ActorRef): Promise<void> {
  const document = await ActorDocument.open(engine, ref, parseSubAgent);
  if (!document || document.state.phase === 'ended' || isLeased(document.state, engine.now())) return;
  const task = await read(engine.store, paths.tasks.one(ref, document.state.taskId), taskSchema);
  if (!task) return;
  await new Session(engine, invocation, ref, document, task).run();
}

/** One sub-agent in the hands of one owner. */
class Session {
  readonly #engine: Engine;
  readonly #invocation: Invocation;
  readonly #ref: ActorRef;
  readonly #document: Self;
  readonly #recorder: Recorder;
  #task: Read<Task>;
  #transcript: SubAgentMessage[] = [];
  /** What its last record says of the run. */
  #ended: Pick<Run, 'outcome' | 'error'> = { outcome: 'released', error: null };

  constructor(engine: Engine, invocation: Invocation, ref: ActorRef, document: Self, task: Read<Task>) {
    this.#engine = engine;
    this.#invocation = invocation;
    this.#ref = ref;
    this.#document = document;
    this.#task = task;
    this.#recorder = new Recorder(engine.now(), byAgent(document.state));
  }

  async run(): Promise<void> {
    const { state } = this.#document;
    const heard = state.phase === 'waiting' ? await hear(this.#engine, this.#ref, state) : null;
    const plan = planSubAgent(state, this.#task.value, heard?.heard ?? null, this.#engine.now());
    switch (plan.next) {
      case 'rest':
        return this.#forgetLapsedLease();
      case 'stop':
        return this.#stopWhatIsEnded(plan.state, unreadBy(state, heard), mailIn(heard));
      case 'expire':
        return this.#expire(plan.state, plan.effects);
      case 'work': {
        const access = await this.#access();
        // It may be brought back: then it goes on. Else its state goes with the chat.
        if (access === 'deleting') return;
        if (access !== 'open') return this.#close(plan.state, mailIn(heard));
        if (mustHandOver(this.#engine, this.#invocation))
          return leaveToAnother(this.#engine, this.#ref, state);
        await this.#claim(plan.state, heard);
        await this.#work();
        return this.#logRun();
      }
      default:
        return plan satisfies never;
    }
  }

  async #forgetLapsedLease(): Promise<void> {
    if (!isLapsed(this.#document.state, this.#engine.now())) return;
    await this.#document.change((state) => ({ next: released(state), writes: [] }));
  }

  /** Ends without a result. What it was told last, at index `unread`, will not be acted on any more. */
  async #stop(state: SubAgentState, unread: number | null, record: readonly Write[]): Promise<void> {
    await this.#document.change(() => ({
      next: { ...released(state), heeding: null, intent: null },
      writes: [...this.#heed(unread), ...record],
    }));
  }

  #stopWhatIsEnded(state: SubAgentState, unread: number | null, mail: readonly Write[]): Promise<void> {
    const { next, record } = this.#givingUpCalls(state);
    return this.#stop(next, unread, [...record, ...mail]);
  }

  /** Calls whose answers went down with the process before are on record, in a run of their own. */
  #givingUpCalls(next: SubAgentState): { next: SubAgentState; record: readonly Write[] } {
    const record = recordOfLost(this.#engine, this.#ref, this.#document.state);
    return { next: record.length === 0 ? next : { ...next, epoch: next.epoch + 1 }, record };
  }

  #heed(index: number | null): Write[] {
    if (index === null) return [];
    const path = transcriptPath(this.#ref, this.#ref.actorId, index);
    return [{ op: 'update', path, data: { status: 'handled' } }];
  }

  async #access(): Promise<Chat['access'] | null> {
    const chat = await read(this.#engine.store, paths.chat(this.#ref), chatSchema);
    return chat?.value.access ?? null;
  }

  /** The chat is closed: the work ends here. */
  async #close(state: SubAgentState, mail: readonly Write[]): Promise<void> {
    const status = 'cancelled';
    const change = {
      status,
      error: shown('chat_closed'),
      questionId: null,
      finishedAt: SERVER_TIME,
    } as const;
    const subAgent = { status: subAgentStatusOf(status) };
    const { next, record } = this.#givingUpCalls(state);
    await this.#document.change(() => ({
      next: { ...released(ended(next)), heeding: null, intent: null },
      writes: [
        update<Task>(this.#task.path, change, this.#task.version),
        update<SubAgent>(paths.subAgents.one(this.#ref, this.#ref.actorId), subAgent),
        { op: 'update', path: paths.chat(this.#ref), data: runningChange(-1) },
        ...this.#heed(state.heeding),
        ...mail,
        ...record,
      ],
    }));
  }

  async #expire(next: SubAgentState, effects: readonly SubAgentEffect[]): Promise<void> {
    const { questionId } = this.#task.value;
    const question =
      questionId === null
        ? null
        : await read(this.#engine.store, paths.questions.one(this.#ref, questionId), questionSchema);
    // In a run of its own, an epoch further: that of who asked stays as it is.
    const epoch = next.epoch + 1;
    await this.#document.change((state) => ({
      next: { ...released(next), epoch },
      writes: [
        ...subAgentWrites(
          { ref: this.#ref, state, task: this.#task, used: this.#recorder.takeUsage(), question },
          effects,
        ),
        this.#record(outcomeOf(effects), errorOf(effects), auditedOf(effects), epoch),
      ],
    }));
    this.#invocation.wake({ ...this.#ref, actorId: MOTHER });
  }

  /** Takes the lease, and with it what it has heard. */
  async #claim(before: SubAgentState, heard: Taken | null): Promise<void> {
    const owner = this.#engine.nonce();
    const next = claimed(before, owner, this.#engine.now());
    await this.#document.change(() => ({ next, writes: heard?.taken ?? [] }));
    const documents = await this.#engine.store.query(queries.transcript(this.#ref, next.actorId));
    this.#transcript = documents.map((document) => parse(document, subAgentMessage).value);
  }

  /** Step by step: a model call, the tools that it asks for, one commit; until it asks, ends or has to hand over. */
  async #work(): Promise<void> {
    const ended = new AbortController();
    const stopListening = this.#engine.store.listenTo(this.#task.path, (document) => {
      const task = document && taskSchema.safeParse(document.data);
      if (!document || (task?.success && isFinal(task.data.status))) ended.abort();
    });
    await this.#takeSteps(ended.signal).finally(stopListening);
  }

  async #takeSteps(ended: AbortSignal): Promise<void> {
    for (;;) {
      if (ended.aborted) return this.#endUnsettled();
      if (mustHandOver(this.#engine, this.#invocation)) {
        return handOver(this.#engine, this.#ref, this.#document, this.#record(), (state) => state);
      }
      this.#invocation.hasBegun = true;
      const called = await this.#think(ended);
      if (ended.aborted) return this.#endUnsettled();
      if (called.kind === 'later') return this.#postpone(called);
      const ran = called.kind === 'answer' ? await this.#runTools(called.answer, ended) : nothingRan;
      if (ran.kind === 'ended') return;
      const answer: Answer = called.kind === 'answer' ? called.answer : { failed: called.code };
      const decision = await this.#commit(answer, ran);
      if (!decision?.again) return;
    }
  }

  /** What was decided and put on record is done, and the model is not asked again. */
  async #think(signal: AbortSignal): Promise<Called> {
    const { state } = this.#document;
    if (state.attempts > limits.attempts) {
      this.#engine.log.write('step_given_up', { attempts: state.attempts });
      return { kind: 'failed', code: 'interrupted' };
    }
    if (state.intent) return { kind: 'answer', answer: state.intent.answer };
    if (state.agentKind === 'deterministic') return this.#withoutModel(state);
    const request = subAgentRequest(state, this.#transcript, this.#engine.tools);
    return callModel(this.#engine, this.#document, { request, recorder: this.#recorder, signal });
  }

  #withoutModel(state: SubAgentState): Called {
    const { context } = this.#task.value;
    const answer = answerWithoutModel(state, context, this.#transcript, this.#engine.tools);
    return answer ? { kind: 'answer', answer } : { kind: 'failed', code: 'unknown_agent' };
  }

  #runTools(answer: ModelAnswer, ended: AbortSignal): Promise<Ran> {
    return runCalls({
      engine: this.#engine,
      ref: this.#ref,
      recorder: this.#recorder,
      answer,
      ended,
      state: () => this.#document.state,
      change: (next) => this.#whileItGoesOn(next),
      isWanted: () => this.#isWanted(),
    });
  }

  /** Guarded by the task: once somebody has ended it, nothing more is begun. */
  async #whileItGoesOn(next: (state: SubAgentState) => SubAgentState): Promise<boolean> {
    const used = this.#recorder.takeUsage();
    for (let tried = 1; ; tried += 1) {
      const { path, version, value } = this.#task;
      const usage = addUsage(value.usage, used);
      try {
        const versions = await this.#document.change((state) => ({
          next: { ...next(state), leaseEndsAt: this.#engine.now() + limits.leaseMs },
          writes: [update<Task>(path, { usage }, version), this.#record()],
        }));
        if (versions?.[0] === undefined) return !(await this.#taskEnded());
        this.#task = { ...this.#task, version: versions[0], value: { ...value, usage } };
        return true;
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === DECISIONS) throw error;
        this.#engine.log.write('world_moved', { tried });
        if (await this.#taskEnded()) return false;
      }
    }
  }

  /** Null: its task was ended meanwhile, and nothing of this step was written. */
  async #commit(answer: Answer, ran: Settled): Promise<SubAgentDecision | null> {
    const used = this.#recorder.takeUsage();
    if ('failed' in answer) noteLost(this.#engine, this.#recorder, this.#document.state);
    for (let tried = 1; ; tried += 1) {
      const decision = decideOn(this.#document.state, answer, ran, this.#engine.now());
      const { effects } = decision;
      let versions: readonly Version[] | null;
      try {
        versions = await this.#document.change((state) => ({
          next: this.#leased(decision),
          writes: [
            ...subAgentWrites({ ref: this.#ref, state, task: this.#task, used, question: null }, effects),
            this.#record(outcomeOf(effects), errorOf(effects), auditedOf(effects)),
          ],
        }));
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === DECISIONS) throw error;
        this.#engine.log.write('world_moved', { tried });
        if (await this.#taskEnded()) return null;
        continue;
      }
      if (isMail(effects)) this.#invocation.wake({ ...this.#ref, actorId: MOTHER });
      if (decision.again) await this.#remember(effects, used, versions?.[0]);
      return decision;
    }
  }

  /** Between steps the lease goes on; after the last one it is given back in the same commit. */
  #leased({ state, again }: SubAgentDecision): SubAgentState {
    return again ? { ...state, leaseEndsAt: this.#engine.now() + limits.leaseMs } : released(state);
  }

  /** Keeps in hand what was committed: the transcript, and the task's version, which guards the next step. */
  async #remember(
    effects: readonly SubAgentEffect[],
    used: Usage,
    version: Version | undefined,
  ): Promise<void> {
    for (const effect of effects) {
      if (effect.type !== 'say') continue;
      this.#transcript.push({
        schemaVersion: SCHEMA_VERSION,
        ...effect.entry,
        createdAt: this.#engine.now(),
      });
    }
    const { value } = this.#task;
    if (version === undefined) await this.#taskEnded();
    else this.#task = { ...this.#task, version, value: { ...value, usage: addUsage(value.usage, used) } };
  }

  /** Reads the task again: whether nobody has ended it. */
  async #isWanted(): Promise<boolean> {
    const task = await read(this.#engine.store, this.#task.path, taskSchema);
    if (!task || isFinal(task.value.status)) return false;
    this.#task = task;
    return true;
  }

  /** If somebody has ended its task, the sub-agent ends as well. */
  async #taskEnded(): Promise<boolean> {
    if (await this.#isWanted()) return false;
    await this.#end();
    return true;
  }

  /** Somebody has ended its task while it worked. What it had sent by then is on record, and nothing else is kept. */
  #end(): Promise<void> {
    const { state } = this.#document;
    return this.#stop(ended(state), state.heeding, [this.#record('stopped')]);
  }

  /** The same before its calls were looked at: of one that an earlier owner had under way, nobody will hear any more. */
  #endUnsettled(): Promise<void> {
    noteLost(this.#engine, this.#recorder, this.#document.state);
    return this.#end();
  }

  async #postpone({ at, attempts }: Extract<Called, { kind: 'later' }>): Promise<void> {
    await this.#document.change((state) => ({
      next: { ...released(state), attempts, dueAt: at },
      writes: [this.#record()],
    }));
  }

  #logRun(): void {
    const { agentId } = this.#task.value;
    const figures = this.#recorder.figures(this.#engine.now());
    this.#engine.log.write('run', { kind: 'sub_agent', agentId, ...this.#ended, ...figures });
  }

  #record(
    outcome: Run['outcome'] = 'released',
    error: ErrorCode | null = null,
    decided: readonly RunStep[] = [],
    epoch = this.#document.state.epoch,
  ): Write {
    const { tenantId, taskId } = this.#document.state;
    this.#ended = { outcome, error };
    const now = this.#engine.now();
    const run = { tenantId, epoch, mail: [taskId], outcome, error, now };
    return this.#recorder.write(this.#ref, run, decided);
  }
}

const errorOf = (effects: readonly SubAgentEffect[]): ErrorCode | null =>
  effects.find((effect) => effect.type === 'fail')?.error.code ?? null;

function outcomeOf(effects: readonly SubAgentEffect[]): Run['outcome'] {
  const types = new Set(effects.map(({ type }) => type));
  if (types.has('fail')) return 'failed';
  if (types.has('cancel')) return 'stopped';
  if (types.has('ask') || types.has('ask_consent')) return 'asked';
  return types.has('complete') ? 'finished' : 'released';
}

/** The step that an answer makes, or the question for a yes that it needs first. */
function decideOn(state: SubAgentState, answer: Answer, ran: Settled, now: number): SubAgentDecision {
  if ('failed' in answer) return decideStep(state, answer, new Map(), now);
  return ran.kind === 'results'
    ? decideStep(state, answer, ran.results, now)
    : askConsent(state, ran.answer, ran.request, now);
}
