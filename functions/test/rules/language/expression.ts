import type { Scanner } from './scanner.ts';
import type { Expression } from './tree.ts';

const NAME = /[A-Za-z_]\w*/;
/** From the loosest to the tightest. Any other operator is not understood. */
const OPERATORS: readonly RegExp[] = [/\|\|/, /&&/, /==|!=/, /<=|>=|<|>|in\b/, /\+|-/, /\*|%/];

export function readExpression(scanner: Scanner): Expression {
  const test = readBinary(scanner, 0);
  if (scanner.take(/\?/) === undefined) return test;
  const yes = readExpression(scanner);
  scanner.expect(/:/);
  const no = readExpression(scanner);
  return { kind: 'ternary', test, yes, no, start: test.start, end: no.end };
}

function readBinary(scanner: Scanner, level: number): Expression {
  const operators = OPERATORS[level];
  if (!operators) return readUnary(scanner);
  const start = scanner.here();
  let left = readBinary(scanner, level + 1);
  for (;;) {
    const operator = scanner.take(operators);
    if (operator === undefined) return left;
    const right = readBinary(scanner, level + 1);
    // From the opening parenthesis, if it starts with one, to the closing one.
    left = { kind: 'binary', operator, left, right, start, end: scanner.last() };
  }
}

function readUnary(scanner: Scanner): Expression {
  const start = scanner.here();
  if (scanner.take(/!/) !== undefined) {
    return { kind: 'not', operand: readUnary(scanner), start, end: scanner.last() };
  }
  const operand = readPostfix(scanner);
  if (scanner.take(/is\b/) === undefined) return operand;
  return { kind: 'is', operand, type: scanner.expect(NAME), start, end: scanner.last() };
}

function readPostfix(scanner: Scanner): Expression {
  const start = scanner.here();
  let expression = readPrimary(scanner);
  for (;;) {
    if (scanner.take(/\./) !== undefined) {
      const field = scanner.expect(NAME);
      expression = { kind: 'member', object: expression, field, start, end: scanner.last() };
    } else if (scanner.take(/\(/) !== undefined) {
      const args = readUntil(scanner, /\)/);
      expression = { kind: 'call', callee: expression, args, start, end: scanner.last() };
    } else return expression;
  }
}

function readPrimary(scanner: Scanner): Expression {
  if (scanner.take(/\(/) !== undefined) {
    const inner = readExpression(scanner);
    scanner.expect(/\)/);
    return inner;
  }
  const start = scanner.here();
  if (scanner.take(/\[/) !== undefined) {
    const items = readUntil(scanner, /\]/);
    return { kind: 'list', items, start, end: scanner.last() };
  }
  if (scanner.isNext(/\//)) return readPath(scanner);
  const number = scanner.take(/\d+(\.\d+)?/);
  if (number !== undefined) return { kind: 'number', text: number, start, end: scanner.last() };
  const string = scanner.take(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/);
  if (string !== undefined) return { kind: 'string', text: string, start, end: scanner.last() };
  const text = scanner.expect(NAME);
  const kind = ['true', 'false', 'null'].includes(text) ? 'constant' : 'name';
  return { kind, text, start, end: scanner.last() };
}

function readPath(scanner: Scanner): Expression {
  const start = scanner.here();
  const segments: Expression[] = [];
  while (scanner.take(/\//) !== undefined) {
    if (scanner.take(/\$\(/) !== undefined) {
      segments.push(readExpression(scanner));
      scanner.expect(/\)/);
    } else scanner.expect(/[\w-]+/);
  }
  return { kind: 'path', segments, start, end: scanner.last() };
}

function readUntil(scanner: Scanner, end: RegExp): Expression[] {
  const items: Expression[] = [];
  while (scanner.take(end) === undefined) {
    if (items.length > 0) scanner.expect(/,/);
    items.push(readExpression(scanner));
  }
  return items;
}
