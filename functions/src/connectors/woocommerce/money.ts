import { z } from 'zod';

// Amounts of money as WooCommerce writes them: decimal strings. They are added and compared exactly, as whole numbers
// of millionths, and never as floating point numbers.

const AMOUNT = /^(?<sign>-?)(?<whole>\d{1,12})(?:\.(?<fraction>\d{1,6}))?$/u;
const PLACES = 6;
const ONE = 10n ** BigInt(PLACES);

/** A sum that PHP added up as floating point numbers, 31.939999999999998, without what went wrong in that. */
const rounded = (value: number): string => String(Number(value.toFixed(PLACES)));

/** An amount in a shop's answer. Some come as numbers. */
export const amount = z.union([z.string(), z.number()]).transform((value, context): string => {
  const text = typeof value === 'number' ? rounded(value) : value;
  if (AMOUNT.test(text)) return text;
  context.addIssue('not an amount');
  return z.NEVER;
});

/** An amount of a coupon, which is empty where it has none: no minimum, no maximum. */
export const couponAmount = z.union([z.literal('').transform(() => '0'), amount]);

/** What a product costs; null: it has no price of its own, as one with variations, or none yet. Free is 0. */
export const price = z.union([z.literal('').transform(() => null), z.null(), amount]);

/** An amount that somebody asks for: "49.00", more than nothing, at most two places. */
export const askedAmount = z
  .string()
  .trim()
  .regex(/^(?!0+(?:\.0+)?$)\d{1,9}(?:\.\d{1,2})?$/u, 'an amount such as "49.00", without a currency');

/** An amount in millionths. @throws Error where it is none. */
export function exact(text: string): bigint {
  const { sign, whole, fraction = '' } = AMOUNT.exec(text)?.groups ?? {};
  if (whole === undefined) throw new Error('This is no amount of money.');
  const value = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -value : value;
}

/** Millionths as a decimal string with two places, or more where it has more. */
export function written(value: bigint): string {
  const positive = value < 0n ? -value : value;
  const fraction = String(positive % ONE)
    .padStart(PLACES, '0')
    .replace(/0{1,4}$/u, '');
  return `${value < 0n ? '-' : ''}${positive / ONE}.${fraction}`;
}

export const sum = (amounts: readonly string[]): bigint =>
  amounts.reduce((total, one) => total + exact(one), 0n);
