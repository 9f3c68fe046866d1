import { ToolError } from '../tool.ts';
import { approximately, type Decimal, decimal } from './numbers.ts';
import { PERCENT } from './read.ts';

/** What an expression may use: how many arguments it takes, and what it does with them. */
export type Operation = {
  readonly least: number;
  readonly most: number;
  readonly apply: (args: readonly Decimal[]) => Decimal;
};

const LARGEST_FACTORIAL = 200;
const LARGEST_ANGLE = 1e15;
const ANGLE_DECIMALS = 60;
const MOST_DECIMALS = 100;
/** Up to here a power of whole numbers is exact. */
const LARGEST_EXACT_POWER = 10_000;

const zero = decimal(0);
const one = decimal(1);

/** The argument at a place; the number of arguments has been checked, the rest have a default. */
const at = (args: readonly Decimal[], place: number, otherwise: Decimal = zero): Decimal =>
  args[place] ?? otherwise;

const unary = (apply: (x: Decimal) => Decimal): Operation => ({
  least: 1,
  most: 1,
  apply: (args) => apply(at(args, 0)),
});
const binary = (apply: (x: Decimal, y: Decimal) => Decimal): Operation => ({
  least: 2,
  most: 2,
  apply: (args) => apply(at(args, 0), at(args, 1)),
});
const any = (apply: (args: readonly Decimal[]) => Decimal): Operation => ({
  least: 1,
  most: Infinity,
  apply,
});
/** A function whose results are rounded. */
const rounded = (apply: (x: Decimal) => Decimal): Operation => unary((x) => apply(approximately(x)));

function divisor(y: Decimal): Decimal {
  if (y.isZero()) throw new ToolError('Division by zero.');
  return y;
}

/** The remainder with the sign of the divisor, as a clock has it: -1 mod 12 is 11. */
function modulo(x: Decimal, y: Decimal): Decimal {
  const rest = x.mod(divisor(y));
  return rest.isZero() || rest.isNegative() === y.isNegative() ? rest : rest.plus(y);
}

function power(x: Decimal, y: Decimal): Decimal {
  if (y.isNegative()) divisor(x);
  const isExact = y.isInteger() && y.abs().lte(LARGEST_EXACT_POWER);
  return isExact ? x.pow(y) : approximately(x).pow(approximately(y));
}

function factorial(x: Decimal): Decimal {
  if (!x.isInteger() || x.isNegative() || x.gt(LARGEST_FACTORIAL)) {
    throw new ToolError(`A factorial needs a whole number from 0 to ${LARGEST_FACTORIAL}.`);
  }
  return Array.from({ length: x.toNumber() }, (_, n) => n + 1).reduce((product, n) => product.times(n), one);
}

const angle = (apply: (x: Decimal) => Decimal): Operation =>
  rounded((x) => {
    if (x.abs().gt(LARGEST_ANGLE)) throw new ToolError('The angle is too large.');
    // pi itself is rounded, and nobody wants to read that sin(pi) is 3e-64.
    return apply(x).toDecimalPlaces(ANGLE_DECIMALS);
  });

function positive(x: Decimal): Decimal {
  if (x.lte(0)) throw new ToolError('A logarithm needs a number above zero.');
  return x;
}

function logarithm([x = zero, base]: readonly Decimal[]): Decimal {
  const argument = positive(approximately(x));
  return base ? argument.log(positive(approximately(base))) : argument.ln();
}

function roundTo([x = zero, decimals = zero]: readonly Decimal[]): Decimal {
  if (!decimals.isInteger() || decimals.isNegative() || decimals.gt(MOST_DECIMALS)) {
    throw new ToolError(`round takes 0 to ${MOST_DECIMALS} decimals.`);
  }
  return x.toDecimalPlaces(decimals.toNumber());
}

const sum = (args: readonly Decimal[]): Decimal => args.reduce((total, x) => total.plus(x), zero);

/** By the parser's names for them. */
export const operators: ReadonlyMap<string, Operation> = new Map([
  ['add', binary((x, y) => x.plus(y))],
  ['subtract', binary((x, y) => x.minus(y))],
  ['multiply', binary((x, y) => x.times(y))],
  ['divide', binary((x, y) => x.div(divisor(y)))],
  ['pow', binary(power)],
  ['mod', binary(modulo)],
  ['unaryMinus', unary((x) => x.neg())],
  ['unaryPlus', unary((x) => x)],
  ['factorial', unary(factorial)],
  [PERCENT, unary((x) => x.div(100))],
]);

export const functions: ReadonlyMap<string, Operation> = new Map([
  ['abs', unary((x) => x.abs())],
  ['sign', unary((x) => decimal(x.isZero() ? 0 : x.isNegative() ? -1 : 1))],
  ['floor', unary((x) => x.floor())],
  ['ceil', unary((x) => x.ceil())],
  ['trunc', unary((x) => x.trunc())],
  ['round', { least: 1, most: 2, apply: roundTo }],
  ['mod', binary(modulo)],
  ['pow', binary(power)],
  ['min', any((args) => args.reduce((least, x) => (x.lt(least) ? x : least)))],
  ['max', any((args) => args.reduce((most, x) => (x.gt(most) ? x : most)))],
  ['sum', any(sum)],
  ['mean', any((args) => sum(args).div(args.length))],
  ['factorial', unary(factorial)],
  ['sqrt', rounded((x) => x.sqrt())],
  ['cbrt', rounded((x) => x.cbrt())],
  ['exp', rounded((x) => x.exp())],
  ['ln', rounded((x) => positive(x).ln())],
  ['log', { least: 1, most: 2, apply: logarithm }],
  ['log10', rounded((x) => positive(x).log(10))],
  ['log2', rounded((x) => positive(x).log(2))],
  ['sin', angle((x) => x.sin())],
  ['cos', angle((x) => x.cos())],
  ['tan', angle((x) => x.tan())],
  ['asin', rounded((x) => x.asin())],
  ['acos', rounded((x) => x.acos())],
  ['atan', rounded((x) => x.atan())],
]);

export const constants: ReadonlyMap<string, Decimal> = new Map([
  ['pi', approximately(decimal(-1)).acos()],
  ['e', approximately(one).exp()],
]);
