import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate } from '../../../src/connectors/calculate.ts';
import { runTool, ToolError } from '../../../src/connectors/index.ts';
import { evaluate } from '../../../src/connectors/calculator/evaluate.ts';
import { noConnection } from '../../support/no-connection.ts';
import { realTimer } from '../../support/real-timer.ts';

const context = {
  now: () => 0,
  after: realTimer,
  signal: new AbortController().signal,
  key: 'k',
  connection: noConnection,
};
const run = (expression: string) =>
  runTool([calculate], { name: 'calculate', arguments: JSON.stringify({ expression }) }, context);

/** The words in which an expression is refused. */
function refusal(expression: string): string {
  try {
    return `gave ${evaluate(expression)}`;
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    throw error;
  }
}

describe('calculate', () => {
  it('gives its result as a decimal number', async () => {
    expect(await run(' (1200 + 19%) / 12 ')).toEqual({ ok: true, content: '{"result":"119"}' });
  });

  it('says what is wrong', async () => {
    expect(await run('1/0')).toEqual({ ok: false, content: 'Division by zero.' });
  });

  it('takes no empty expression and none that is too long', async () => {
    expect(await run('  ')).toMatchObject({ ok: false });
    expect(await run('1+'.repeat(250) + '1')).toMatchObject({ ok: false });
  });

  it.each([
    ['1 + 2 * 3', '7'],
    ['0.1 + 0.2', '0.3'],
    ['-3^2', '-9'],
    ['2^-3', '0.125'],
    ['2^3^2', '512'],
    ['2(3 + 4)', '14'],
    ['3 × 4 ÷ 2 − 1', '5'],
    ['1 +\n2', '3'],
    ['1/3', '0.33333333333333333333'],
    ['2/3', '0.66666666666666666667'],
    ['1/3*3', '1'],
    ['sqrt(2)^2', '2'],
    ['2^100', '1267650600228229401496703205376'],
    [
      '123456789012345678901234567890 * 987654321098765432109876543210',
      '121932631137021795226185032733622923332237463801111263526900',
    ],
    ['1e3', '1000'],
    ['0xff', '255'],
    ['20!', '2432902008176640000'],
    ['10 mod 3', '1'],
    ['10 % 3', '1'],
    ['-1 mod 12', '11'],
    ['5 mod -3', '-1'],
    ['sin(pi)', '0'],
    ['round(2.345, 2)', '2.35'],
    ['round(-0.5)', '-1'],
    ['floor(-1.5) + ceil(1.2) + trunc(-1.9) + sign(-4) + abs(-7)', '5'],
    ['min(3, -1, 2) + max(3, -1, 2)', '2'],
    ['sum(1, 2, 3) / mean(1, 2, 3)', '3'],
    ['log(8, 2) + log2(8) + log10(1000)', '9'],
    ['ln(e) + log(e^2) + ln(exp(3))', '6'],
    ['cbrt(27) + pow(2, 5) + factorial(3)', '41'],
    ['sin(pi) + cos(0) + tan(0)', '1'],
    ['asin(1) + acos(1) - pi/2 + atan(0)', '0'],
    ['pi', '3.14159265358979323846'],
  ])('%s is %s', (expression, result) => {
    expect(evaluate(expression)).toBe(result);
  });

  describe('percentages', () => {
    it.each([
      ['20%', '0.2'],
      ['200 * 19%', '38'],
      ['50 + 20%', '60'],
      ['50 - 20%', '40'],
      ['100 + 20% + 5', '125'],
      ['100 - 10% - 10%', '81'],
      ['10% + 10%', '0.2'],
      ['100 + 10% * 2', '100.2'],
      ['20% of 50', '10'],
      ['-20%', '-0.2'],
      ['(1 + 2)%', '0.03'],
    ])('%s is %s', (expression, result) => {
      expect(evaluate(expression)).toBe(result);
    });
  });

  describe('refuses what is no number', () => {
    it.each([
      ['1/0', /division by zero/i],
      ['5 mod 0', /division by zero/i],
      ['0^-1', /division by zero/i],
      ['sqrt(-1)', /not a real number/],
      ['(-8)^(1/3)', /not a real number/],
      ['asin(2)', /not a real number/],
      ['log(1, 1)', /not a real number/],
      ['ln(0)', /above zero/],
      ['%5', /needs a number before/],
      ['1 +', /not valid/],
      ['1,234', /without thousands separators/],
      ['12 cm', /"cm" is unknown/],
      ['$5', /unknown/],
      ['sqrt()', /does not take 0 arguments/],
      ['sqrt(1, 2)', /does not take 2 arguments/],
      ['round(1, 1.5)', /decimals/],
      ['factorial(-1)', /whole number/],
    ])('%s', (expression, words) => {
      expect(refusal(expression)).toMatch(words);
    });
  });

  describe('has no use for anything but arithmetic', () => {
    it.each([
      'import({}, {})',
      'createUnit("x")',
      'evaluate("1")',
      'parse("1")',
      'simplify("x")',
      'derivative("x^2", "x")',
      'config({})',
      'range(1, 1e9)',
      'ones(10000, 10000)',
      'random()',
      'constructor(1)',
      '__proto__',
      'toString()',
      'hasOwnProperty(1)',
      'pi.constructor',
      'cos.constructor("return process")()',
      'f(x) = x',
      'x = 1',
      '1; 2',
      '[1, 2, 3]',
      '1:1000000000',
      '{a: 1}',
      '"text"',
      "'text'",
      "2'",
      'true',
      'null',
      'NaN',
      'Infinity',
      'i',
      '1 > 2 ? 1 : 2',
      '1 == 1',
      'not 1',
      '5 xor 3',
      '1 | 2',
      '1 << 1000000000',
      '5 cm to m',
      '#',
    ])('%s', (expression) => {
      expect(refusal(expression)).not.toMatch(/^gave/);
    });
  });

  describe('is not worn out', () => {
    it.each([
      ['a power tower', '9^9^9^9^9'],
      ['a power of a power', '(10^400)^(10^400)'],
      ['a huge factorial', '100000!'],
      ['factorials of factorials', '9!!!'],
      ['a product out of bounds', '10^300 * 10^300'],
      ['a quotient out of bounds', '10^-300 / 10^300'],
      ['a number out of bounds', '1e999999999'],
      ['a huge exponential', 'exp(1e17)'],
      ['a huge angle', 'sin(1e400)'],
      ['parentheses in parentheses', '('.repeat(249) + '1' + ')'.repeat(249)],
      ['functions in functions', 'sin('.repeat(100) + '1' + ')'.repeat(100)],
    ])('by %s: refused', (_, expression) => {
      expect(refusal(expression)).not.toMatch(/^gave/);
    });

    it.each([
      ['a chain of percentages', `1${'+1%'.repeat(160)}`],
      ['a chain of signs', `${'-'.repeat(499)}1`],
      ['a chain of factorials', `1${'!'.repeat(499)}`],
      ['a chain of roots', `${'2^0.5^'.repeat(80)}2`],
      ['a sum of logarithms', `${'ln(2)+'.repeat(80)}1`],
      ['a number of 500 digits', '9'.repeat(500)],
    ])('by %s: calculated', (_, expression) => {
      expect(evaluate(expression)).toMatch(/^-?\d+(\.\d+)?$/);
    });
  });

  describe('properties', () => {
    const whole = fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n });

    it('sums, differences and products of whole numbers are exact', () => {
      fc.assert(
        fc.property(whole, whole, whole, (a, b, c) => {
          expect(evaluate(`(${a}) + (${b}) - (${c})`)).toBe(String(a + b - c));
          expect(evaluate(`(${a}) * (${b}) * (${c})`)).toBe(String(a * b * c));
        }),
      );
    });

    it('powers of whole numbers are exact', () => {
      fc.assert(
        fc.property(
          fc.bigInt({ min: -1000n, max: 1000n }),
          fc.integer({ min: 0, max: 150 }),
          (base, exponent) => {
            expect(evaluate(`(${base})^${exponent}`)).toBe(String(base ** BigInt(exponent)));
          },
        ),
      );
    });

    it('any text gives a number or a refusal in words', () => {
      const pieces = fc.constantFrom(
        ...'1 2.5 9e9 0x ( ) + - * / ^ % ! , sqrt( ln( round( mod pi i x [ ] { } : ; = ? . # " \' toString'.split(
          ' ',
        ),
        ' ',
        '\n',
      );
      const soup = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));
      fc.assert(
        fc.property(fc.oneof(fc.string({ maxLength: 200, unit: 'binary' }), soup), (text) => {
          expect(refusal(text)).toMatch(/^gave -?\d+(\.\d+)?$|^[A-Z"]/);
        }),
        { numRuns: 1000 },
      );
    });
  });
});
