import { expect, test } from 'vitest';
import { titleProblem } from './title-check.ts';

test('a title has 1 to 80 characters; spaces around it do not count', () => {
  expect(titleProblem('a')).toBe(null);
  expect(titleProblem(` ${'a'.repeat(80)} `)).toBe(null);
  expect(titleProblem('  ')).toBe('A title needs at least one character.');
  expect(titleProblem('a'.repeat(83))).toBe('A title has at most 80 characters: shorten it by 3.');
});
test('an emoji is one character', () => {
  expect(titleProblem('😀'.repeat(80))).toBe(null);
  expect(titleProblem('😀'.repeat(81))).toContain('shorten it by 1.');
});
