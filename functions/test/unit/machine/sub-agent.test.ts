import { describe, expect, it } from 'vitest';
import { limits, type SubAgentState } from '../../../src/contracts/index.ts';
import { planSubAgent } from '../../../src/machine/sub-agent-plan.ts';
import type { ToolResult } from '../../../src/machine/sub-agent-state.ts';
import { declaredCalls, decideStep } from '../../../src/machine/sub-agent.ts';
import type { Answer } from '../../../src/machine/turn.ts';
import { NOW, subAgentState, task } from '../../support/factories.ts';
import { call, calling, ofSubAgent, refusing, saying } from './vocabulary.ts';

const ANSWERED = { kind: 'answer' } as const;

/** As it is once it works: since NOW. */
const working = (state: SubAgentState): SubAgentState => ({
  ...state,
  phase: 'running',
  workingSinceAt: NOW,
});

const waitingState = (fields: Partial<SubAgentState> = {}) =>
  subAgentState({
    phase: 'waiting',
    step: 1,
    heeding: null,
    length: 2,
    dueAt: NOW + 1_000,
    asked: [{ questionId: 'agent-1-q0', text: 'Which year?', attempt: 1 }],
    ...fields,
  });
const waitingTask = task({ status: 'waiting', questionId: 'agent-1-q0' });

describe('waking a sub-agent', () => {
  it('with its brief -> it works, and the brief is heeded with its first step', () => {
    const state = subAgentState();
    expect(planSubAgent(state, task(), null, NOW)).toEqual({ next: 'work', state: working(state) });
    expect(decideStep(state, saying('Done.'), new Map(), NOW).effects[0]).toEqual({ type: 'heed', index: 0 });
  });

  it('in the middle of its work, after a take-over -> it goes on from where it stands', () => {
    const state = subAgentState({ step: 3, length: 7, heeding: null });
    expect(planSubAgent(state, task(), null, NOW)).toEqual({ next: 'work', state: working(state) });
  });

  it('taken over between an answer and the step on it -> the answer is still heeded', () => {
    const plan = planSubAgent(waitingState(), task(), ANSWERED, NOW);
    if (plan.next !== 'work') throw new Error('it does not work');
    const again = planSubAgent(plan.state, task(), null, NOW);
    if (again.next !== 'work') throw new Error('it does not work after the take-over');
    expect(decideStep(again.state, saying('Done.'), new Map(), NOW).effects[0]).toEqual({
      type: 'heed',
      index: 2,
    });
  });

  it('while it backs off -> it rests; when that is over -> it works', () => {
    const state = subAgentState({ dueAt: NOW + 1 });
    expect(planSubAgent(state, task(), null, NOW)).toEqual({ next: 'rest' });
    expect(planSubAgent(state, task(), null, NOW + 1)).toEqual({
      next: 'work',
      state: { ...working(state), workingSinceAt: NOW + 1 },
    });
  });

  it('waiting, without an answer -> it rests', () => {
    expect(planSubAgent(waitingState(), waitingTask, null, NOW)).toEqual({ next: 'rest' });
  });

  it('waiting, with an answer -> it works; the answer takes its place in the transcript', () => {
    const state = waitingState();
    expect(planSubAgent(state, task(), ANSWERED, NOW)).toEqual({
      next: 'work',
      state: { ...working(state), dueAt: null, heeding: 2, length: 3 },
    });
  });

  it('waiting, with an answer that came just after the deadline -> the answer counts', () => {
    expect(planSubAgent(waitingState(), task(), ANSWERED, NOW + 2_000).next).toBe('work');
  });

  it('waiting, the deadline has passed -> the question expires, and the task fails with the way out', () => {
    const state = waitingState();
    expect(planSubAgent(state, waitingTask, null, NOW + 1_000)).toEqual({
      next: 'expire',
      state: { ...state, phase: 'ended', dueAt: null },
      effects: [
        {
          type: 'fail',
          error: { code: 'question_expired', message: expect.stringMatching(/Ask again/u) },
          expired: 'agent-1-q0',
        },
      ],
    });
  });

  it('waiting without a deadline -> it rests', () => {
    expect(planSubAgent(waitingState({ dueAt: null }), waitingTask, null, NOW)).toEqual({ next: 'rest' });
  });

  it.each(['cancelled', 'failed', 'completed'] as const)(
    'its task was %s by somebody else -> it stops, whether it works, waits or has its answer',
    (status) => {
      for (const state of [subAgentState(), subAgentState({ dueAt: NOW + 1 }), waitingState()]) {
        for (const answered of [true, false]) {
          expect(planSubAgent(state, task({ status }), answered ? ANSWERED : null, NOW)).toEqual({
            next: 'stop',
            state: { ...state, phase: 'ended', dueAt: null },
          });
        }
      }
    },
  );

  it('ended -> it rests, whatever comes', () => {
    const state = subAgentState({ phase: 'ended' });
    for (const status of ['running', 'waiting', 'completed', 'cancelled'] as const) {
      expect(planSubAgent(state, task({ status }), ANSWERED, NOW + 1e9)).toEqual({ next: 'rest' });
    }
  });
});

/** After its brief was heeded. */
const atWork = subAgentState({ heeding: null, length: 1 });
const ask = (question = 'Which year?', options?: string[]) =>
  call('ask_user', { question, ...(options ? { options } : {}) });
const finish = (result = 'Lisbon has 545,796 people.') => call('finish', { result });
const calculate = () => call('calculate', { expression: '2 + 2' });

/** One step, in which each declared tool gives 4; `broken` ones give an error. */
function step(answer: Answer, from: SubAgentState = atWork, broken: readonly string[] = []) {
  const results = declaredCalls(answer).map(({ id, name }): [string, ToolResult] => [
    id,
    broken.includes(name)
      ? { ok: false, misused: true, content: `There is no tool "${name}".`, verb: 'Thinking' }
      : { ok: true, content: '4', verb: 'Calculating' },
  ]);
  return decideStep(from, answer, new Map(results), NOW);
}

/** What a step adds to the transcript, in short. */
const said = (effects: ReturnType<typeof step>['effects']) =>
  ofSubAgent(effects, 'say').map(({ entry }) =>
    entry.role === 'assistant'
      ? `${entry.index} says "${entry.content}" and calls ${entry.toolCalls.length}`
      : `${entry.index} ${entry.name}: ${entry.content}`,
  );

const failureOf = ({ effects }: ReturnType<typeof step>) => ofSubAgent(effects, 'fail')[0]?.error.code;

describe('a step that ends the task', () => {
  it('finish -> completed with its result', () => {
    const decision = step(calling([finish('545,796')], 'There.'));
    expect(said(decision.effects)).toEqual(['1 says "545,796" and calls 1']);
    expect(ofSubAgent(decision.effects, 'complete')).toEqual([{ type: 'complete', result: '545,796' }]);
    expect(decision.state).toMatchObject({ phase: 'ended', dueAt: null, step: 1, length: 2 });
    expect(decision.again).toBe(false);
  });

  it('words alone -> they are the result', () => {
    const { effects, state } = step(saying('It is 545,796.'));
    expect(ofSubAgent(effects, 'complete')).toEqual([{ type: 'complete', result: 'It is 545,796.' }]);
    expect(state.phase).toBe('ended');
  });

  it('words that are too long -> cut, not inside of a character', () => {
    const { effects } = step(saying('🎉'.repeat(limits.resultLength)));
    const result = ofSubAgent(effects, 'complete')[0]?.result ?? '';
    expect(result.length).toBeLessThanOrEqual(limits.resultLength);
    expect(result).toMatch(/^(?:🎉)+…$/u);
  });

  it('finish beside a tool -> not finished: it sees what the tool gave back first', () => {
    const tools = new Map([['call-0', { content: '{"result":"3"}', ok: true, verb: 'Calculating' }]]);
    const both = calling([{ ...call('calculate', { expression: '1+2' }), id: 'call-0' }, finish()]);
    const { effects, again } = decideStep(subAgentState(), both, tools, NOW);
    expect(again).toBe(true);
    expect(ofSubAgent(effects, 'complete')).toEqual([]);
    expect(said(effects).slice(1)).toEqual([
      expect.stringContaining('{"result":"3"}'),
      expect.stringContaining('Not finished: see the other results first.'),
    ]);
  });

  it('finish twice -> the first counts', () => {
    expect(ofSubAgent(step(calling([finish('a'), finish('b')])).effects, 'complete')).toEqual([
      { type: 'complete', result: 'a' },
    ]);
  });

  it('a refusal -> failed, and says so', () => {
    expect(failureOf(step(refusing('I won’t.')))).toBe('model_refused');
  });

  it('the model fails for good -> failed with its code', () => {
    const decision = step({ failed: 'model_quota' });
    expect(failureOf(decision)).toBe('model_quota');
    expect(decision.state.phase).toBe('ended');
    expect(ofSubAgent(decision.effects, 'say')).toEqual([]);
  });
});

describe('a step that asks', () => {
  it('-> waiting, with a question of its own and a deadline', () => {
    const call = ask('Which year?', ['2011', '2021']);
    const { state, effects, again } = step(calling([call], 'Hm.'));
    expect(said(effects)).toEqual(['1 says "Which year?" and calls 1']);
    expect(ofSubAgent(effects, 'ask')).toEqual([
      {
        type: 'ask',
        questionId: 'agent-1-q0',
        text: 'Which year?',
        options: ['2011', '2021'],
        field: { type: 'text' },
        earlier: [],
        attempt: 1,
        repeats: null,
        toolCallId: call.id,
        answerIndex: 2,
        deadlineAt: NOW + limits.questionMs,
      },
    ]);
    expect(state).toMatchObject({
      phase: 'waiting',
      dueAt: NOW + limits.questionMs,
      length: 2,
      asked: [{ questionId: 'agent-1-q0', text: 'Which year?', attempt: 1 }],
    });
    expect(again).toBe(false);
  });

  it('several questions at once -> the first is asked, the others are told: one at a time', () => {
    const { effects } = step(calling([ask('Which year?'), ask('Which city?'), ask('Which source?')]));
    expect(ofSubAgent(effects, 'ask').map(({ text }) => text)).toEqual(['Which year?']);
    expect(said(effects).slice(1)).toEqual([
      expect.stringMatching(/^2 ask_user: One question at a time/u),
      expect.stringMatching(/^3 ask_user: One question at a time/u),
    ]);
    expect(ofSubAgent(effects, 'ask')[0]?.answerIndex).toBe(4);
  });

  it('together with other tools -> they have their results, then it waits', () => {
    const { effects } = step(calling([calculate(), ask()]));
    expect(said(effects)).toEqual(['1 says "Which year?" and calls 2', '2 calculate: 4']);
    expect(ofSubAgent(effects, 'ask')[0]?.answerIndex).toBe(3);
  });

  it('together with finish -> the question counts, and finish is told', () => {
    const { effects, state } = step(calling([finish(), ask()]));
    expect(state.phase).toBe('waiting');
    expect(ofSubAgent(effects, 'complete')).toEqual([]);
    expect(said(effects)[1]).toMatch(/^2 finish: Not finished/u);
  });

  it('together with a bad call -> the question counts, the bad call is told', () => {
    const { effects, state } = step(calling([call('finish', '{'), ask()]));
    expect(state).toMatchObject({ phase: 'waiting', unusable: 0 });
    expect(said(effects)[1]).toMatch(/^2 finish: .*not valid JSON/u);
  });

  it('again, in the same words -> the second attempt', () => {
    const { effects } = step(calling([ask('which YEAR')]), { ...waitingState(), phase: 'running' });
    expect(ofSubAgent(effects, 'ask')[0]).toMatchObject({
      questionId: 'agent-1-q1',
      attempt: 2,
      repeats: 'agent-1-q0',
    });
  });

  it('once more -> the task fails and says so', () => {
    const twice = [
      { questionId: 'agent-1-q0', text: 'Which year?', attempt: 1 },
      { questionId: 'agent-1-q1', text: 'which YEAR', attempt: 2 },
    ];
    const decision = step(calling([ask('Which year?')]), { ...atWork, asked: twice });
    expect(failureOf(decision)).toBe('repeated_question');
    expect(ofSubAgent(decision.effects, 'ask')).toEqual([]);
  });

  it('different questions in a row, as many as there may be -> asked; one more -> the task fails', () => {
    let state = atWork;
    for (let n = 0; n < limits.asks; n += 1) {
      const decision = step(calling([ask(`Question ${n}?`)]), { ...state, phase: 'running' });
      expect(ofSubAgent(decision.effects, 'ask')[0]?.attempt).toBe(1);
      state = decision.state;
    }
    expect(failureOf(step(calling([ask('One more?')]), { ...state, phase: 'running' }))).toBe(
      'too_many_questions',
    );
  });
});

describe('a step that goes on', () => {
  it('tools -> their results, and another call of the model', () => {
    const { state, effects, again } = step(calling([calculate(), calculate()], 'Let me see.'));
    expect(said(effects)).toEqual(['1 says "Let me see." and calls 2', '2 calculate: 4', '3 calculate: 4']);
    expect(ofSubAgent(effects, 'progress')).toEqual([{ type: 'progress', verb: 'Calculating', step: 2 }]);
    expect(state).toMatchObject({ phase: 'running', step: 1, length: 4, unusable: 0 });
    expect(again).toBe(true);
  });

  it('a transient failure before it -> its attempts are forgotten', () => {
    expect(step(calling([calculate()]), { ...atWork, attempts: 2 }).state.attempts).toBe(0);
  });

  it('more calls than there may be -> the first are run, the others are told', () => {
    const calls = Array.from({ length: limits.toolCallsPerStep + 1 }, calculate);
    const { effects } = step(calling(calls));
    expect(declaredCalls(calling(calls))).toHaveLength(limits.toolCallsPerStep);
    expect(said(effects).at(-1)).toMatch(/^10 calculate: At most 8 calls/u);
  });

  it.each<[string, Answer]>([
    ['an empty answer', saying(' \n ')],
    ['arguments that are no JSON', calling([call('finish', '{"result')])],
    ['arguments that do not fit', calling([call('ask_user', { question: 5 })])],
    ['a question of spaces only', calling([ask('  ')])],
    ['a result of spaces only', calling([finish(' \n')])],
    ['an unknown tool', calling([call('fly', {})])],
    ['a finish beside an unknown tool', calling([finish(), call('fly', {})])],
  ])('%s -> the model is told once; twice in a row -> the task fails', (_, bad) => {
    const first = step(bad, atWork, ['fly']);
    expect(first.again).toBe(true);
    expect(first.state).toMatchObject({ phase: 'running', unusable: 1 });
    expect(failureOf(step(bad, first.state, ['fly']))).toBe('model_invalid_answer');
  });

  it('an answer that cannot be used, then a good one, then another bad one -> told once more', () => {
    const first = step(saying(''));
    const second = step(calling([calculate()]), first.state);
    expect(second.state.unusable).toBe(0);
    expect(step(saying(''), second.state).again).toBe(true);
  });

  it('the last step that there may be -> finish still counts, anything else fails', () => {
    const last = { ...atWork, step: limits.steps - 1 };
    expect(ofSubAgent(step(calling([finish()]), last).effects, 'complete')).toHaveLength(1);
    expect(failureOf(step(calling([calculate()]), last))).toBe('too_many_steps');
    expect(step(calling([calculate()]), { ...last, step: limits.steps - 2 }).again).toBe(true);
  });

  it('a transcript that is full -> fails, so that it can always be read as a whole', () => {
    const calls = Array.from({ length: 5 }, calculate);
    const room = { ...atWork, length: limits.transcript - 7 };
    expect(step(calling(calls), room).again).toBe(true);
    expect(failureOf(step(calling(calls), { ...room, length: room.length + 1 }))).toBe('too_many_steps');
    expect(step(calling([ask()]), { ...room, length: limits.transcript - 3 }).state.phase).toBe('waiting');
    const full = { ...room, length: limits.transcript - 1 };
    expect(failureOf(step(calling([ask()]), full))).toBe('too_many_steps');
    expect(ofSubAgent(step(calling([finish()]), full).effects, 'complete')).toHaveLength(1);
    const flood = Array.from({ length: 1_000 }, calculate);
    expect(failureOf(step(calling(flood)))).toBe('too_many_steps');
  });
});
