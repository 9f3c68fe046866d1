import { readExpression } from './expression.ts';
import { scan } from './scanner.ts';
import type { Scanner } from './scanner.ts';
import { verb } from './tree.ts';
import type { Allow, Expression, Match, RulesFunction, Verb } from './tree.ts';

// The part of the language that our rules are written in. Whatever else there is, is not passed over but thrown: what
// is not understood could not be tried.

/** The outermost match of the rules. */
export function parseRules(text: string): Match {
  const scanner = scan(text);
  scanner.expect(/rules_version\s*=\s*'2'\s*;/);
  scanner.expect(/service\s+cloud\.firestore\s*\{/);
  scanner.expect(/match\b/);
  const match = readMatch(scanner);
  scanner.expect(/\}/);
  if (!scanner.isAtEnd()) scanner.expect(/the end/);
  return match;
}

function readMatch(scanner: Scanner): Match {
  const start = scanner.here();
  const path = scanner.expect(/(\/([\w-]+|\{\w+(=\*\*)?\}))+/);
  scanner.expect(/\{/);
  const allows: Allow[] = [];
  const functions: RulesFunction[] = [];
  const matches: Match[] = [];
  while (scanner.take(/\}/) === undefined) {
    if (scanner.take(/match\b/) !== undefined) matches.push(readMatch(scanner));
    else if (scanner.take(/function\b/) !== undefined) functions.push(readFunction(scanner));
    else allows.push(readAllow(scanner));
  }
  return { path, allows, functions, matches, start, end: scanner.last() };
}

function readFunction(scanner: Scanner): RulesFunction {
  const start = scanner.here();
  const name = scanner.expect(/\w+/);
  scanner.expect(/\(\s*(\w+(\s*,\s*\w+)*)?\s*\)\s*\{/);
  const lets: Expression[] = [];
  while (scanner.take(/let\b/) !== undefined) {
    scanner.expect(/\w+\s*=/);
    lets.push(readExpression(scanner));
    scanner.expect(/;/);
  }
  scanner.expect(/return\b/);
  const result = readExpression(scanner);
  scanner.expect(/;/);
  scanner.expect(/\}/);
  return { name, lets, result, start, end: scanner.last() };
}

const readVerb = (scanner: Scanner): Verb => verb.parse(scanner.expect(/\w+/));

function readAllow(scanner: Scanner): Allow {
  const start = scanner.here();
  scanner.expect(/allow\b/);
  const verbsStart = scanner.here();
  const verbs = [readVerb(scanner)];
  while (scanner.take(/,/) !== undefined) verbs.push(readVerb(scanner));
  const verbsSpan = { start: verbsStart, end: scanner.last() };
  const condition = scanner.take(/:\s*if\b/) === undefined ? undefined : readExpression(scanner);
  scanner.expect(/;/);
  return { verbs, verbsSpan, condition, start, end: scanner.last() };
}
