import { describe, expect, test } from 'vitest';
import { dollarsOf, dollarText, microsOf } from './money.ts';

describe('dollars of a field', () => {
  test.each([
    ['0.15', 150_000],
    ['1.10', 1_100_000],
    ['2', 2_000_000],
    ['0.000001', 1],
    ['999999999', 999_999_999_000_000],
  ])('%s -> %d millionths, exactly, and back', (text, micros) => {
    expect(microsOf(text)).toBe(micros);
    expect(microsOf(dollarsOf(micros))).toBe(micros);
  });
  test('nothing -> no amount', () => {
    expect(microsOf(' ')).toBeNull();
    expect(dollarsOf(null)).toBe('');
  });
  test.each(['-1', '1,5', '1e3', '0.0000001', 'free', '$2'])('%s -> not an amount', (text) => {
    expect(microsOf(text)).toBeUndefined();
  });
});

test('an amount below a cent is not shown as nothing', () => {
  expect(dollarText(120)).toBe('$0.00012');
  expect(dollarText(1_234_567)).toBe('$1.23');
  expect(dollarText(0)).toBe('$0.00');
});
