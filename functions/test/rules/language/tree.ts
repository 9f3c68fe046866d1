import { z } from 'zod';

/** What the rules are made of. `start` and `end` are offsets in the text; parentheses around a thing are not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Expression = Span &
  (
    | { readonly kind: 'number' | 'string' | 'constant' | 'name'; readonly text: string }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    /** `/databases/$(database)/documents`: of its segments, those that are expressions. */
    | { readonly kind: 'path'; readonly segments: readonly Expression[] }
    | { readonly kind: 'member'; readonly object: Expression; readonly field: string }
    | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[] }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'is'; readonly operand: Expression; readonly type: string }
    | {
        readonly kind: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'ternary';
        readonly test: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
  );

export const verb = z.enum(['read', 'get', 'list', 'write', 'create', 'update', 'delete']);
export type Verb = z.infer<typeof verb>;

/** `allow get, list: if …`; where there is no condition, everybody may. */
export interface Allow extends Span {
  readonly verbs: readonly Verb[];
  readonly verbsSpan: Span;
  readonly condition: Expression | undefined;
}

export interface RulesFunction extends Span {
  readonly name: string;
  readonly lets: readonly Expression[];
  readonly result: Expression;
}

export interface Match extends Span {
  readonly path: string;
  readonly allows: readonly Allow[];
  readonly functions: readonly RulesFunction[];
  readonly matches: readonly Match[];
}

/** The expressions that an expression is made of. The name of what is called is none. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'constant':
    case 'name':
      return [];
    case 'list':
      return expression.items;
    case 'path':
      return expression.segments;
    case 'member':
      return [expression.object];
    case 'call':
      return expression.callee.kind === 'member'
        ? [expression.callee.object, ...expression.args]
        : expression.args;
    case 'not':
    case 'is':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'ternary':
      return [expression.test, expression.yes, expression.no];
  }
}

/** The expression and all that are in it. */
export const allOf = (expression: Expression): Expression[] => [
  expression,
  ...partsOf(expression).flatMap(allOf),
];

/** The match and all that are in it. */
export const matchesOf = (match: Match): Match[] => [match, ...match.matches.flatMap(matchesOf)];
