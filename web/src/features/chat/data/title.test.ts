import { describe, expect, test } from 'vitest';
import { cut, titleFrom } from './title.ts';

describe('a title from the first message', () => {
  test('a short message is its own title', () => {
    expect(titleFrom('Plan a call')).toBe('Plan a call');
  });
  test('line breaks and runs of spaces become one space', () => {
    expect(titleFrom('  Plan\n\na   call ')).toBe('Plan a call');
  });
  test('80 units fit; what is longer is cut to 80, and shows it', () => {
    expect(titleFrom('a'.repeat(80))).toBe('a'.repeat(80));
    expect(titleFrom('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`);
  });
  test('a cut never splits a surrogate pair: the whole character goes', () => {
    const title = titleFrom(`${'a'.repeat(78)}😀 and more`);
    expect(title).toBe(`${'a'.repeat(78)}…`);
    expect(title.isWellFormed()).toBe(true);
  });
  test('a pair that ends exactly at the limit stays', () => {
    expect(cut(`${'a'.repeat(78)}😀b`, 80)).toBe(`${'a'.repeat(78)}😀`);
  });
  test('a cut after a space leaves no space behind', () => {
    expect(titleFrom(`${'a'.repeat(78)} bcd`)).toBe(`${'a'.repeat(78)}…`);
  });
});
