import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/contracts/index.ts';
import { problemWith } from '../../../src/machine/fields.ts';

const number = (change: Partial<Extract<Field, { type: 'number' }>> = {}): Field => ({
  type: 'number',
  integer: false,
  min: null,
  max: null,
  ...change,
});

describe('an answer to a question that has a type', () => {
  it.each<[Field, string]>([
    [{ type: 'text' }, 'whatever'],
    [{ type: 'choice' }, 'large'],
    [number(), '12.5'],
    [number(), '-3'],
    [number({ integer: true }), ' 12 '],
    [number({ min: 1, max: 2 }), '1'],
    [{ type: 'date' }, '2026-01-31'],
    [{ type: 'date' }, '2028-02-29'],
  ])('%j: %j -> fits', (field, answer) => {
    expect(problemWith(answer, { field, options: ['small', 'large'] })).toBeNull();
  });

  it.each<[Field, string, RegExp]>([
    [{ type: 'choice' }, 'huge', /one of: small, large/u],
    [{ type: 'choice' }, '', /one of/u],
    [number(), 'twelve', /a number/u],
    [number(), '1,5', /a number/u],
    [number(), '1e9', /a number/u],
    [number(), '', /a number/u],
    [number(), 'Infinity', /a number/u],
    [number({ integer: true }), '1.5', /whole/u],
    [number({ min: 1 }), '0.9', /at least 1/u],
    [number({ max: 2 }), '2.1', /at most 2/u],
    [{ type: 'date' }, '31.1.2026', /a day/u],
    [{ type: 'date' }, '2026-02-30', /a day/u],
    [{ type: 'date' }, '2026-13-01', /a day/u],
    [{ type: 'date' }, '2026-01-31T00:00:00Z', /a day/u],
  ])('%j: %j -> %s', (field, answer, problem) => {
    expect(problemWith(answer, { field, options: ['small', 'large'] })).toMatch(problem);
  });
});
