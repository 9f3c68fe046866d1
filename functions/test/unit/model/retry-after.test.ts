import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/model/retry-after.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('how long a server asks to wait', () => {
  it.each([
    ['nothing said', {}, null],
    ['seconds', { 'retry-after': '20' }, 20_000],
    ['a part of a second', { 'retry-after': '0.5' }, 500],
    ['a date', { 'retry-after': 'Sun, 01 Mar 2026 12:01:30 GMT' }, 90_000],
    ['a date that has passed', { 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    ['milliseconds', { 'retry-after-ms': '1250' }, 1_250],
    [
      'milliseconds and seconds: the finer one counts',
      { 'retry-after-ms': '1250', 'retry-after': '9' },
      1_250,
    ],
    [
      'milliseconds that cannot be read: the seconds count',
      { 'retry-after-ms': 'soon', 'retry-after': '9' },
      9_000,
    ],
    ['words', { 'retry-after': 'soon' }, null],
    ['a negative number', { 'retry-after': '-5' }, null],
  ])('%s', (_, headers, expected) => {
    expect(retryAfterMs(new Headers(headers), NOW)).toBe(expected);
  });
});
