import { createHash } from 'node:crypto';
import { limits, type ErrorCode, type Failing, type ToolCall } from '../contracts/index.ts';
import { cut } from '../machine/memory.ts';
import type { ActorState } from '../contracts/index.ts';
import { ModelError, type ModelAnswer, type ModelPort, type ModelRequest } from '../model/index.ts';
import type { ActorDocument } from './actor-document.ts';
import { backOff, failedAgain } from './back-off.ts';
import type { Engine } from './engine.ts';
import { mustHandOver } from './hand-over.ts';
import type { Invocation } from './invocation.ts';
import { knownOf } from './log.ts';
import { LeaseLost } from './losses.ts';
import { Purse } from './budget.ts';
import { settingsOf } from './settings.ts';
import type { Recorder } from './recorder.ts';

/** What came of a model call, tries included. */
export type Called =
  | { readonly kind: 'answer'; readonly answer: ModelAnswer }
  /** No answer, and trying again would not help. */
  | { readonly kind: 'failed'; readonly code: ErrorCode }
  /** The provider needs a pause that is too long to wait in place, or there is no time left for another try after it. */
  | { readonly kind: 'later'; readonly at: number; readonly failing: Failing };

type Options = {
  readonly request: ModelRequest;
  readonly recorder: Recorder;
  /** Gets the text of one try as it arrives. */
  readonly onText?: (delta: string, tried: number) => void;
  /** Aborts the call when what it is for has ended. */
  readonly signal: AbortSignal | null;
};

/** From 0 up to 1, out of a string that nobody else makes. */
const chance = (engine: Engine): number =>
  createHash('sha256').update(engine.nonce()).digest().readUInt32BE() / 2 ** 32;

/**
 * Calls the model while holding the lease: renews it, and waits out what passes, in place or later, for up to five minutes
 * from the first failure of the step, whoever met it.
 * @throws LeaseLost when somebody else took over meanwhile.
 */
export async function callModel<S extends ActorState>(
  engine: Engine,
  invocation: Invocation,
  document: ActorDocument<S>,
  options: Options,
): Promise<Called> {
  const { tenantId } = document.state;
  const settings = await settingsOf(engine, tenantId);
  const model = await engine.models.of(settings);
  const purse = new Purse(engine, document, model, settings.budget);
  const request = purse.bounded(options.request);
  const lost = new AbortController();
  const stopRenewing = keepLease(engine, document, lost);
  const signal = AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]);
  let { failing } = document.state;
  try {
    for (let tried = 1; ; tried += 1) {
      if (!(await purse.reserve(request))) return { kind: 'failed', code: 'budget_spent' };
      const calling = { ...options, request, port: model.port, purse };
      const called = await callOnce(engine, calling, signal, tried);
      if (lost.signal.aborted) throw lost.signal.reason;
      if (!(called instanceof ModelError)) return { kind: 'answer', answer: called };
      if (!called.transient) return { kind: 'failed', code: called.code };
      const now = engine.now();
      failing = failedAgain({ ...document.state, failing }, now);
      const pause = backOff(failing, called.retryAfterMs, now, chance(engine));
      const isLong = pause !== null && pause > limits.shortBackOffMs;
      if (pause === null || (isLong && !called.isReached)) return { kind: 'failed', code: called.code };
      if (isLong || mustHandOver(engine, invocation, pause))
        return { kind: 'later', at: now + pause, failing };
      await engine.sleep(pause, signal);
    }
  } finally {
    stopRenewing();
  }
}

type Calling = { readonly port: ModelPort; readonly purse: Pick<Purse<ActorState>, 'settle' | 'fail'> };

async function callOnce(
  engine: Engine,
  { request, recorder, onText, port, purse }: Options & Calling,
  signal: AbortSignal,
  tried: number,
): Promise<ModelAnswer | ModelError> {
  const startedAt = engine.now();
  try {
    let heard = 0;
    const hear = (delta: string) => {
      const left = limits.wordsLength - heard;
      heard += delta.length;
      if (left > 0) onText?.(delta.slice(0, left), tried);
    };
    const answer = bounded(await port.call(request, { signal, onText: hear }), request);
    const costMicros = await purse.settle(answer.usage);
    recorder.modelCall({
      model: answer.model,
      usage: answer.usage,
      costMicros,
      ms: engine.now() - startedAt,
      error: null,
    });
    return answer;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    recorder.modelFailure(error, await purse.fail(error), engine.now() - startedAt);
    const { code, transient } = error;
    engine.log.write('model_call_failed', { code, transient, tried, ...knownOf(error) });
    return error;
  }
}

/**
 * What of an answer is gone on with, whatever a server sends: it has to fit into documents. Some servers also give the same
 * id to calls of one answer, or in every answer: here each call of a conversation has its own.
 */
function bounded({ isCut, ...answer }: ModelAnswer, { messages }: ModelRequest): ModelAnswer {
  const calls = answer.toolCalls.slice(0, limits.callsPerAnswer);
  let left: number = limits.argumentsLength;
  const text = answer.text.toWellFormed();
  return {
    ...answer,
    text: isCut
      ? `${cut(text, limits.wordsLength - CUT_OFF.length)}${CUT_OFF}`
      : cut(text, limits.wordsLength),
    refusal: answer.refusal && cut(answer.refusal.toWellFormed(), limits.wordsLength),
    toolCalls: calls.map((call, index): ToolCall => {
      left -= call.arguments.length;
      return {
        id: `call-${messages.length}-${index}`,
        name: cut(call.name.toWellFormed(), limits.toolNameLength),
        arguments: left < 0 ? TOO_LONG : call.arguments.toWellFormed(),
      };
    }),
  };
}

/** Stands below words that would be taken for whole. */
const CUT_OFF = '\n\n(The provider cut this answer off here.)';

/** No tool takes it, and the model reads why. */
const TOO_LONG = JSON.stringify('These arguments were too long, and were left out.');

/** Renews the lease until it is told to stop; aborts `lost` if it cannot. */
function keepLease<S extends ActorState>(
  engine: Engine,
  document: ActorDocument<S>,
  lost: AbortController,
): () => void {
  const renew = () =>
    document
      .change((state) => ({ next: { ...state, leaseEndsAt: engine.now() + limits.leaseMs }, writes: [] }))
      .catch((error: unknown) => {
        // Only a lease that somebody else has is lost for sure; anything else is tried again at the next renewal.
        if (error instanceof LeaseLost) lost.abort(error);
      });
  let callOff = engine.after(limits.renewMs, tick);
  function tick() {
    callOff = engine.after(limits.renewMs, tick);
    void renew();
  }
  return () => callOff();
}
