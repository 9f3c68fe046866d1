import {
  MOTHER,
  SCHEMA_VERSION,
  addUsage,
  isFinal,
  limits,
  task as taskSchema,
  type SubAgentMessage,
  type SubAgentState,
  type Task,
  type Usage,
} from '../contracts/index.ts';
import type { SubAgentEffect } from '../machine/effects.ts';
import { ended, paused, type SubAgentDecision } from '../machine/sub-agent-state.ts';
import { askConsent, decideStep } from '../machine/sub-agent.ts';
import type { Answer } from '../machine/turn.ts';
import type { ModelAnswer } from '../model/index.ts';
import { read, update } from '../store/documents.ts';
import type { Version } from '../store/port.ts';
import { released } from './actor-state.ts';
import { auditedOf, errorOf, stepOutcomeOf } from './audited.ts';
import { handOver, mustHandOver } from './hand-over.ts';
import { noteLost } from './lost-calls.ts';
import { WorldMoved } from './losses.ts';
import { callModel, type Called } from './model-call.ts';
import { runCalls, type Ran } from './run-calls.ts';
import { answerWithoutModel, subAgentRequest } from './sub-agent-request.ts';
import type { SubAgentRun } from './sub-agent-run.ts';
import { isMail, subAgentWrites } from './sub-agent-writes.ts';

/** How often a step is decided again because its task moved under it. */
const DECISIONS = 6;

const nothingRan: Ran = { kind: 'results', results: new Map() };

type Settled = Exclude<Ran, { kind: 'ended' }>;

/** The work of a sub-agent that was claimed, step by step: a model call, the tools that it asks for, one commit. */
export class SubAgentWork {
  readonly #run: SubAgentRun;
  readonly #transcript: SubAgentMessage[];

  constructor(run: SubAgentRun, transcript: readonly SubAgentMessage[]) {
    this.#run = run;
    this.#transcript = [...transcript];
  }

  /** Until it asks, ends or has to hand over. */
  async takeSteps(): Promise<void> {
    const { engine, task } = this.#run;
    const ended = new AbortController();
    const stopListening = engine.store.listenTo(task.path, (document) => {
      const now = document && taskSchema.safeParse(document.data);
      if (!document || (now?.success && isFinal(now.data.status))) ended.abort();
    });
    await this.#untilEnded(ended.signal).finally(stopListening);
  }

  async #untilEnded(ended: AbortSignal): Promise<void> {
    const { engine, invocation, ref, document } = this.#run;
    for (;;) {
      if (ended.aborted) return this.#endUnsettled();
      if (mustHandOver(engine, invocation)) {
        return handOver(engine, ref, document, this.#run.record(), (state) => paused(state, engine.now()));
      }
      invocation.hasBegun = true;
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
    const { engine, invocation, document, recorder } = this.#run;
    const { state } = document;
    if (state.attempts > limits.attempts) {
      engine.log.write('step_given_up', { attempts: state.attempts });
      return { kind: 'failed', code: 'interrupted' };
    }
    if (state.intent) return { kind: 'answer', answer: state.intent.answer };
    if (state.agentKind === 'deterministic') return this.#withoutModel(state);
    const request = subAgentRequest(state, this.#transcript, engine.tools);
    return callModel(engine, invocation, document, { request, recorder, signal });
  }

  #withoutModel(state: SubAgentState): Called {
    const { context } = this.#run.task.value;
    const answer = answerWithoutModel(state, context, this.#transcript, this.#run.engine.tools);
    return answer ? { kind: 'answer', answer } : { kind: 'failed', code: 'unknown_agent' };
  }

  #runTools(answer: ModelAnswer, ended: AbortSignal): Promise<Ran> {
    const { engine, ref, recorder, document } = this.#run;
    return runCalls({
      engine,
      ref,
      recorder,
      answer,
      ended,
      state: () => document.state,
      change: (next) => this.#whileItGoesOn(next),
      isWanted: () => this.#isWanted(),
    });
  }

  /** Guarded by the task: once somebody has ended it, nothing more is begun. */
  async #whileItGoesOn(next: (state: SubAgentState) => SubAgentState): Promise<boolean> {
    const { engine, document, recorder } = this.#run;
    const used = recorder.takeUsage();
    for (let tried = 1; ; tried += 1) {
      const { path, version, value } = this.#run.task;
      const usage = addUsage(value.usage, used);
      try {
        const versions = await document.change((state) => ({
          next: { ...next(state), leaseEndsAt: engine.now() + limits.leaseMs },
          writes: [update<Task>(path, { usage }, version), this.#run.record()],
        }));
        if (versions?.[0] === undefined) return !(await this.#taskEnded());
        this.#run.task = { ...this.#run.task, version: versions[0], value: { ...value, usage } };
        return true;
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === DECISIONS) throw error;
        engine.log.write('world_moved', { tried });
        if (await this.#taskEnded()) return false;
      }
    }
  }

  /** Null: its task was ended meanwhile, and nothing of this step was written. */
  async #commit(answer: Answer, ran: Settled): Promise<SubAgentDecision | null> {
    const { engine, invocation, ref, document, recorder } = this.#run;
    const used = recorder.takeUsage();
    if ('failed' in answer) noteLost(engine, recorder, document.state);
    for (let tried = 1; ; tried += 1) {
      const decision = decideOn(document.state, answer, ran, engine.now());
      const { effects } = decision;
      let versions: readonly Version[] | null;
      try {
        versions = await document.change((state) => ({
          next: this.#leased(decision),
          writes: [
            ...subAgentWrites({ ref, state, task: this.#run.task, used, question: null }, effects),
            this.#run.record(stepOutcomeOf(effects), errorOf(effects), auditedOf(effects)),
          ],
        }));
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === DECISIONS) throw error;
        engine.log.write('world_moved', { tried });
        if (await this.#taskEnded()) return null;
        continue;
      }
      if (isMail(effects)) invocation.wake({ ...ref, actorId: MOTHER });
      if (decision.again) await this.#remember(effects, used, versions?.[0]);
      return decision;
    }
  }

  /** Between steps the lease goes on; after the last one it is given back in the same commit. */
  #leased({ state, again }: SubAgentDecision): SubAgentState {
    return again ? { ...state, leaseEndsAt: this.#run.engine.now() + limits.leaseMs } : released(state);
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
        createdAt: this.#run.engine.now(),
      });
    }
    const { value } = this.#run.task;
    if (version === undefined) await this.#taskEnded();
    else
      this.#run.task = {
        ...this.#run.task,
        version,
        value: { ...value, usage: addUsage(value.usage, used) },
      };
  }

  /** Reads the task again: whether nobody has ended it. */
  async #isWanted(): Promise<boolean> {
    const task = await read(this.#run.engine.store, this.#run.task.path, taskSchema);
    if (!task || isFinal(task.value.status)) return false;
    this.#run.task = task;
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
    const { state } = this.#run.document;
    return this.#run.stop(ended(state), state.heeding, [this.#run.record('stopped')]);
  }

  /** The same before its calls were looked at: of one that an earlier owner had under way, nobody will hear any more. */
  #endUnsettled(): Promise<void> {
    noteLost(this.#run.engine, this.#run.recorder, this.#run.document.state);
    return this.#end();
  }

  async #postpone({ at, failing }: Extract<Called, { kind: 'later' }>): Promise<void> {
    await this.#run.document.change((state) => ({
      next: { ...released(paused(state, this.#run.engine.now())), failing, dueAt: at },
      writes: [this.#run.record()],
    }));
  }
}

/** The step that an answer makes, or the question for a yes that it needs first. */
function decideOn(state: SubAgentState, answer: Answer, ran: Settled, now: number): SubAgentDecision {
  if ('failed' in answer) return decideStep(state, answer, new Map(), now);
  return ran.kind === 'results'
    ? decideStep(state, answer, ran.results, now)
    : askConsent(state, ran.answer, ran.request, now);
}
