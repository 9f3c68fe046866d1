import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/contracts/index.ts';
import {
  motherCall,
  motherTools,
  parseCall,
  specOf,
  subAgentCall,
  subAgentTools,
} from '../../../src/machine/tools.ts';
import { call } from './vocabulary.ts';

describe('a call of a model', () => {
  it('that fits -> parsed, what may be left out filled in', () => {
    expect(parseCall(subAgentCall, call('ask_user', { question: 'Which year?' }))).toEqual({
      ok: true,
      value: { name: 'ask_user', input: { question: 'Which year?', options: [], field: { type: 'text' } } },
    });
    expect(parseCall(motherCall, call('find_agents', ''))).toEqual({
      ok: true,
      value: { name: 'find_agents', input: { tags: [], text: '' } },
    });
  });

  it.each([
    ['no JSON', 'finish', '{"result"', /not valid JSON/u],
    ['an unknown tool', 'fly', '{}', /fly/u],
    ['a field too few', 'finish', '{}', /result/u],
    ['another type', 'finish', '{"result":5}', /result/u],
    ['no object', 'finish', '[1]', /finish/u],
    ['a blank text', 'finish', '{"result":" \\n"}', /blank/u],
    [
      'a text that is too long',
      'finish',
      JSON.stringify({ result: 'x'.repeat(limits.resultLength + 1) }),
      /32000/u,
    ],
  ])('%s -> said in words for the model', (_, name, input, problem) => {
    const parsed = parseCall(subAgentCall, call(name, input));
    expect(parsed).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  it.each([
    ['a confidence above 1', { confidence: 1.1 }],
    [
      'more evidence than there may be',
      { evidence: Array.from({ length: 6 }, () => ({ message_id: 'm', quote: 'q' })) },
    ],
    [
      'a quote that is too long',
      { evidence: [{ message_id: 'm', quote: 'q'.repeat(limits.quoteLength + 1) }] },
    ],
    ['an empty quote', { evidence: [{ message_id: 'm', quote: '' }] }],
  ])('%s -> cannot be used', (_, fields) => {
    const input = { sub_agent_id: 'agent-1', answer: '2021', confidence: 1, evidence: [], ...fields };
    expect(parseCall(motherCall, call('reply_to_agent', input)).ok).toBe(false);
  });

  it('whatever its name and arguments -> parsed or refused, never an error', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('finish', 'ask_user', '__proto__', 'constructor'));
    const input = fc.oneof(fc.string(), fc.json());
    fc.assert(
      fc.property(name, input, (name, input) => {
        expect(parseCall(subAgentCall, call(name, input)).ok).toBeTypeOf('boolean');
        expect(parseCall(motherCall, call(name, input)).ok).toBeTypeOf('boolean');
      }),
    );
  });
});

describe('the tools as a model gets them', () => {
  it('each has a name of its own, words that say what it is for, and an object for its arguments', () => {
    for (const tools of [motherTools, subAgentTools]) {
      const specs = Object.values(tools).map(specOf);
      expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
      for (const spec of specs) {
        expect(spec.description).toMatch(/\.$/u);
        expect(spec.parameters).toMatchObject({ type: 'object' });
      }
    }
  });
});
