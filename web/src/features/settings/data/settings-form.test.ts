import { defaultOrchestration, limits } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import { monthOf } from './settings.ts';
import { changesBetween, formOf, settingsForm, shareOf, thresholdText } from './settings-form.ts';

const form = formOf(defaultOrchestration);
const wrong = (fields: Partial<typeof form>) =>
  (settingsForm.safeParse({ ...form, ...fields }).error?.issues ?? []).map(({ path }) => path.join('.'));

describe('what is saved of the settings', () => {
  const filled = settingsForm.parse({ ...form, dollars: '25' });
  const after = (fields: Partial<typeof form>) =>
    changesBetween(filled, settingsForm.parse({ ...formOf(filled), ...fields }));
  test('nothing changed, or written another way -> nothing', () => {
    expect(after({})).toEqual({ limits: {}, budget: {} });
    expect(after({ dollars: '25.00' })).toEqual({ limits: {}, budget: {} });
  });
  test('one field -> that one alone', () => {
    expect(after({ persona: 'Plainly.' })).toEqual({ persona: 'Plainly.', limits: {}, budget: {} });
    expect(after({ parallelTasks: 2 })).toEqual({ limits: { parallelTasks: 2 }, budget: {} });
    expect(after({ dollars: '' })).toEqual({ limits: {}, budget: { micros: null } });
  });
});

describe('the form of the settings', () => {
  test('unchanged -> what is stored', () => {
    expect(settingsForm.parse(form)).toEqual(defaultOrchestration);
  });
  test('a budget in dollars -> millionths; emptied -> no bound', () => {
    const bounded = settingsForm.parse({ ...form, dollars: '12.50', tokens: '1000000' });
    expect(bounded.budget).toEqual({ tokens: 1_000_000, micros: 12_500_000 });
    expect(settingsForm.parse({ ...formOf(bounded), dollars: '', tokens: ' ' }).budget).toEqual({
      tokens: null,
      micros: null,
    });
  });
  test('what is no amount -> wrong at its field', () => {
    expect(wrong({ dollars: 'much' })).toEqual(['dollars']);
    expect(wrong({ tokens: '-5' })).toEqual(['tokens']);
    expect(wrong({ tokens: '1.5' })).toEqual(['tokens']);
  });
  test('more tasks at once than the system allows, or none -> wrong at its field', () => {
    expect(wrong({ parallelTasks: limits.mostParallelTasks + 1 })).toEqual(['parallelTasks']);
    expect(wrong({ parallelTasks: 0 })).toEqual(['parallelTasks']);
  });
});

test('each threshold has words, from always asking to hardly ever', () => {
  const words = [1, 0.95, 0.75, 0.5, 0.1].map(thresholdText);
  expect(new Set(words).size).toBe(5);
});

test('how much of a bound is used: nothing bounds it, it is used up, it is drawn over', () => {
  expect(shareOf(5, null)).toBeNull();
  expect(shareOf(5, 10)).toBe(0.5);
  expect(shareOf(0, 0)).toBe(1);
  expect(shareOf(15, 10)).toBe(1);
});

test('a month is counted in UTC', () => {
  expect(monthOf(Date.UTC(2026, 0, 31, 23, 59))).toBe('2026-01');
  expect(monthOf(Date.UTC(2026, 1, 1))).toBe('2026-02');
});
