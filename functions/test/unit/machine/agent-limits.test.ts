import { describe, expect, it } from 'vitest';
import { defaultAgentLimits, type AgentLimits, type SubAgentState } from '../../../src/contracts/index.ts';
import { planSubAgent } from '../../../src/machine/sub-agent-plan.ts';
import { decideStep } from '../../../src/machine/sub-agent.ts';
import { NOW, subAgentState, task } from '../../support/factories.ts';
import { call, calling, ofSubAgent, saying } from './vocabulary.ts';

// What an agent's definition bounds: each limit ends its task, with words that say what to do.

const MINUTE = 60_000;
const limited = (limits: Partial<AgentLimits>, state: Partial<SubAgentState> = {}) =>
  subAgentState({ limits: { ...defaultAgentLimits, ...limits }, ...state });

const lookUp = call('current_time', { time_zone: 'UTC' });
const found = new Map([[lookUp.id, { ok: true, content: '12:00', verb: 'Looking' }]]);
const ask = call('ask_user', { question: 'Which one?' });

const endOf = (state: SubAgentState, answer = calling([lookUp]), results = found, now = NOW) =>
  ofSubAgent(decideStep(state, answer, results, now).effects, 'fail')[0]?.error.code ?? null;

describe('an agent that has its own limits', () => {
  it('as many steps as it may take -> the next one fails its task', () => {
    expect(endOf(limited({ steps: 2 }, { step: 0 }))).toBeNull();
    expect(endOf(limited({ steps: 2 }, { step: 1 }))).toBe('too_many_steps');
  });

  it('as many tool calls as it may make, of all its steps together -> the next one fails its task', () => {
    expect(endOf(limited({ toolCalls: 3 }, { toolCalls: 2 }))).toBeNull();
    expect(endOf(limited({ toolCalls: 3 }, { toolCalls: 3 }))).toBe('too_many_tool_calls');
  });

  it('none of its calls counts but those of tools: it may still ask and finish', () => {
    expect(endOf(limited({ toolCalls: 1 }, { toolCalls: 1 }), calling([ask]), new Map())).toBeNull();
    expect(endOf(limited({ toolCalls: 1 }, { toolCalls: 1 }), saying('Done.'), new Map())).toBeNull();
  });

  it('no questions -> the first one fails its task', () => {
    expect(endOf(limited({ asks: 0 }), calling([ask]), new Map())).toBe('too_many_questions');
  });

  it('works for longer than it may -> its next step fails its task', () => {
    const state = limited({ minutes: 5 }, { workingSinceAt: NOW - 5 * MINUTE });
    expect(endOf(state)).toBeNull();
    expect(endOf(state, calling([lookUp]), found, NOW + 1)).toBe('took_too_long');
  });

  it('waits for days -> that is no work; what it worked before and after is added up', () => {
    const asking = decideStep(
      limited({ minutes: 5 }, { workingSinceAt: NOW - 3 * MINUTE }),
      calling([ask]),
      new Map(),
      NOW,
    ).state;
    expect(asking).toMatchObject({ phase: 'waiting', workedMs: 3 * MINUTE, workingSinceAt: null });
    const later = NOW + 3 * 24 * 60 * MINUTE;
    const plan = planSubAgent(asking, task(), { kind: 'answer' }, later);
    if (plan.next !== 'work') throw new Error('it does not work');
    expect(endOf(plan.state, calling([lookUp]), found, later + 2 * MINUTE)).toBeNull();
    expect(endOf(plan.state, calling([lookUp]), found, later + 2 * MINUTE + 1)).toBe('took_too_long');
  });
});
