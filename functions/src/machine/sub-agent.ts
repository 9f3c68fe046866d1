import {
  limits,
  shown,
  type ConsentRequest,
  type Intent,
  type SubAgentState,
  type ToolCall,
} from '../contracts/index.ts';
import type { SubAgentEffect } from './effects.ts';
import { cut } from './memory.ts';
import { attemptOf } from './repeats.ts';
import {
  assistantSays,
  ended,
  failure,
  resultAt,
  resultsFrom,
  undone,
  waitingFrom,
  workedBy,
  type Given,
  type SubAgentDecision,
  type ToolResult,
} from './sub-agent-state.ts';
import { parseCall, subAgentCall, subAgentTools, type SubAgentCall } from './tools.ts';
import type { Answer } from './turn.ts';

const MINUTE_MS = 60_000;

/** The calls of an answer that are for declared tools, which the engine runs before the step is decided. */
export const declaredCalls = (answer: Answer): readonly ToolCall[] =>
  'failed' in answer
    ? []
    : answer.toolCalls.slice(0, limits.toolCallsPerStep).filter(({ name }) => !ownTools.has(name));

/** Why it may not make the calls of an answer, before any of them is made; null: it may. */
export function refusalOf(
  state: SubAgentState,
  answer: Answer,
): 'too_many_tool_calls' | 'too_many_steps' | null {
  const calls = declaredCalls(answer).length;
  if (state.toolCalls + calls > state.limits.toolCalls) return 'too_many_tool_calls';
  return calls > 0 && 'toolCalls' in answer && !hasRoom(state, answer.toolCalls) ? 'too_many_steps' : null;
}

/** A transcript is read as a whole for each model call, so it must not grow beyond that; there is always room to finish. */
const hasRoom = (state: SubAgentState, calls: readonly ToolCall[]): boolean =>
  state.length + 1 + calls.length < limits.transcript;

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
  const isLost = 'failed' in answer && state.intent?.calls.some(({ status }) => status === 'started');
  const known: Answer = isLost ? { failed: 'effect_unknown' } : answer;
  const next = { ...state, heeding: null, intent: null };
  const decision =
    'failed' in known ? undone(state, known.failed, { words: known.words }) : stepBy(next, known, tools, now);
  return { ...decision, effects: [...heeded, ...decision.effects] };
}

function stepBy(
  state: SubAgentState,
  answer: Exclude<Answer, { failed: unknown }>,
  tools: ReadonlyMap<string, ToolResult>,
  now: number,
): SubAgentDecision {
  const refused = refusalOf(state, answer);
  if (refused !== null) return failure(state, refused);
  const toolCalls = state.toolCalls + declaredCalls(answer).length;
  const next = { ...state, step: state.step + 1, attempts: 0, toolCalls };
  if (answer.refusal !== null && answer.toolCalls.length === 0) return failure(next, 'model_refused');
  if (answer.toolCalls.length === 0) return withoutCalls(next, answer.text, now);
  return withCalls(next, answer.text, answer.toolCalls, tools, now);
}

/** Words alone are the result: some models answer instead of calling finish. */
function withoutCalls(state: SubAgentState, text: string, now: number): SubAgentDecision {
  if (text.trim() === '') return unusable(state, [], now);
  return complete(state, cut(text, limits.resultLength), [assistantSays(state, text, [])]);
}

function complete(
  state: SubAgentState,
  result: string,
  effects: readonly SubAgentEffect[],
): SubAgentDecision {
  const spoken = { ...state, length: state.length + 1 };
  return { state: ended(spoken), effects: [...effects, { type: 'complete', result }], again: false };
}

/** An answer that leads nowhere: the model is told so once; the second in a row fails the task. */
function unusable(state: SubAgentState, effects: readonly SubAgentEffect[], now: number): SubAgentDecision {
  if (state.unusable > 0) return failure(state, 'model_invalid_answer', { effects });
  return goOn({ ...state, unusable: state.unusable + 1 }, effects, 'Thinking', now);
}

function goOn(
  state: SubAgentState,
  effects: readonly SubAgentEffect[],
  verb: string,
  now: number,
): SubAgentDecision {
  if (state.step >= state.limits.steps) return failure(state, 'too_many_steps', { effects });
  if (workedBy(state, now) > state.limits.minutes * MINUTE_MS)
    return failure(state, 'took_too_long', { effects });
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
  const results: Given[] = [];
  let asking: Asking | null = null;
  const finishes: { call: ToolCall; result: string }[] = [];
  let isBad = false;
  let verb = 'Thinking';
  for (const call of calls) {
    const declared = tools.get(call.id);
    if (declared) {
      results.push({ call, ...declared });
      verb = declared.verb;
      // What the tool itself refused, or a person did, is for the model to read, and no fault of its answer.
      isBad ||= declared.misused === true;
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
  if (state.agentKind === 'deterministic' && !asking && results[0]) return endBy(state, calls, results[0]);
  const [finished] = finishes;
  // Beside another call it is too early: the result was written before it could be seen what that gives.
  if (finished && !asking && results.length === 0)
    return complete(state, finished.result, [assistantSays(state, finished.result, calls)]);
  for (const { call } of finishes)
    results.push({ call, content: 'Not finished: see the other results first.' });
  if (!hasRoom(state, calls)) return failure(state, 'too_many_steps');
  const effects = [
    assistantSays(state, asking?.input.question ?? text, calls),
    ...resultsFrom(state, results),
  ];
  const spoken = { ...state, length: state.length + 1 + results.length };
  const useful = { ...spoken, unusable: 0 };
  if (asking) return ifUnknown(results, ask(useful, asking, effects, now));
  return ifUnknown(results, isBad ? unusable(spoken, effects, now) : goOn(useful, effects, verb, now));
}

/** A task that ends with a call of which nobody knows what became of it ends because of that: it is not tried again. */
function ifUnknown(results: readonly Given[], decision: SubAgentDecision): SubAgentDecision {
  if (!results.some(({ why }) => why === 'effect_unknown')) return decision;
  const error = shown('effect_unknown');
  const effects = decision.effects.map((one) => (one.type === 'fail' ? { ...one, error } : one));
  return { ...decision, effects };
}

/** A deterministic agent has done its work with the first result, good or bad. */
function endBy(
  state: SubAgentState,
  calls: readonly ToolCall[],
  { call, content, ok = false, why = null, outside = false }: Given,
): SubAgentDecision {
  const effects = [assistantSays(state, '', calls), ...resultsFrom(state, [{ call, content, outside }])];
  const spoken = { ...state, length: state.length + 1 };
  if (ok) return complete(spoken, content, effects);
  if (why === 'declined')
    return {
      state: ended(spoken),
      effects: [...effects, { type: 'cancel', error: shown(why) }],
      again: false,
    };
  const failed = why
    ? failure(spoken, why)
    : failure(spoken, 'connection_failed', { words: cut(content, limits.questionLength) });
  return { ...failed, effects: [...effects, ...failed.effects] };
}

const NOT_ASKED = 'This was not asked: the task ended before.';

function ask(
  state: SubAgentState,
  { call, input }: Asking,
  effects: readonly SubAgentEffect[],
  now: number,
): SubAgentDecision {
  const notAsked = () => ({ effects: [...effects, resultAt(state.length, { call, content: NOT_ASKED })] });
  if (state.asked.length >= state.limits.asks) return failure(state, 'too_many_questions', notAsked());
  const { attempt, repeats } = attemptOf(input.question, state.asked);
  if (attempt > limits.askAttempts) return failure(state, 'repeated_question', notAsked());
  const questionId = `${state.actorId}-q${state.asked.length}`;
  const deadlineAt = now + limits.questionMs;
  const question = { questionId, text: input.question, attempt };
  return {
    state: { ...waitingFrom(state, now, deadlineAt), asked: [...state.asked, question] },
    effects: [
      ...effects,
      { type: 'progress', verb: 'Waiting', step: state.step },
      {
        type: 'ask',
        ...question,
        options: input.options,
        field: input.field,
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

/**
 * It needs a person's yes before it makes a call. What it decided is kept, so that nobody asks its model again; the calls
 * before this one that are done stay done.
 */
export function askConsent(
  state: SubAgentState,
  answer: Intent['answer'],
  request: ConsentRequest,
  now: number,
): SubAgentDecision {
  const questionId = `${state.actorId}-c${state.consents}`;
  const deadlineAt = now + limits.questionMs;
  const { calls } = state.intent ?? { calls: [] };
  const heeded: SubAgentEffect[] = state.heeding === null ? [] : [{ type: 'heed', index: state.heeding }];
  return {
    state: {
      ...waitingFrom(state, now, deadlineAt),
      heeding: null,
      intent: { answer, calls: calls.filter(({ id }) => id !== request.callId) },
      consent: { questionId, callId: request.callId },
      consents: state.consents + 1,
    },
    effects: [
      ...heeded,
      { type: 'progress', verb: 'Waiting', step: state.step + 1 },
      { type: 'ask_consent', questionId, request, deadlineAt },
    ],
    again: false,
  };
}
