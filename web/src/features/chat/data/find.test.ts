import { describe, expect, test } from 'vitest';
import { messagesWith, nextFound } from './find.ts';
import { fromMother, fromPerson } from './message-samples.ts';

describe('what is found', () => {
  const messages = [
    fromMother({ id: 'c', content: 'Zürich it is.' }),
    { id: 'x', ok: false, error: { code: 'malformed_document', message: 'No.' } } as const,
    fromPerson({ id: 'a', content: 'To Zurich, please.' }),
  ];
  test('messages with all the words, whoever wrote them, the newest first', () => {
    expect(messagesWith(messages, 'zurich')).toEqual(['c', 'a']);
    expect(messagesWith(messages, 'please zur')).toEqual(['a']);
  });
  test('no words -> nothing', () => {
    expect(messagesWith(messages, '  ')).toEqual([]);
  });
});

describe('going through it', () => {
  test('begins with the newest, goes back in time, and round', () => {
    expect(nextFound(['c', 'b', 'a'], null, 1)).toBe('c');
    expect(nextFound(['c', 'b', 'a'], 'c', 1)).toBe('b');
    expect(nextFound(['c', 'b', 'a'], 'a', 1)).toBe('c');
    expect(nextFound(['c', 'b', 'a'], 'c', -1)).toBe('a');
  });
  test('from one that is not found any more -> the newest', () => {
    expect(nextFound(['c', 'b'], 'gone', 1)).toBe('c');
  });
  test('nothing found -> nowhere', () => {
    expect(nextFound([], null, 1)).toBeUndefined();
  });
});
