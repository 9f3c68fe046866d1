import { dates, gmtTime, localTime } from './values.ts';

const DAY = 86_400_000;

/** A coupon as the shop keeps it. Amounts are decimal strings; "0.00" is none. */
export type Coupon = {
  readonly id: number;
  readonly code: string;
  readonly amount: string;
  readonly date_created: string;
  readonly date_created_gmt: string;
  readonly discount_type: string;
  readonly description: string;
  readonly date_expires: string | null;
  readonly date_expires_gmt: string | null;
  readonly usage_count: number;
  readonly individual_use: boolean;
  readonly product_ids: readonly number[];
  readonly excluded_product_ids: readonly number[];
  readonly usage_limit: number | null;
  readonly usage_limit_per_user: number | null;
  readonly limit_usage_to_x_items: number | null;
  readonly free_shipping: boolean;
  readonly product_categories: readonly number[];
  readonly excluded_product_categories: readonly number[];
  readonly exclude_sale_items: boolean;
  readonly minimum_amount: string;
  readonly maximum_amount: string;
  readonly email_restrictions: readonly string[];
  readonly used_by: readonly string[];
  readonly meta_data: readonly unknown[];
};

const plain = {
  description: '',
  date_expires: null,
  date_expires_gmt: null,
  usage_count: 0,
  individual_use: false,
  product_ids: [],
  excluded_product_ids: [],
  usage_limit: null,
  usage_limit_per_user: null,
  limit_usage_to_x_items: null,
  free_shipping: false,
  product_categories: [],
  excluded_product_categories: [],
  exclude_sale_items: false,
  minimum_amount: '0.00',
  maximum_amount: '0.00',
  email_restrictions: [],
  used_by: [],
  meta_data: [],
} as const;

export const expiring = (moment: number) => ({
  date_expires: localTime(moment),
  date_expires_gmt: gmtTime(moment),
});

type Told = Partial<Coupon> & Pick<Coupon, 'code' | 'amount' | 'discount_type'>;

/** A coupon that says nothing but what is told of it. */
export const couponOf = (id: number, now: number, told: Told): Coupon => ({
  ...plain,
  id,
  ...dates(now),
  ...told,
});

const FIRST_ID = 501;

/** One coupon of each kind: good ones, and one for each reason that a coupon may be refused for. */
export const allCoupons = (now: number, firstCustomer: { id: number; email: string }): Coupon[] => {
  const percent = { discount_type: 'percent' } as const;
  const all: readonly Told[] = [
    { ...percent, code: 'welcome10', amount: '10.00', description: '10 % for everybody' },
    { code: 'harbour5', amount: '5.00', discount_type: 'fixed_cart', minimum_amount: '50.00' },
    { ...percent, code: 'summer24', amount: '20.00', ...expiring(Date.UTC(2024, 8, 1)) },
    { ...percent, code: 'first100', amount: '15.00', usage_limit: 100, usage_count: 100 },
    {
      ...percent,
      code: 'once',
      amount: '12.00',
      usage_limit_per_user: 1,
      usage_count: 2,
      used_by: [String(firstCustomer.id), 'guest@example.com'],
    },
    { ...percent, code: 'small', amount: '10.00', maximum_amount: '50.00' },
    { code: 'cups2', amount: '2.00', discount_type: 'fixed_product', product_categories: [17] },
    { ...percent, code: 'nomachines', amount: '10.00', excluded_product_categories: [16] },
    { code: 'maren', amount: '9.00', discount_type: 'fixed_product', product_ids: [207] },
    { code: 'nogiftcard', amount: '5.00', discount_type: 'fixed_cart', excluded_product_ids: [220] },
    { code: 'fullprice', amount: '8.00', discount_type: 'fixed_cart', exclude_sale_items: true },
    {
      ...percent,
      code: 'team',
      amount: '30.00',
      email_restrictions: ['*@harbour.example', 'ada@example.com'],
    },
    { ...percent, code: 'alone', amount: '25.00', individual_use: true, ...expiring(now + 30 * DAY) },
    { code: 'free', amount: '0.00', discount_type: 'fixed_cart', free_shipping: true },
  ];
  return all.map((told, index) => couponOf(FIRST_ID + index, now - 200 * DAY, told));
};
