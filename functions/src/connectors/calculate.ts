import { z } from 'zod';
import type { Tool } from './tool.ts';

const LONGEST_EXPRESSION = 500;

const input = z.object({
  expression: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST_EXPRESSION)
    .describe('For example "(1200 + 19%) / 12" or "round(sqrt(2), 4)".'),
});

const output = z.object({ result: z.string() });

/** Exact arithmetic, so that the model need not do sums in its head. */
export const calculate: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'calculate',
  description:
    'Calculates an expression of decimal numbers: + - * / ^ % ! and parentheses; "100 + 20%" is 120, "10 mod 3" is 1. ' +
    'Functions: abs, sqrt, cbrt, exp, ln, log (natural, or with a base as second argument), log10, log2, sin, cos, tan, ' +
    'asin, acos, atan (in radians), floor, ceil, trunc, round (with decimals as second argument), sign, mod, pow, min, ' +
    'max, sum, mean. Constants: pi, e. No units, currencies, variables or thousands separators.',
  verb: 'Calculating',
  input,
  output,
  // The parser is large and most invocations do not need it.
  run: async ({ expression }) => ({
    result: (await import('./calculator/evaluate.ts')).evaluate(expression),
  }),
};
