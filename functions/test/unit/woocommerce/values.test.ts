import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCoupons } from '../../../../emulator-data/shop/coupons.ts';
import { allProducts } from '../../../../emulator-data/shop/products.ts';
import { reasonsAgainst } from '../../../src/connectors/woocommerce/coupon-rules.ts';
import { endOf, moment, within } from '../../../src/connectors/woocommerce/moments.ts';
import { amount, exact, sum, written } from '../../../src/connectors/woocommerce/money.ts';
import { marked, isMarked } from '../../../src/connectors/woocommerce/reference.ts';
import * as shapes from '../../../src/connectors/woocommerce/shapes.ts';

describe('money', () => {
  const cents = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });
  const decimal = (value: number) => {
    const digits = String(Math.abs(value)).padStart(3, '0');
    return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };

  it('any amount -> the same amount', () => {
    fc.assert(
      fc.property(cents, (value) => {
        expect(written(exact(decimal(value)))).toBe(decimal(value));
      }),
    );
  });

  it('any amounts -> added to the cent', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 50 }), (values) => {
        const total = values.reduce((one, other) => one + other, 0);
        expect(written(sum(values.map(decimal)))).toBe(decimal(total));
      }),
    );
  });

  it('what floating point gets wrong -> right', () => {
    expect(written(sum(['0.1', '0.2']))).toBe('0.30');
    expect(exact('1.005') * 100n).toBe(exact('100.5'));
  });

  it.each([
    ['49.00', '49.00'],
    [49, '49'],
    [10.5, '10.5'],
    ['-4.90', '-4.90'],
    ['0.000001', '0.000001'],
    [31.939999999999998, '31.94'],
    [-0.1 - 0.2, '-0.3'],
    [1e-9, '0'],
    [-1e-9, '0'],
  ])('%j of a shop -> %s', (value, text) => {
    expect(amount.parse(value)).toBe(text);
  });

  it.each([
    '',
    '49,00',
    '1e3',
    '31.939999999999998',
    'NaN',
    '€5',
    '1.1.1',
    '0x10',
    ' 5',
    null,
    {},
    Number.NaN,
    1e21,
  ])('%j of a shop -> no amount', (value) => {
    expect(amount.safeParse(value).success).toBe(false);
  });
});

describe('moments', () => {
  it.each([
    ['2026-07-01T12:00:00', '2026-07-01T10:00:00', '+02:00'],
    ['2026-01-01T00:30:00', '2025-12-31T23:30:00', '+01:00'],
    ['2026-07-01T08:00:00', '2026-07-01T12:00:00', '-04:00'],
    ['2026-07-01T02:30:00', '2026-07-01T06:00:00', '-03:30'],
    ['2026-07-01T17:45:00', '2026-07-01T12:00:00', '+05:45'],
    ['2026-07-01T12:00:00', '2026-07-01T12:00:00', '+00:00'],
  ])('%s there and %s in UTC -> %s', (local, gmt, offset) => {
    expect(moment(local, gmt)).toBe(`${local}${offset}`);
    expect(Date.parse(moment(local, gmt))).toBe(Date.parse(`${gmt}Z`));
  });

  it('from one day to another -> all of both', () => {
    expect(within('2026-03-01', '2026-12-31')).toEqual({
      after: '2026-02-28T23:59:59',
      before: '2027-01-01T00:00:00',
    });
    expect(within(undefined, undefined)).toEqual({});
    expect(endOf('2026-01-31')).toBe('2026-01-31T23:59:59');
  });
});

describe('a reference', () => {
  it('is the same for the same call, another for another, and tells nothing of it', () => {
    const text = marked('Paid twice', 'alice-chat-agent-3-0');
    expect(text).toMatch(/^Paid twice \(ref [0-9a-f]{12}\)$/u);
    expect(isMarked(text, 'alice-chat-agent-3-0')).toBe(true);
    expect(isMarked(text, 'alice-chat-agent-3-1')).toBe(false);
    expect(text).not.toContain('alice');
  });
});

describe('a discount code', () => {
  const coupons = allCoupons(0, { id: 11, email: 'ada@example.com' }).map((one) => shapes.coupon.parse(one));
  const [first] = allProducts();
  const plain = { ...shapes.product.parse(first), price: '24.50' };
  const against = (code: string, product: typeof plain, email: string | null = null) => {
    const coupon = coupons.find((one) => one.code === code);
    if (!coupon) throw new Error(`There is no ${code}.`);
    const items = [{ product, quantity: 1 }];
    return reasonsAgainst({ coupon, items, email, customerId: null, otherCodes: [], now: 0 });
  };

  it('for a product -> for its variations as well, whether it includes or excludes them', () => {
    const variation = (parent_id: number) => ({ ...plain, id: 9_001, parent_id });
    expect(against('maren', variation(207))).toEqual([]);
    expect(against('maren', variation(208))).toHaveLength(1);
    expect(against('nogiftcard', variation(220))).toHaveLength(1);
  });

  it('without a minimum or a maximum -> valid for any sum, however the shop writes that', () => {
    const [coupon] = allCoupons(0, { id: 11, email: 'ada@example.com' });
    const limits = { minimum_amount: '', maximum_amount: '' };
    expect(shapes.coupon.parse({ ...coupon, ...limits })).toMatchObject({
      minimum_amount: '0',
      maximum_amount: '0',
    });
  });

  it('for an address with a pattern -> the dot in it is a dot, and nothing may stand around it', () => {
    expect(against('team', plain, 'eve@harbour.example')).toEqual([]);
    for (const email of ['eve@harbourxexample', 'eve@harbour.example.org', 'ada@example.comx'])
      expect(against('team', plain, email)).toHaveLength(1);
  });
});
