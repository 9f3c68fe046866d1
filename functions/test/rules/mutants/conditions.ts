import { allOf, matchesOf, partsOf } from '../language/tree.ts';
import type { Allow, Expression, Match, RulesFunction } from '../language/tree.ts';

/** Where a condition stands, which says what it takes to be without it. */
type Place = 'conjunction' | 'disjunction' | 'whole';

export interface Condition {
  readonly expression: Expression;
  readonly place: Place;
}

/** An expression that stands by itself: a rule's, or one of a function. */
interface Root {
  readonly expression: Expression;
  readonly isRule: boolean;
}

const BOOLEAN_CALLS = ['exists', 'existsAfter', 'matches', 'hasOnly', 'hasAny', 'hasAll'];
const OTHER_CALLS = ['get', 'getAfter', 'replace', 'size', 'keys', 'concat'];
const BOOLEAN_OPERATORS = ['&&', '||', '==', '!=', '<', '<=', '>', '>=', 'in'];

export function functionsOf(match: Match): RulesFunction[] {
  return matchesOf(match).flatMap(({ functions }) => functions);
}

export function allowsOf(match: Match): Allow[] {
  return matchesOf(match).flatMap(({ allows }) => allows);
}

const rootsOf = (match: Match): Root[] => [
  ...functionsOf(match).flatMap(({ lets, result }) =>
    [...lets, result].map((expression) => ({ expression, isRule: false })),
  ),
  ...allowsOf(match).flatMap(({ condition }) => (condition ? [{ expression: condition, isRule: true }] : [])),
];

/** Says of an expression whether it is true or false, if it is not an error. */
function booleans(match: Match): (expression: Expression) => boolean {
  const functions = new Map(functionsOf(match).map((each) => [each.name, each.result]));
  const isBoolean = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'not':
      case 'is':
        return true;
      case 'constant':
        return expression.text !== 'null';
      case 'binary':
        return BOOLEAN_OPERATORS.includes(expression.operator);
      case 'ternary':
        return isBoolean(expression.yes);
      case 'call':
        return isBooleanCall(expression.callee);
      case 'number':
      case 'string':
      case 'name':
      case 'list':
      case 'path':
      case 'member':
        return false;
    }
  };
  const isBooleanCall = (callee: Expression): boolean => {
    const name = callee.kind === 'name' ? callee.text : callee.kind === 'member' ? callee.field : '';
    const own = callee.kind === 'name' ? functions.get(name) : undefined;
    if (own) return isBoolean(own);
    if (BOOLEAN_CALLS.includes(name)) return true;
    if (OTHER_CALLS.includes(name)) return false;
    throw new Error(`Not known whether ${name}() is true or false`);
  };
  return isBoolean;
}

/**
 * Every condition there is: what stands where only true or false can, and what is true or false wherever it stands.
 * `a && b && c` has four: each of the three, and the whole.
 */
export function conditionsOf(match: Match): Condition[] {
  const isBoolean = booleans(match);
  const within = (expression: Expression, place: Place, isAsked: boolean): Condition[] => {
    const own = isAsked || isBoolean(expression) ? [{ expression, place }] : [];
    if (expression.kind === 'binary' && ['&&', '||'].includes(expression.operator)) {
      const inside = expression.operator === '&&' ? 'conjunction' : 'disjunction';
      const operands = chain(expression, expression.operator);
      return [...own, ...operands.flatMap((part) => within(part, inside, true))];
    }
    const asked = (part: Expression): boolean => {
      if (expression.kind === 'not') return true;
      return expression.kind === 'ternary' && (part === expression.test || isAsked);
    };
    return [...own, ...partsOf(expression).flatMap((part) => within(part, 'whole', asked(part)))];
  };
  return rootsOf(match).flatMap(({ expression, isRule }) => within(expression, 'whole', isRule));
}

function chain(expression: Expression, operator: string): Expression[] {
  return expression.kind === 'binary' && expression.operator === operator
    ? [...chain(expression.left, operator), ...chain(expression.right, operator)]
    : [expression];
}

/** All expressions of the rules, however small; not the names of what is called. */
export const expressionsOf = (match: Match): Expression[] =>
  rootsOf(match).flatMap(({ expression }) => allOf(expression));
