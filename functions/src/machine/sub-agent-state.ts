import { shown, type ErrorCode, type SubAgentState, type ToolCall } from '../contracts/index.ts';
import type { SubAgentEffect } from './effects.ts';

// What its waking and its steps have in common: how a sub-agent rests and ends, and what stands on its transcript.

/** What comes of a step. `again`: it owes another model call. */
export type SubAgentDecision = {
  readonly state: SubAgentState;
  readonly effects: readonly SubAgentEffect[];
  readonly again: boolean;
};

/**
 * What a declared tool gave back; `verb` says on the page what it does ("Calculating"). `why`: nothing came of it, and that is
 * not the tool's own no.
 */
export type ToolResult = {
  readonly content: string;
  readonly ok: boolean;
  readonly verb: string;
  readonly why?: 'declined' | 'effect_unknown' | null;
  /** It was called wrongly, and did nothing: there is no such tool, or the arguments do not fit it. */
  readonly misused?: boolean;
  /** The call may have changed something elsewhere. */
  readonly outside?: boolean;
};

/** It waits for something that is not its work: the model's provider, or a fresh invocation. */
export const paused = (state: SubAgentState, now: number): SubAgentState => ({
  ...state,
  workedMs: workedBy(state, now),
  workingSinceAt: null,
});

/** A sub-agent that owes nothing any more. */
export const ended = (state: SubAgentState): SubAgentState => ({
  ...state,
  phase: 'ended',
  dueAt: null,
  intent: null,
  consent: null,
  workingSinceAt: null,
});

/** Waiting does not count as work. */
export const waitingFrom = (state: SubAgentState, now: number, dueAt: number): SubAgentState => ({
  ...paused(state, now),
  phase: 'waiting',
  dueAt,
});

/** How long it has worked by now, in milliseconds. */
export const workedBy = ({ workedMs, workingSinceAt }: SubAgentState, now: number): number =>
  workedMs + (workingSinceAt === null ? 0 : Math.max(0, now - workingSinceAt));

type Failing = {
  readonly expired?: string | null;
  readonly words?: string | undefined;
  /** What was said and done in the step that fails: another try goes on from it. */
  readonly effects?: readonly SubAgentEffect[];
};

/** Its task fails with this code, and it ends. */
export function failure(
  state: SubAgentState,
  code: ErrorCode,
  { expired = null, words, effects = [] }: Failing = {},
): SubAgentDecision {
  return {
    state: ended(state),
    effects: [...effects, { type: 'fail', error: shown(code, words), expired }],
    again: false,
  };
}

const NOT_DONE = 'This was not done: the task ended before.';

/** It fails in a step in which calls may have been made: those are kept with what they gave, and the others as not done. */
export function undone(state: SubAgentState, code: ErrorCode, failing: Failing): SubAgentDecision {
  const { intent } = state;
  const done = new Map(
    intent?.calls.flatMap((one) => (one.status === 'done' ? [[one.id, one.content] as const] : [])),
  );
  if (!intent || done.size === 0) return failure(state, code, failing);
  const { text, toolCalls } = intent.answer;
  const results = toolCalls.map((call) => ({
    call,
    content: done.get(call.id) ?? NOT_DONE,
    outside: done.has(call.id),
  }));
  const effects = [assistantSays(state, text, toolCalls), ...resultsFrom(state, results)];
  return failure({ ...state, length: state.length + effects.length }, code, { ...failing, effects });
}

/** An answer of its model, as the next entry of its transcript. */
export const assistantSays = (
  state: SubAgentState,
  content: string,
  toolCalls: readonly ToolCall[],
): SubAgentEffect => ({
  type: 'say',
  entry: { role: 'assistant', index: state.length, content, toolCalls: [...toolCalls] },
});

/** What a call gave, for the transcript. */
export type Given = { call: ToolCall; content: string } & Partial<Pick<ToolResult, 'ok' | 'why' | 'outside'>>;

/** What a call gave, as this entry of its transcript. */
export const resultAt = (index: number, { call, content, outside = false }: Given): SubAgentEffect => ({
  type: 'say',
  entry: { role: 'tool', index, toolCallId: call.id, name: call.name, content, outside },
});

/** The same for the calls of the answer that is the next entry: one after another behind it. */
export const resultsFrom = (state: SubAgentState, results: readonly Given[]): SubAgentEffect[] =>
  results.map((result, position) => resultAt(state.length + 1 + position, result));
