import { type BigNumber, bignumberDependencies, create, parseDependencies } from 'mathjs';
import { ToolError } from '../tool.ts';

/** A decimal number: exact for sums and products of whole numbers, unlike a JavaScript number. */
export type Decimal = BigNumber;

/** No value has more digits before the point, so no whole number is ever rounded, and no result fills the memory. */
const LARGEST_EXPONENT = 500;
const EXACT_DIGITS = LARGEST_EXPONENT + 12;
/** Roots, logarithms and the like never come out even, and cost more with each digit. */
const APPROXIMATE_DIGITS = 64;

const exact = create(
  { ...bignumberDependencies, ...parseDependencies },
  { number: 'BigNumber', precision: EXACT_DIGITS },
);
const approximate = create(
  { ...bignumberDependencies },
  { number: 'BigNumber', precision: APPROXIMATE_DIGITS },
);

/** Reads an expression into a tree whose numbers are exact. Nothing is calculated yet. */
export const parse = exact.parse;

export const decimal = (value: string | number): Decimal => exact.bignumber(value);

/** The same number, but what is calculated from it is rounded sooner. */
export const approximately = (value: Decimal): Decimal => approximate.bignumber(value.toString());

/** Lets a value through that is a number of a size that can be shown. */
export function checked(value: Decimal): Decimal {
  if (value.isNaN()) throw new ToolError('The result is not a real number.');
  if (!value.isFinite() || value.e > LARGEST_EXPONENT)
    throw new ToolError('A number in the calculation is too large.');
  if (value.e < -LARGEST_EXPONENT) throw new ToolError('A number in the calculation is too close to zero.');
  return decimal(value.toString());
}

/** For reading: whole numbers in full; others rounded, so that 1/3*3 is 1, with at least 20 digits that count. */
export function written(value: Decimal): string {
  if (value.isInteger()) return value.toFixed();
  const wholeDigits = Math.max(0, value.e + 1);
  return value.toSignificantDigits(wholeDigits + 20).toFixed();
}
