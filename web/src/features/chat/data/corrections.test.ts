import { limits } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import { checkCorrection, correctedIn, correctionsOf } from './corrections.ts';
import { fromMother, fromPerson } from './message-samples.ts';

const right = (id: string, answer: string, createdAt: number, status: 'sent' | 'handled' | 'refused') =>
  fromPerson({ id, content: '', correct: { questionId: 'q', answer }, createdAt, status });

describe('the newest correction of an answer', () => {
  test('counts from when it is sent, whatever order the messages come in', () => {
    const messages = [right('b', '100', 2_000, 'sent'), right('a', '90', 1_000, 'handled')];
    expect(correctionsOf(messages).get('q')).toBe('100');
    expect(correctionsOf(messages.toReversed()).get('q')).toBe('100');
  });
  test('that was refused does not count: the one before does', () => {
    const messages = [right('b', '100', 2_000, 'refused'), right('a', '90', 1_000, 'handled')];
    expect(correctionsOf(messages).get('q')).toBe('90');
  });
  test('is not there without one', () => {
    expect(correctionsOf([fromPerson({ id: 'a' })]).size).toBe(0);
  });
});

test('what Mother said to a correction is told from what she said to anything else', () => {
  const messages = [
    right('a', '90', 1_000, 'handled'),
    fromPerson({ id: 'b', content: '', retry: { kind: 'task', id: 't' } }),
    fromMother({ id: 'again-a', inReplyTo: ['a'] }),
    fromMother({ id: 'again-b', inReplyTo: ['b'] }),
  ];
  expect([...correctedIn(messages)]).toEqual(['again-a']);
});

describe('a right answer that is being written', () => {
  test('is saved without the space around it', () => {
    expect(checkCorrection(' 90 euros\n', '80 euros')).toEqual({ answer: '90 euros', problem: null });
  });
  test('nothing, and the same again -> says why it cannot be saved', () => {
    expect(checkCorrection(' \n', '80 euros').problem).toBe('Write the right answer first.');
    expect(checkCorrection('80 euros ', '80 euros').problem).toBe('This is the answer that it already has.');
  });
  test('the longest fits; one more -> says by how much it is too long', () => {
    expect(checkCorrection('a'.repeat(limits.answerLength), 'x').problem).toBeNull();
    expect(checkCorrection('a'.repeat(limits.answerLength + 1), 'x').problem).toBe(
      'An answer has at most 8,000 characters: shorten it by 1.',
    );
  });
});
