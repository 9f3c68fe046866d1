import {
  isFinal,
  limits,
  shown,
  type ErrorCode,
  type SubAgentState,
  type Task,
  type ToolCall,
} from '../contracts/index.ts';
import type { SubAgentEffect } from './effects.ts';
import { cut } from './memory.ts';
import { attemptOf } from './repeats.ts';
import { parseCall, subAgentCall, subAgentTools, type SubAgentCall } from './tools.ts';
import type { Answer } from './turn.ts';

/** What a sub-agent finds when it is woken. */
export type SubAgentPlan =
  /** It waits, is queued, or has ended: nothing to do. */
  | { readonly next: 'rest' }
  /** Its task was ended by somebody else: it stops. */
  | { readonly next: 'stop'; readonly state: SubAgentState }
  /** Its question was not answered in time. */
  | { readonly next: 'expire'; readonly state: SubAgentState; readonly effects: readonly SubAgentEffect[] }
  /** It owes a model call. */
  | { readonly next: 'work'; readonly state: SubAgentState };

export type SubAgentDecision = {
  readonly state: SubAgentState;
  readonly effects: readonly SubAgentEffect[];
  readonly again: boolean;
};

/** What a declared tool gave back; `verb` says on the page what it does ("Calculating"). */
export type ToolResult = { readonly content: string; readonly ok: boolean; readonly verb: string };

/** The transcript index at which a waiting sub-agent gets its answer. */
export const answerIndexOf = (state: SubAgentState): number => state.length;

/**
 * Where a sub-agent stands when it is woken, at time `now`. `answered`: the answer that it waits for is there.
 */
export function planSubAgent(state: SubAgentState, task: Task, answered: boolean, now: number): SubAgentPlan {
  if (state.phase === 'ended') return { next: 'rest' };
  if (isFinal(task.status)) return { next: 'stop', state: ended(state) };
  if (task.status === 'queued') return { next: 'rest' };
  if (state.phase === 'running') {
    const backingOff = state.dueAt !== null && state.dueAt > now;
    return backingOff ? { next: 'rest' } : { next: 'work', state };
  }
  if (answered) {
    const index = answerIndexOf(state);
    return {
      next: 'work',
      state: { ...state, phase: 'running', dueAt: null, heeding: index, length: index + 1 },
    };
  }
  if (state.dueAt === null || state.dueAt > now) return { next: 'rest' };
  const failed = failure(state, 'question_expired', task.questionId);
  return { next: 'expire', state: failed.state, effects: failed.effects };
}

const ended = (state: SubAgentState): SubAgentState => ({ ...state, phase: 'ended', dueAt: null });

function failure(state: SubAgentState, code: ErrorCode, expired: string | null = null): SubAgentDecision {
  return { state: ended(state), effects: [{ type: 'fail', error: shown(code), expired }], again: false };
}

/** The calls of an answer that are for declared tools, which the engine runs before the step is decided. */
export const declaredCalls = (answer: Answer): readonly ToolCall[] =>
  'failed' in answer
    ? []
    : answer.toolCalls.slice(0, limits.toolCallsPerStep).filter(({ name }) => !ownTools.has(name));

const ownTools = new Set<string>(Object.values(subAgentTools).map(({ name }) => name));

/**
 * One step of a sub-agent: what its model answered, and what the declared tools gave back, become the next state and
 * effects. `again`: it owes another model call.
 */
export function decideStep(
  state: SubAgentState,
  answer: Answer,
  tools: ReadonlyMap<string, ToolResult>,
  now: number,
): SubAgentDecision {
  const heeded: SubAgentEffect[] = state.heeding === null ? [] : [{ type: 'heed', index: state.heeding }];
  const decision = stepBy({ ...state, heeding: null, intent: null }, answer, tools, now);
  return { ...decision, effects: [...heeded, ...decision.effects] };
}

function stepBy(
  state: SubAgentState,
  answer: Answer,
  tools: ReadonlyMap<string, ToolResult>,
  now: number,
): SubAgentDecision {
  if ('failed' in answer) return failure(state, answer.failed);
  const next = { ...state, step: state.step + 1, attempts: 0 };
  if (answer.refusal !== null && answer.toolCalls.length === 0) return failure(next, 'model_refused');
  if (answer.toolCalls.length === 0) return withoutCalls(next, answer.text);
  return withCalls(next, answer.text, answer.toolCalls, tools, now);
}

/** Words alone are the result: some models answer instead of calling finish. */
function withoutCalls(state: SubAgentState, text: string): SubAgentDecision {
  if (text.trim() === '') return unusable(state, []);
  return complete(state, cut(text, limits.resultLength), [assistantSays(state, text, [])]);
}

const assistantSays = (
  state: SubAgentState,
  content: string,
  toolCalls: readonly ToolCall[],
): SubAgentEffect => ({
  type: 'say',
  entry: { role: 'assistant', index: state.length, content, toolCalls: [...toolCalls] },
});

function complete(
  state: SubAgentState,
  result: string,
  effects: readonly SubAgentEffect[],
): SubAgentDecision {
  const spoken = { ...state, length: state.length + 1 };
  return { state: ended(spoken), effects: [...effects, { type: 'complete', result }], again: false };
}

/** An answer that leads nowhere: the model is told so once; the second in a row fails the task. */
function unusable(state: SubAgentState, effects: readonly SubAgentEffect[]): SubAgentDecision {
  if (state.unusable > 0) return failure(state, 'model_invalid_answer');
  return goOn({ ...state, unusable: state.unusable + 1 }, effects, 'Thinking');
}

function goOn(state: SubAgentState, effects: readonly SubAgentEffect[], verb: string): SubAgentDecision {
  if (state.step >= limits.steps) return failure(state, 'too_many_steps');
  return { state, effects: [...effects, { type: 'progress', verb, step: state.step + 1 }], again: true };
}

type Asking = { call: ToolCall; input: Extract<SubAgentCall, { name: 'ask_user' }>['input'] };

function withCalls(
  state: SubAgentState,
  text: string,
  calls: readonly ToolCall[],
  tools: ReadonlyMap<string, ToolResult>,
  now: number,
): SubAgentDecision {
  const results: { call: ToolCall; content: string }[] = [];
  let asking: Asking | null = null;
  const finishes: { call: ToolCall; result: string }[] = [];
  let isBad = false;
  let verb = 'Thinking';
  for (const call of calls) {
    const declared = tools.get(call.id);
    if (declared) {
      results.push({ call, content: declared.content });
      verb = declared.verb;
      isBad ||= !declared.ok;
      continue;
    }
    if (!ownTools.has(call.name)) {
      results.push({
        call,
        content: `At most ${limits.toolCallsPerStep} calls in one answer. Call it again.`,
      });
      continue;
    }
    const parsed = parseCall(subAgentCall, call);
    if (!parsed.ok) {
      isBad = true;
      results.push({ call, content: parsed.problem });
    } else if (parsed.value.name === 'finish') {
      finishes.push({ call, result: parsed.value.input.result });
    } else if (asking) {
      results.push({
        call,
        content: 'One question at a time. Ask this after the answer, if you still need it.',
      });
    } else {
      asking = { call, input: parsed.value.input };
    }
  }
  const [finished] = finishes;
  // Beside another call it is too early: the result was written before it could be seen what that gives.
  if (finished && !asking && results.length === 0)
    return complete(state, finished.result, [assistantSays(state, finished.result, calls)]);
  for (const { call } of finishes)
    results.push({ call, content: 'Not finished: see the other results first.' });
  // It is read as a whole for each model call, so it must not grow beyond that; there is always room to finish.
  if (state.length + 1 + calls.length >= limits.transcript) return failure(state, 'too_many_steps');
  const effects = [
    assistantSays(state, asking?.input.question ?? text, calls),
    ...resultsFrom(state, results),
  ];
  const spoken = { ...state, length: state.length + 1 + results.length };
  if (asking) return ask({ ...spoken, unusable: 0 }, asking, effects, now);
  return isBad ? unusable(spoken, effects) : goOn({ ...spoken, unusable: 0 }, effects, verb);
}

const resultsFrom = (
  state: SubAgentState,
  results: readonly { call: ToolCall; content: string }[],
): SubAgentEffect[] =>
  results.map(({ call, content }, position) => ({
    type: 'say',
    entry: {
      role: 'tool',
      index: state.length + 1 + position,
      toolCallId: call.id,
      name: call.name,
      content,
    },
  }));

function ask(
  state: SubAgentState,
  { call, input }: Asking,
  effects: readonly SubAgentEffect[],
  now: number,
): SubAgentDecision {
  if (state.asked.length >= limits.asks) return failure(state, 'too_many_questions');
  const { attempt, repeats } = attemptOf(input.question, state.asked);
  if (attempt > limits.askAttempts) return failure(state, 'repeated_question');
  const questionId = `${state.actorId}-q${state.asked.length}`;
  const deadlineAt = now + limits.questionMs;
  const question = { questionId, text: input.question, attempt };
  return {
    state: { ...state, phase: 'waiting', dueAt: deadlineAt, asked: [...state.asked, question] },
    effects: [
      ...effects,
      { type: 'progress', verb: 'Waiting', step: state.step },
      {
        type: 'ask',
        ...question,
        options: input.options,
        earlier: state.asked.map(({ questionId, text }) => ({ questionId, text })),
        repeats,
        toolCallId: call.id,
        answerIndex: state.length,
        deadlineAt,
      },
    ],
    again: false,
  };
}
