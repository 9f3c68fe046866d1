import { describe, expect, test } from 'vitest';
import { checkAnswer } from './typed-answer.ts';

const whole = { type: 'number', integer: true, min: 1, max: 10 } as const;
const free = { type: 'number', integer: false, min: null, max: null } as const;

describe('a number', () => {
  test('digits in the range -> sent as a number is written', () => {
    expect(checkAnswer(whole, [], ' 007 ')).toEqual({ answer: '7', problem: null });
    expect(checkAnswer(free, [], '-2.50')).toEqual({ answer: '-2.5', problem: null });
  });
  test.each([
    ['', 'Write a number, like 12.'],
    ['1,000', 'Write a number, like 12.'],
    ['1e3', 'Write a number, like 12.'],
    ['Infinity', 'Write a number, like 12.'],
    ['2.5', 'Write a whole number.'],
    ['0', 'From 1 to 10.'],
    ['11', 'From 1 to 10.'],
  ])('%j -> says why not', (text, problem) => {
    expect(checkAnswer(whole, [], text).problem).toBe(problem);
  });
  test('bounded on one side only -> says which', () => {
    expect(checkAnswer({ ...free, min: 3 }, [], '2').problem).toBe('3 or more.');
    expect(checkAnswer({ ...free, max: 3 }, [], '4').problem).toBe('3 or less.');
  });
});

describe('a choice and a day', () => {
  test('one of the options -> sent; anything else -> says why not', () => {
    expect(checkAnswer({ type: 'choice' }, ['S', 'M'], 'M')).toEqual({ answer: 'M', problem: null });
    expect(checkAnswer({ type: 'choice' }, ['S', 'M'], 'L').problem).toBe('Choose one of these.');
  });
  test('a day of the calendar -> sent; none, or one that there is not -> says why not', () => {
    expect(checkAnswer({ type: 'date' }, [], '2026-01-31')).toEqual({ answer: '2026-01-31', problem: null });
    expect(checkAnswer({ type: 'date' }, [], '').problem).toBe('Choose a day.');
    expect(checkAnswer({ type: 'date' }, [], '2026-13-01').problem).toBe('Choose a day.');
  });
});
