import { describe, expect, test } from 'vitest';
import { RULES } from '../support/rules.ts';
import { parseRules } from './language/parse.ts';
import { mutantsOf } from './mutants/mutants.ts';

const PLACE = 'a.b == 1';
/** Rules with one condition. */
const withCondition = (condition: string) => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /a/{b} {
      allow create: if ${condition};
    }
  }
}
`;
const changesOf = (rules: string) =>
  mutantsOf(rules)
    .filter(({ kind }) => !['verb added', 'match widened'].includes(kind))
    .map(({ kind, before, after }) => `${kind}: ${before} -> ${after}`);

describe('mutants', () => {
  test('of a comparison', () => {
    expect(changesOf(withCondition(PLACE))).toEqual([
      'always true: a.b == 1 -> true',
      'always false: a.b == 1 -> false',
      'inverted: a.b == 1 -> !(a.b == 1)',
      'bound: 1 -> 0',
      'bound: 1 -> 2',
    ]);
  });
  test('of operands: without it, the others decide', () => {
    expect(changesOf(withCondition('(a == b && c is string) || !(d in e)'))).toEqual([
      'always true: (a == b && c is string) || !(d in e) -> true',
      'always false: (a == b && c is string) || !(d in e) -> false',
      'inverted: (a == b && c is string) || !(d in e) -> !((a == b && c is string) || !(d in e))',
      'removed: a == b && c is string -> false',
      'inverted: a == b && c is string -> !(a == b && c is string)',
      'removed: a == b -> true',
      'inverted: a == b -> !(a == b)',
      'removed: c is string -> true',
      'inverted: c is string -> !(c is string)',
      'removed: !(d in e) -> false',
      'inverted: !(d in e) -> !(!(d in e))',
      'always true: d in e -> true',
      'always false: d in e -> false',
      'inverted: d in e -> !(d in e)',
    ]);
  });
  test('of a ternary: of its condition and of both ends', () => {
    expect(
      changesOf(withCondition('a == b ? c == d : e == f')).filter((each) => each.endsWith('true')),
    ).toEqual([
      'always true: a == b ? c == d : e == f -> true',
      'always true: a == b -> true',
      'always true: c == d -> true',
      'always true: e == f -> true',
    ]);
  });
  test('of a call in a function with let, a list and a pattern', () => {
    const rules = withCondition('f(a)').replace(
      '    match /a',
      "    function f(x) { let y = x.keys().hasOnly(['p']); return y; }\n    match /a",
    );
    expect(changesOf(rules)).toEqual([
      "always true: x.keys().hasOnly(['p']) -> true",
      "always false: x.keys().hasOnly(['p']) -> false",
      "inverted: x.keys().hasOnly(['p']) -> !(x.keys().hasOnly(['p']))",
      'always true: f(a) -> true',
      'always false: f(a) -> false',
      'inverted: f(a) -> !(f(a))',
      "entry removed: ['p'] -> []",
      "entry added: ['p'] -> ['p', 'unknown']",
    ]);
    expect(changesOf(withCondition("a.matches('[a-z_]{2}')")).filter((each) => /^[bp]/.test(each))).toEqual([
      'bound: 2 -> 1',
      'bound: 2 -> 3',
      'pattern: [a-z_] -> [_]',
      'pattern: [a-z_] -> [a-z]',
      'pattern: [a-z_] -> [.a-z_]',
    ]);
  });
  test('each differs from the rules, and from each other', () => {
    const all = mutantsOf(RULES).map(({ rules }) => rules);
    expect(new Set([RULES, ...all]).size).toBe(all.length + 1);
  });
  test('a verb is added only where what the condition reads can be there', () => {
    const added = (condition: string) =>
      mutantsOf(withCondition(condition))
        .filter(({ kind }) => kind === 'verb added')
        .map(({ after }) => after);
    expect(added(PLACE)).toEqual(['create, get', 'create, list', 'create, update', 'create, delete']);
    expect(added('request.resource.data.x == 1')).toEqual(['create, update']);
  });
});

describe('nothing is passed over', () => {
  test.each([
    'a[0] == 1',
    'a == 1 ^ b',
    'a === b',
    'a ==',
    'a == 1; allow',
    'a == 1 b',
    '-a == 1',
    "a == 'open",
    'a.matches(#x)',
  ])('%s is not understood', (condition) => {
    expect(() => parseRules(withCondition(condition))).toThrow(/not understood/);
  });
  test('nor a function of which it is not known whether it is a condition', () => {
    expect(() => mutantsOf(withCondition('a.isSomething() == b'))).toThrow(/isSomething/);
  });
  test('nor what comes after the rules', () => {
    expect(() => parseRules(`${RULES} match`)).toThrow(/not understood/);
  });
});
