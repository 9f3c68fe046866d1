import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinParts } from '../../../src/contracts/index.ts';
import { part } from '../../support/factories.ts';

const textOf = (epoch: number, tried: number, ...texts: string[]) =>
  texts.map((text, n) => part({ epoch, try: tried, n, text }));

describe('the text of streamed parts', () => {
  it('no part -> empty', () => {
    expect(joinParts([])).toBe('');
  });

  it('parts of one try -> in the order of n, however they arrive', () => {
    expect(joinParts(textOf(1, 0, 'Hel', 'lo ', 'there').toReversed())).toBe('Hello there');
  });

  it('more than ten parts -> ordered as numbers', () => {
    const letters = Array.from('abcdefghijklm');
    expect(joinParts(textOf(1, 0, ...letters).toSorted((a, b) => `${a.n}`.localeCompare(`${b.n}`)))).toBe(
      'abcdefghijklm',
    );
  });

  it('another try -> what was given up does not count', () => {
    expect(joinParts([...textOf(1, 0, 'Hel', 'lo'), ...textOf(1, 1, 'Good ')])).toBe('Good ');
  });

  it('another owner -> only the newest epoch counts, though its try is the first', () => {
    expect(joinParts([...textOf(2, 0, 'Good ', 'day'), ...textOf(1, 3, 'Hel', 'lo')])).toBe('Good day');
  });

  it('any order of arrival -> the same text', () => {
    const all = [...textOf(1, 0, 'a', 'b'), ...textOf(1, 1, 'c'), ...textOf(2, 0, 'd', 'e', 'f')];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (parts) => {
        expect(joinParts(parts)).toBe('def');
      }),
    );
  });
});
