import { describe, expect, it } from 'vitest';
import { limits, type SubAgentState } from '../../../src/contracts/index.ts';
import { planSubAgent } from '../../../src/machine/sub-agent-plan.ts';
import { paused, type ToolResult } from '../../../src/machine/sub-agent-state.ts';
import { decideStep } from '../../../src/machine/sub-agent.ts';
import { NOW, subAgentState, task } from '../../support/factories.ts';
import { call, calling, ofSubAgent, saying } from './vocabulary.ts';

// A task may end in a step whose calls were made. What they did is not to be done again by another try.

const atWork = subAgentState({ heeding: null, workingSinceAt: NOW });
const pay = { ...call('pay', { amount: 49 }), id: 'pay' };
const paid: ToolResult = { ok: true, content: 'receipt', verb: 'Paying', outside: true };

const step = (from: SubAgentState, result: ToolResult = paid, ...beside: ReturnType<typeof call>[]) =>
  decideStep(from, calling([pay, ...beside]), new Map([['pay', result]]), NOW);

type Decided = { readonly effects: ReturnType<typeof step>['effects'] };
const codeOf = ({ effects }: Decided) => ofSubAgent(effects, 'fail')[0]?.error.code;
const receipts = ({ effects }: Decided) =>
  ofSubAgent(effects, 'say').flatMap(({ entry }) =>
    entry.role === 'tool' && entry.outside ? [`${entry.index} ${entry.content}`] : [],
  );

describe('a task that fails in a step whose call was made', () => {
  const used = atWork.limits.minutes * 60_000 + 1;
  const asked = Array.from({ length: limits.asks }, (_, n) => ({
    questionId: `agent-1-q${n}`,
    text: `Question ${n}?`,
    attempt: 1,
  }));
  it.each([
    ['it was its last step', 'too_many_steps', step({ ...atWork, step: limits.steps - 1 })],
    ['its time is over', 'took_too_long', step({ ...atWork, workedMs: used })],
    [
      'another call of it was bad, for the second time',
      'model_invalid_answer',
      step({ ...atWork, unusable: 1 }, paid, call('finish', '{')),
    ],
    [
      'it asks one question too many',
      'too_many_questions',
      step({ ...atWork, asked }, paid, call('ask_user', { question: 'One more?' })),
    ],
  ])('%s -> %s, and its result stays', (_, code, decision) => {
    expect(codeOf(decision)).toBe(code);
    expect(receipts(decision)).toEqual(['2 receipt']);
  });

  it('and nobody knows what became of the call -> it ends because of that, and is not tried again', () => {
    const unknown: ToolResult = { ...paid, ok: false, why: 'effect_unknown' };
    expect(codeOf(step({ ...atWork, step: limits.steps - 1 }, unknown))).toBe('effect_unknown');
    expect(codeOf(step({ ...atWork, unusable: 1 }, unknown, call('finish', '{')))).toBe('effect_unknown');
    expect(step(atWork, unknown).again).toBe(true);
  });

  const intent = {
    answer: {
      text: 'Both.',
      toolCalls: [pay, { ...pay, id: 'other' }],
      refusal: null,
      usage: null,
      model: '',
    },
    calls: [{ id: 'pay', status: 'done' as const, ok: true, content: 'receipt', why: null }],
  };

  it('and waits for a yes to the next one, which never comes -> what was made stays, the other is not done', () => {
    const state = subAgentState({ phase: 'waiting', heeding: null, length: 1, dueAt: NOW - 1, intent });
    const plan = planSubAgent(state, task({ status: 'waiting' }), null, NOW);
    if (plan.next !== 'expire') throw new Error('It does not expire');
    expect(codeOf(plan)).toBe('question_expired');
    expect(receipts(plan)).toEqual(['2 receipt']);
    expect(ofSubAgent(plan.effects, 'say').at(-1)?.entry.content).toMatch(/^This was not done/u);
  });

  it('and is given up after several owners -> what was made stays', () => {
    const decision = decideStep({ ...atWork, length: 1, intent }, { failed: 'interrupted' }, new Map(), NOW);
    expect(codeOf(decision)).toBe('interrupted');
    expect(receipts(decision)).toEqual(['2 receipt']);
  });

  it('there is no room for its calls -> none is made', () => {
    const full = { ...atWork, length: limits.transcript - 2 };
    const decision = decideStep(full, calling([pay]), new Map(), NOW);
    expect([codeOf(decision), receipts(decision)]).toEqual(['too_many_steps', []]);
  });
});

describe('what is no fault of an answer', () => {
  it.each([
    ['a tool says no', { ok: false, content: 'There is no order 1042.', verb: 'Looking' }],
    ['a person does', { ok: false, content: 'Not allowed.', verb: 'Paying', why: 'declined' }],
    ['nobody knows', { ok: false, content: 'Unknown.', verb: 'Paying', why: 'effect_unknown' }],
  ] satisfies [string, ToolResult][])('%s, again and again -> it goes on', (_, no) => {
    const first = step(atWork, no);
    const second = step(first.state, no);
    expect([first.state.unusable, second.state.unusable, second.again]).toEqual([0, 0, true]);
  });
});

describe('how long an agent has worked', () => {
  it('what it waits for the provider or a fresh invocation does not count', () => {
    const rested = paused({ ...atWork, workedMs: 1_000 }, NOW + 2_000);
    const plan = planSubAgent(rested, task(), null, NOW + 3_600_000);
    if (plan.next !== 'work') throw new Error('It does not work');
    expect(plan.state).toMatchObject({ workedMs: 3_000, workingSinceAt: NOW + 3_600_000 });
    expect(decideStep(plan.state, saying(''), new Map(), NOW + 3_600_001).again).toBe(true);
  });

  it('its owner died -> until the lease ran out, and not how long nobody was there', () => {
    const lost = { ...atWork, leaseEndsAt: NOW + 60_000 };
    const plan = planSubAgent(lost, task(), null, NOW + 3_600_000);
    if (plan.next !== 'work') throw new Error('It does not work');
    expect(plan.state).toMatchObject({ workedMs: 60_000, workingSinceAt: NOW + 3_600_000 });
  });
});
