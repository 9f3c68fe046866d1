import {
  isBigNumber,
  isConstantNode,
  isFunctionNode,
  isOperatorNode,
  isParenthesisNode,
  isSymbolNode,
  type MathNode,
} from 'mathjs';
import { ToolError } from '../tool.ts';
import { checked, type Decimal, written } from './numbers.ts';
import { constants, functions, type Operation, operators } from './operations.ts';
import { PERCENT, read } from './read.ts';

function numberIn(value: unknown): Decimal {
  if (isBigNumber(value)) return value;
  throw new ToolError('Only numbers can be calculated.');
}

function constantNamed(name: string): Decimal {
  const value = constants.get(name);
  if (value) return value;
  throw new ToolError(`"${name}" is unknown: there are no variables and no units.`);
}

function apply(operation: Operation | undefined, what: string, args: readonly Decimal[]): Decimal {
  if (!operation) throw new ToolError(`${what} is not available.`);
  if (args.length < operation.least || args.length > operation.most) {
    throw new ToolError(`${what} does not take ${args.length} arguments.`);
  }
  return operation.apply(args);
}

function isPercentage(node: MathNode | undefined): boolean {
  if (!isOperatorNode(node)) return false;
  // The parser's types do not list every operator.
  const name: string = node.fn;
  return name === PERCENT;
}

/** The arguments of an operator; "a + 10%" adds ten per cent of a. */
function operands(name: string, nodes: readonly MathNode[]): Decimal[] {
  const [left, right] = nodes;
  const values = nodes.map(valueOf);
  if ((name !== 'add' && name !== 'subtract') || !left || isPercentage(left) || !isPercentage(right))
    return values;
  const [base, share] = values;
  return base && share ? [base, checked(base.times(share))] : values;
}

/**
 * The value of a tree. Only what is listed here and in the operations has a meaning: the parser also knows
 * assignments, functions of one's own, matrices and texts, and none of them gets any further.
 */
function valueOf(node: MathNode): Decimal {
  return checked(calculate(node));
}

function calculate(node: MathNode): Decimal {
  if (isParenthesisNode(node)) return valueOf(node.content);
  if (isConstantNode(node)) return numberIn(node.value);
  if (isSymbolNode(node)) return constantNamed(node.name);
  if (isOperatorNode(node)) {
    return apply(operators.get(node.fn), `The operator "${node.op}"`, operands(node.fn, node.args));
  }
  if (isFunctionNode(node) && isSymbolNode(node.fn)) {
    return apply(functions.get(node.fn.name), `The function "${node.fn.name}"`, node.args.map(valueOf));
  }
  throw new ToolError('Only numbers, operators, functions and constants can be calculated.');
}

/** The value of an expression, as a decimal number in full. */
export const evaluate = (expression: string): string => written(valueOf(read(expression)));
