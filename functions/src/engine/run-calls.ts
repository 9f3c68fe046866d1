import {
  allowedTools,
  checkCall,
  requestConsent,
  runOnce,
  runTool,
  settleLost,
  unknown,
  type AllowedTool,
  ToolError,
  type ToolResult as Given,
} from '../connectors/index.ts';
import {
  limits,
  type ActorRef,
  type ConsentRequest,
  type Intent,
  type SubAgentState,
  type ToolCall,
} from '../contracts/index.ts';
import { isAllowed } from '../machine/consent.ts';
import type { ToolResult } from '../machine/sub-agent-state.ts';
import { declaredCalls, refusalOf } from '../machine/sub-agent.ts';
import type { ModelAnswer } from '../model/index.ts';
import type { Engine } from './engine.ts';
import type { Recorder } from './recorder.ts';

/** A step of a sub-agent whose calls are to be run. */
export type Step = {
  readonly engine: Engine;
  readonly ref: ActorRef;
  readonly recorder: Recorder;
  readonly answer: ModelAnswer;
  /** Aborts when its task has been ended. */
  readonly ended: AbortSignal;
  /** Its state as it was committed last. */
  readonly state: () => SubAgentState;
  /** Commits a change of its state, unless its task has been ended: then false, and nothing more is begun. */
  readonly change: (next: (state: SubAgentState) => SubAgentState) => Promise<boolean>;
  /** Whether its task still goes on. */
  readonly isWanted: () => Promise<boolean>;
};

/** A call outside is not cut off when its task is ended: what came of it is to be known. */
const NEVER = new AbortController().signal;

type Results = ReadonlyMap<string, ToolResult>;

/** What came of the calls of a step. */
export type Ran =
  | { readonly kind: 'results'; readonly results: Results }
  /** This call needs a person's yes first; nothing of it was sent. */
  | { readonly kind: 'consent'; readonly request: ConsentRequest; readonly answer: Intent['answer'] }
  /** The task was ended meanwhile. */
  | { readonly kind: 'ended' };

/**
 * Runs the declared calls of an answer. What reads or computes only is run at once, and again after a crash. A call with
 * an effect outside needs a person's yes, unless the agent's definition says that it is safe; then it is put on record
 * before it is made: `started` is committed, the call is made, its result is committed. One that an earlier owner started
 * is looked up, or sent again under its key, where the other side allows that and its task still goes on; else it is
 * reported as unknown.
 */
export async function runCalls(step: Step): Promise<Ran> {
  if (refusalOf(step.state(), step.answer) !== null) return { kind: 'results', results: new Map() };
  const tools = allowedTools(step.engine.tools, step.state().tools);
  const results = new Map<string, ToolResult>();
  const calls = [...new Map(declaredCalls(step.answer).map((call) => [call.id, call])).values()].map(
    (call, index): Call => ({ call, index, tools, tool: tools.find(({ name }) => name === call.name) }),
  );
  const keep = ({ call, tool }: Call, came: Came) =>
    results.set(call.id, { ...came, verb: tool?.verb ?? 'Thinking', outside: tool?.outside !== undefined });
  await Promise.all(
    calls.map(async (one) => {
      if (!one.tool?.outside) keep(one, cameOf(await noted(step, one, () => readOrCompute(step, one))));
    }),
  );
  for (const one of calls) {
    if (!one.tool?.outside) continue;
    const came = await callOutside(step, one, one.tool);
    if ('kind' in came) return came;
    keep(one, came);
  }
  return { kind: 'results', results };
}

/** What came of a call. */
type Came = Pick<ToolResult, 'ok' | 'content' | 'misused'> & {
  readonly why: NonNullable<ToolResult['why']> | null;
};

const cameOf = ({ ok, content, misused = false, unknown = false }: Given): Came => ({
  ok,
  content,
  misused,
  why: unknown ? 'effect_unknown' : null,
});

type Call = {
  readonly call: ToolCall;
  /** Its place among the calls of its step. */
  readonly index: number;
  readonly tools: readonly AllowedTool[];
  readonly tool: AllowedTool | undefined;
};

const readOrCompute = (step: Step, { call, index, tools }: Call) =>
  runTool(tools, call, contextOf(step, index, step.ended));

/** Runs a call, and puts on record what it was and what came of it. */
async function noted(step: Step, { call }: Call, run: () => Promise<Given>): Promise<Given> {
  const startedAt = step.engine.now();
  const given = await run();
  step.recorder.toolCall(call, given, step.engine.now() - startedAt);
  return given;
}

async function callOutside(
  step: Step,
  one: Call,
  tool: AllowedTool,
): Promise<Came | Exclude<Ran, { kind: 'results' }>> {
  const { call, index, tools } = one;
  const known = step.state().intent?.calls.find(({ id }) => id === call.id);
  // It is on record since its result was stored.
  if (known?.status === 'done') return { ok: known.ok, content: known.content, why: known.why };
  const asked = await requestOf(step, one, tool);
  if (known?.status !== 'started') {
    if (!asked.ok) return cameOf(await noted(step, one, async () => asked));
    const { request } = asked;
    if (!tool.use.safe && !isAllowed(step.state(), call.id, request.hash, step.engine.now()))
      return { kind: 'consent', request, answer: kept(step.answer) };
    if (!(await step.change((state) => started(state, step.answer, call.id, request.hash))))
      return { kind: 'ended' };
  }
  if (!(await hasTime(step))) return { kind: 'ended' };
  const context = contextOf(step, index, NEVER);
  const given = await noted(step, one, async () => {
    if (known?.status !== 'started') return runOnce(tools, call, context);
    // Looked up at another address it would not be found, and be made there.
    return isFor(known.hash, asked) ? settleLost(tools, call, context, step.isWanted) : unknown(tools, call);
  });
  if (given.unknown) step.engine.log.write('effect_unknown', { tool: tool.name });
  const came = cameOf(given);
  return (await step.change((state) => done(state, call.id, came))) ? came : { kind: 'ended' };
}

/** What a person would be asked to allow, or in words why it cannot be made at all. */
type Asked =
  | { readonly ok: true; readonly request: ConsentRequest }
  | { readonly ok: false; readonly content: string; readonly misused?: boolean };

async function requestOf(step: Step, { call, tools }: Call, tool: AllowedTool): Promise<Asked> {
  const checked = checkCall(tools, call);
  if (!checked.ok) return checked;
  try {
    const url = tool.connection ? (await worldOf(step).connection()).url : null;
    return { ok: true, request: requestConsent(tool, call, checked.input, step.state(), url) };
  } catch (error) {
    if (error instanceof ToolError) return { ok: false, content: error.message };
    throw error;
  }
}

/** Whether a call that was begun would be the same now. Of those that were begun before this was kept, nobody can say. */
const isFor = (hash: string, asked: Asked): boolean =>
  hash === '' || (asked.ok && asked.request.hash === hash);

const contextOf = (step: Step, index: number, signal: AbortSignal) => ({
  ...worldOf(step),
  signal,
  key: keyOf(step, index),
});

/**
 * The call, and the look at what became of it, have to be over before anybody may think that its owner is gone: where the last commit took long, the lease is
 * renewed before anything is sent.
 */
async function hasTime(step: Step): Promise<boolean> {
  const needed = 2 * limits.toolMs + limits.clockSkewMs;
  while ((step.state().leaseEndsAt ?? 0) - step.engine.now() < needed) {
    if (!(await step.change((state) => state))) return false;
  }
  return true;
}

/** What a tool may use of the world, the same for each call of a step. */
const worldOf = ({ engine, state }: Step) => ({
  now: () => engine.now(),
  after: engine.after,
  connection: async () => {
    const { tenantId, credentialId } = state();
    if (credentialId === null) throw new ToolError('This agent has no connection.');
    return engine.connect(tenantId, credentialId);
  },
});

/** Whoever makes the call, it has the same key: that of its place in its step. */
const keyOf = ({ ref, state }: Step, index: number) =>
  `${ref.uid}-${ref.chatId}-${ref.actorId}-${state().step}-${index}`;

const kept = (answer: ModelAnswer): Intent['answer'] => ({ ...answer, toolCalls: [...answer.toolCalls] });

function started(state: SubAgentState, answer: ModelAnswer, id: string, hash: string): SubAgentState {
  const calls = (state.intent?.calls ?? []).filter((one) => one.id !== id);
  return { ...state, intent: { answer: kept(answer), calls: [...calls, { id, status: 'started', hash }] } };
}

function done(state: SubAgentState, id: string, { ok, content, why }: Came): SubAgentState {
  const { intent } = state;
  if (!intent) return state;
  const calls = intent.calls.map((one) =>
    one.id === id ? { id, status: 'done' as const, ok, content, why } : one,
  );
  return { ...state, intent: { ...intent, calls } };
}
