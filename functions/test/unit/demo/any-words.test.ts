import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { playAgent } from '../../../../emulator-data/demo/agent.ts';
import type { Call } from '../../../../emulator-data/demo/answer.ts';
import { playMother } from '../../../../emulator-data/demo/mother.ts';
import { readRequest } from '../../../../emulator-data/demo/request.ts';
import { isQuoteOf } from '../../../src/machine/evidence.ts';
import { motherCall, parseCall, subAgentCall } from '../../../src/machine/tools.ts';
import { motherInput, motherInstructions } from '../../../src/model/prompts/mother.ts';
import { subAgentInstructions } from '../../../src/model/prompts/sub-agent.ts';
import { starterAgents } from '../../../src/tenants/starter-agents.ts';

// Whatever a person types, the demo model gives an answer that the backend can use.

const snippets = [
  'Plan a call',
  'and write an e-mail',
  'estimate',
  'My hourly rate is 80 euros.',
  'for our customers',
  'they are in Berlin',
  'my name is Ada',
  'stop',
  'no idea',
  'Planner:',
  ', ',
  ' and ',
  '. ',
  '\n',
  '|',
  '\u{1F600}',
  'ß',
  '1.000,50',
];
const words = fc
  .array(fc.oneof(fc.constantFrom(...snippets), fc.string({ unit: 'grapheme', maxLength: 12 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(' '))
  .filter((text) => text.trim() !== '');

const waiting = (agent: string, text: string) => ({
  questionId: `q-${agent}`,
  kind: 'input' as const,
  taskId: `t-${agent}`,
  subAgentId: `s-${agent}`,
  name: agent,
  text,
  options: [],
  field: { type: 'text' as const },
  suggestion: null,
  repeats: null,
  sameAs: null,
  relayedAt: 0,
});
const questions = [
  waiting('Planner', 'Which time zone are they in?'),
  waiting('Writer', 'Who is the audience?'),
  waiting('Juggler', 'How high?'),
];

const agents = Object.entries(starterAgents).map(([id, agent]) => ({ id, ...agent }));
const system = motherInstructions({ persona: '', agents, more: false });

const heard = (text: string, asked: typeof questions) =>
  readRequest({
    messages: [
      { role: 'system', content: system },
      {
        role: 'user',
        content: motherInput({
          now: 0,
          summary: '',
          recent: [],
          facts: [],
          tasks: asked.map(({ taskId, subAgentId, name }) => ({
            taskId,
            subAgentId,
            name,
            title: 'Work',
            queued: false,
          })),
          waiting: asked,
          fresh: [{ type: 'message', id: 'm1', at: '', text }],
        }),
      },
    ],
  });

const written = ({ name, input }: Call) => ({ id: 'c', name, arguments: JSON.stringify(input) });

describe('for any words', () => {
  test('Mother says something, calls her tools rightly, and quotes word for word', () => {
    fc.assert(
      fc.property(words, fc.subarray(questions), (text, asked) => {
        const request = heard(text, asked);
        if (request.caller !== 'mother') throw new Error('This is a turn of Mother’s.');
        const answer = playMother(request);
        expect(answer.text.trim()).not.toBe('');
        for (const call of answer.calls) {
          const parsed = parseCall(motherCall, written(call));
          if (!parsed.ok) throw new Error(parsed.problem);
          const { input } = parsed.value;
          const evidence = 'evidence' in input ? input.evidence : [];
          for (const { quote } of evidence) expect(isQuoteOf(quote, text)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test.each(Object.values(starterAgents))(
    '$name asks or goes on, and calls its tools rightly',
    ({ name, instructions }) => {
      fc.assert(
        fc.property(words, words, (brief, answer) => {
          const call = {
            id: 'c1',
            function: { name: 'ask_user', arguments: '{"question":"Which time zone are they in?"}' },
          };
          const request = readRequest({
            messages: [
              { role: 'system', content: subAgentInstructions(name, instructions) },
              { role: 'user', content: brief },
              { role: 'assistant', content: '', tool_calls: [call] },
              { role: 'tool', tool_call_id: 'c1', content: JSON.stringify({ answer }) },
            ],
          });
          if (request.caller !== 'agent') throw new Error('This is a step of an agent.');
          const [next, ...more] = playAgent(request).calls;
          expect(more).toEqual([]);
          if (next?.name === 'calculate' || next?.name === 'current_time') return;
          const parsed = next && parseCall(subAgentCall, written(next));
          expect(parsed?.ok).toBe(true);
        }),
        { numRuns: 150 },
      );
    },
  );
});
