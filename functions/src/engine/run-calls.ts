import { type Tool, ToolError, type ToolResult as Given, runTool, settleLost } from '../connectors/index.ts';
import { limits, type ActorRef, type SubAgentState, type ToolCall } from '../contracts/index.ts';
import { declaredCalls, type ToolResult } from '../machine/sub-agent.ts';
import type { ModelAnswer } from '../model/index.ts';
import type { Engine } from './engine.ts';
import type { Recorder } from './recorder.ts';

/** The declared tools that an agent may use; a name that there is no tool for is passed over. */
export const allowedTools = (tools: readonly Tool[], state: Pick<SubAgentState, 'tools'>): readonly Tool[] =>
  tools.filter(({ name }) => state.tools.some((use) => use.name === name));

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
};

/** A call outside is not cut off when its task is ended: what came of it is to be known. */
const NEVER = new AbortController().signal;

/**
 * Runs the declared calls of an answer. What reads or computes only is run at once, and again after a crash. A call with
 * an effect outside is put on record first: `started` is committed, then it is made, then its result is committed. One
 * that an earlier owner started is looked up, or sent again under its key, where the other side allows that; else it is
 * reported as unknown. Null: the task was ended.
 */
export async function runCalls(step: Step): Promise<ReadonlyMap<string, ToolResult> | null> {
  const tools = allowedTools(step.engine.tools, step.state());
  const results = new Map<string, ToolResult>();
  const keep = (call: ToolCall, tool: Tool | undefined, { ok, content }: Given) =>
    results.set(call.id, { ok, content, verb: tool?.verb ?? 'Thinking' });
  const note = (call: ToolCall, tool: Tool | undefined, given: Given) => {
    step.recorder.toolCall(call.name, given);
    keep(call, tool, given);
  };
  const calls = [...new Map(declaredCalls(step.answer).map((call) => [call.id, call])).values()].map(
    (call, index) => ({ call, index, tool: tools.find(({ name }) => name === call.name) }),
  );
  const contextOf = (index: number, signal: AbortSignal) => ({
    ...worldOf(step),
    signal,
    key: keyOf(step, index),
  });
  await Promise.all(
    calls.map(async ({ call, index, tool }) => {
      if (!tool?.outside) note(call, tool, await runTool(tools, call, contextOf(index, step.ended)));
    }),
  );
  for (const { call, index, tool } of calls) {
    if (!tool?.outside) continue;
    const known = step.state().intent?.calls.find(({ id }) => id === call.id);
    if (known?.status === 'done') {
      // It is on record since its result was stored.
      keep(call, tool, known);
      continue;
    }
    if (!known && !(await step.change((state) => started(state, step.answer, call.id)))) return null;
    if (!(await hasTime(step))) return null;
    const make = known ? settleLost : runTool;
    const given = await make(tools, call, contextOf(index, NEVER));
    if (given.unknown) step.engine.log.write('effect_unknown', { tool: tool.name });
    note(call, tool, given);
    if (!(await step.change((state) => done(state, call.id, given)))) return null;
  }
  return results;
}

/**
 * The call has to be over before anybody may think that its owner is gone: where the last commit took long, the lease is
 * renewed before anything is sent.
 */
async function hasTime(step: Step): Promise<boolean> {
  const needed = limits.toolMs + limits.clockSkewMs;
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

function started(state: SubAgentState, answer: ModelAnswer, id: string): SubAgentState {
  const kept = { ...answer, toolCalls: [...answer.toolCalls] };
  const { calls } = state.intent ?? { calls: [] };
  return { ...state, intent: { answer: kept, calls: [...calls, { id, status: 'started' }] } };
}

function done(state: SubAgentState, id: string, { ok, content }: Given): SubAgentState {
  const { intent } = state;
  if (!intent) return state;
  const calls = intent.calls.map((one) =>
    one.id === id ? { id, status: 'done' as const, ok, content } : one,
  );
  return { ...state, intent: { ...intent, calls } };
}

/** The calls that were made and whose answers were lost with their process; those that came back are on record already. */
export const lostCalls = ({ intent }: SubAgentState): readonly ToolCall[] =>
  intent?.answer.toolCalls.filter(({ id }) =>
    intent.calls.some((one) => one.id === id && one.status === 'started'),
  ) ?? [];
