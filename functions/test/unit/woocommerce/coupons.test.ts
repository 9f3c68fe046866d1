import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShopAtWork } from '../../support/demo-shop.ts';

let shop: ShopAtWork;

beforeAll(async () => {
  shop = await ShopAtWork.open();
});
afterAll(() => shop.close());

const COFFEE = 201; // 24.50
const ESPRESSO_ON_SALE = 204; // 6.90
const SET = 207; // 49.00, a machine
const CUP = 213; // 12.90
const MUG_ON_SALE = 216; // 14.90
const GIFT_CARD = 220; // 25.00
const USED_IT = 'ada.albers.11@example.com';

type Wish = {
  items: readonly (readonly [id: number, quantity: number])[];
  email?: string;
  others?: string[];
};

const check = async (code: string, { items, email, others }: Wish) =>
  shop.use('check_coupon', {
    code,
    items: items.map(([product_id, quantity]) => ({ product_id, quantity })),
    email,
    other_codes: others,
  });

describe('a discount code', () => {
  it.each<[string, Wish]>([
    ['welcome10', { items: [[CUP, 1]] }],
    ['WELCOME10', { items: [[CUP, 1]] }],
    ['harbour5', { items: [[CUP, 4]] }],
    ['small', { items: [[SET, 1]] }],
    ['once', { items: [[CUP, 1]], email: 'somebody@example.com' }],
    [
      'cups2',
      {
        items: [
          [CUP, 1],
          [COFFEE, 1],
        ],
      },
    ],
    [
      'nomachines',
      {
        items: [
          [CUP, 1],
          [SET, 1],
        ],
      },
    ],
    [
      'maren',
      {
        items: [
          [SET, 1],
          [CUP, 1],
        ],
      },
    ],
    ['nogiftcard', { items: [[CUP, 1]] }],
    ['fullprice', { items: [[CUP, 1]] }],
    ['team', { items: [[CUP, 1]], email: 'Grace@Harbour.Example' }],
    ['team', { items: [[CUP, 1]], email: 'ada@example.com' }],
    ['alone', { items: [[CUP, 1]] }],
  ])('%s for %j -> valid', async (code, wish) => {
    expect(await check(code, wish)).toMatchObject({ valid: true, reasons: [] });
  });

  it.each<[string, Wish, string]>([
    ['summer24', { items: [[CUP, 1]] }, 'It expired on 2024-09-01.'],
    ['first100', { items: [[CUP, 1]] }, 'It may be used 100 times, and has been.'],
    ['once', { items: [[CUP, 1]], email: USED_IT }, 'Each customer may use it 1 times, and this one has.'],
    [
      'once',
      { items: [[CUP, 1]], email: 'Guest@example.com' },
      'Each customer may use it 1 times, and this one has.',
    ],
    ['harbour5', { items: [[CUP, 3]] }, 'The items cost 38.70, and it needs 50.00.'],
    [
      'small',
      {
        items: [
          [SET, 1],
          [ESPRESSO_ON_SALE, 1],
        ],
      },
      'The items cost 55.90, and it is for 50.00 at most.',
    ],
    ['maren', { items: [[CUP, 1]] }, 'None of the items is a product that it is for.'],
    ['cups2', { items: [[COFFEE, 1]] }, 'None of the items is of a category that it is for.'],
    [
      'nogiftcard',
      {
        items: [
          [CUP, 1],
          [GIFT_CARD, 1],
        ],
      },
      'It is not for these products: "Gift Card".',
    ],
    [
      'nomachines',
      { items: [[SET, 1]] },
      'It is not for the category of these products: "Pour-over Set Maren".',
    ],
    [
      'fullprice',
      {
        items: [
          [CUP, 1],
          [MUG_ON_SALE, 1],
        ],
      },
      'It is not for products on sale: "Travel Mug".',
    ],
    [
      'team',
      { items: [[CUP, 1]], email: 'eve@harbour.example.org' },
      'It is for certain e-mail addresses only, and this one is not among them.',
    ],
    ['alone', { items: [[CUP, 1]], others: ['welcome10'] }, 'It cannot be used together with another code.'],
  ])('%s for %j -> %s', async (code, wish, reason) => {
    expect(await check(code, wish)).toMatchObject({ valid: false, reasons: [reason] });
  });

  it('several reasons -> all of them', async () => {
    const { reasons } = await check('harbour5', { items: [[ESPRESSO_ON_SALE, 1]] });
    expect(reasons).toHaveLength(1);
    shop.now += 31 * 86_400_000;
    const alone = await check('alone', { items: [[CUP, 1]], others: ['small'] });
    shop.now -= 31 * 86_400_000;
    expect(alone['reasons']).toHaveLength(2);
  });

  it('at exactly the minimum, or the maximum -> valid', async () => {
    const items = [[GIFT_CARD, 2]] as const;
    expect(await check('harbour5', { items })).toMatchObject({ valid: true, subtotal: '50.00' });
    expect(await check('small', { items })).toMatchObject({ valid: true, subtotal: '50.00' });
  });

  it('for nobody in particular -> says what was not checked', async () => {
    const { not_checked: open } = await check('team', { items: [[CUP, 1]] });
    expect(open).toEqual(['Whether this customer may use it: give their e-mail address.']);
    expect(await check('welcome10', { items: [[CUP, 1]] })).toMatchObject({ not_checked: [] });
  });

  it('that there is none -> says so', async () => {
    const input = { code: 'nothing', items: [{ product_id: CUP, quantity: 1 }] };
    expect(await shop.refusal('check_coupon', input)).toBe(
      'There is no discount code "nothing" in the shop.',
    );
  });

  it('for a product that there is none -> names it', async () => {
    const input = { code: 'welcome10', items: [{ product_id: 5, quantity: 1 }] };
    expect(await shop.refusal('check_coupon', input)).toBe('There is no product 5 in the shop.');
  });
});
