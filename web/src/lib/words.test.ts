import { expect, test } from 'vitest';
import { hasWords, wordsIn } from './words.ts';

test('knows no case and no accents, in either of the two', () => {
  expect(hasWords('Offsite in Zürich', 'zurich')).toBe(true);
  expect(hasWords('Offsite in Zurich', 'ZÜRICH')).toBe(true);
});
test('wants all words, in any order, each at least in part', () => {
  expect(hasWords('Plan the launch call', 'call lau')).toBe(true);
  expect(hasWords('Plan the launch call', 'call lunch')).toBe(false);
});
test('takes what is typed as letters, not as a pattern', () => {
  expect(hasWords('Costs (draft)', '(dra')).toBe(true);
  expect(hasWords('Costs', '.*')).toBe(false);
});

test('says where the words stand, in letters of the text itself', () => {
  const marked = (text: string, search: string) =>
    wordsIn(text, search).map(({ from, to }) => text.slice(from, to));
  expect(marked('Zürich, then ZURICH', 'zurich')).toEqual(['Zürich', 'ZURICH']);
  expect(marked('A 👍 call, a ﬁne one', 'call one')).toEqual(['call', 'one']);
  expect(marked('nothing', ' ')).toEqual([]);
});
