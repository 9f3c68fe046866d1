import type { SubAgentMessage } from 'functions/contracts';
import { expect, test } from 'vitest';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { readableJson, stepsOf } from './steps.ts';

const entry = (id: string, data: SubAgentMessage): Entry<SubAgentMessage> => ({
  id,
  ok: true,
  data,
  pending: false,
});
const base = { schemaVersion: 1, createdAt: 1 } as const;
const answer = (answeredBy: 'user' | 'orchestrator') =>
  entry('3', {
    ...base,
    index: 3,
    role: 'user',
    content: 'UTC',
    status: 'handled',
    toolCallId: 'c2',
    questionId: 'q',
    answeredBy,
    messageId: null,
  });

test('a call stands with its result, and the result does not stand again by itself', () => {
  const steps = stepsOf([
    entry('1', {
      ...base,
      index: 1,
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'c1', name: 'calculate', arguments: '{}' }],
    }),
    entry('2', {
      ...base,
      index: 2,
      role: 'tool',
      toolCallId: 'c1',
      name: 'calculate',
      content: '4',
      outside: false,
    }),
  ]);
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ kind: 'said', asks: false, calls: [{ name: 'calculate', result: '4' }] });
});
test('a question is words, not a call', () => {
  const [step] = stepsOf([
    entry('1', {
      ...base,
      index: 1,
      role: 'assistant',
      content: 'Which zone?',
      toolCalls: [{ id: 'c2', name: 'ask_user', arguments: '{}' }],
    }),
  ]);
  expect(step).toMatchObject({ kind: 'said', asks: true, text: 'Which zone?', calls: [] });
});
test('an answer says who gave it', () => {
  expect(stepsOf([answer('user')])[0]).toMatchObject({ kind: 'answer', from: 'you' });
  expect(stepsOf([answer('orchestrator')])[0]).toMatchObject({ from: 'Mother, from what you said' });
});
test('a malformed entry keeps its place', () => {
  const broken: Entry<SubAgentMessage> = {
    id: 'x',
    ok: false,
    error: { code: 'malformed_document', message: 'No.' },
  };
  expect(stepsOf([broken, answer('user')]).map((step) => step.kind)).toEqual(['broken', 'answer']);
});
test('JSON is laid out; what is not JSON stays as it is', () => {
  expect(readableJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readableJson('plain')).toBe('plain');
});
