import type { MathNode } from 'mathjs';
import { ToolError } from '../tool.ts';
import { parse } from './numbers.ts';

const DEEPEST_NESTING = 50;

/**
 * The parser's postfix operator that stands in for a percent sign. The parser takes the one in "100 + 20% + 5" for a
 * modulo of +5; here it is one only where a number or an opening parenthesis follows.
 */
export const PERCENT = 'ctranspose';
const PERCENT_SIGN = "'";

/** Signs that people and models write for the ones that the parser knows. */
const PLAIN_SIGNS: ReadonlyMap<string, string> = new Map([
  ['×', '*'],
  ['·', '*'],
  ['÷', '/'],
  ['−', '-'],
]);

/** The parser calls itself for each bracket, so it is spared what would fill its stack. */
function checkNesting(expression: string): void {
  let depth = 0;
  for (const sign of expression) {
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    if (depth > DEEPEST_NESTING) throw new ToolError('The parentheses are nested too deeply.');
  }
}

function withPercentSigns(expression: string): string {
  return expression.replaceAll('%', (sign, offset: number) => {
    if (!/[\w.)%!]\s*$/.test(expression.slice(0, offset)))
      throw new ToolError('A "%" needs a number before it.');
    return /^\s*[\w.(]/.test(expression.slice(offset + 1)) ? sign : PERCENT_SIGN;
  });
}

function inPlainSigns(expression: string): string {
  if (/['"]/.test(expression)) throw new ToolError('Only numbers can be calculated, not text in quotes.');
  const plain = expression
    // A line break would begin a second expression.
    .replaceAll(/\s/g, ' ')
    .replaceAll(/[×·÷−]/g, (sign) => PLAIN_SIGNS.get(sign) ?? sign)
    .replaceAll(/%(\s*)of\b/g, '%$1*');
  return withPercentSigns(plain);
}

/** Reads an expression into a tree. What stands in the tree may still be anything that the parser knows. */
export function read(expression: string): MathNode {
  checkNesting(expression);
  const plain = inPlainSigns(expression);
  try {
    return parse(plain);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw new ToolError(
      `The expression is not valid: ${why}. Write numbers with a decimal point, and without thousands separators, ` +
        'units or currencies.',
    );
  }
}
