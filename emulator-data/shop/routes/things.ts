import { couponOf, expiring } from '../coupons.ts';
import { categories } from '../products.ts';
import { centsOf, momentOf, money } from '../values.ts';
import {
  holds,
  idsIn,
  invalid,
  missing,
  paged,
  ShopError,
  type Asked,
  type Reply,
  type Route,
} from './route.ts';

// Products, customers and coupons.

const same = <T>(one: T): T => one;

function oneOf(all: readonly { id: number }[], id: number | undefined, kind: string): Reply {
  const found = all.find((one) => one.id === id);
  if (!found) throw new ShopError(404, `woocommerce_rest_${kind}_invalid_id`, 'Invalid ID.');
  return { status: 200, body: found };
}

function products({ stock, query }: Asked): Reply {
  const included = idsIn(query, 'include');
  const found = stock.products.filter(
    (one) =>
      holds(query.get('search'), one.name) &&
      (query.get('sku') === null || one.sku === query.get('sku')) &&
      (query.get('stock_status') === null || one.stock_status === query.get('stock_status')) &&
      (query.get('on_sale') === null || one.on_sale === (query.get('on_sale') === 'true')) &&
      (query.get('category') === null ||
        one.categories.some(({ id }) => id === Number(query.get('category')))) &&
      (included === null || included.includes(one.id)),
  );
  return paged(query, found, same);
}

function customers({ stock, query }: Asked): Reply {
  const email = query.get('email');
  const found = stock.customers.filter(
    (one) =>
      holds(query.get('search'), `${one.first_name} ${one.last_name}`, one.email, one.username) &&
      (email === null || one.email === email.toLowerCase()),
  );
  return paged(query, found, same);
}

function coupons({ stock, query }: Asked): Reply {
  const code = query.get('code')?.toLowerCase() ?? null;
  const found = stock.coupons.filter(
    (one) => holds(query.get('search'), one.code) && (code === null || one.code === code),
  );
  return paged(query, found.toReversed(), same);
}

const types = ['percent', 'fixed_cart', 'fixed_product'];

function amountIn(body: Asked['body'], name: string): string {
  const cents = centsOf(body[name] ?? '0.00');
  if (cents === null) throw invalid(name, `${name} is not an amount.`);
  return money(cents);
}

function limitIn(body: Asked['body'], name: string): number | null {
  const value = body[name] ?? null;
  if (value !== null && (typeof value !== 'number' || !Number.isInteger(value)))
    throw invalid(name, `${name} is not of type integer.`);
  return value;
}

function createCoupon({ stock, body }: Asked): Reply {
  const { code, discount_type: type = 'fixed_cart', date_expires: until = null } = body;
  if (code === undefined) throw missing('code');
  if (typeof code !== 'string' || code === '') throw invalid('code', 'code is not of type string.');
  if (typeof type !== 'string' || !types.includes(type))
    throw invalid('discount_type', `discount_type is not one of ${types.join(', ')}.`);
  if (stock.coupons.some((one) => one.code === code.toLowerCase()))
    throw new ShopError(400, 'woocommerce_rest_coupon_code_already_exists', 'The coupon code already exists');
  const made = couponOf(stock.nextId(), stock.now(), {
    code: code.toLowerCase(),
    amount: amountIn(body, 'amount'),
    discount_type: type,
    description: typeof body['description'] === 'string' ? body['description'] : '',
    individual_use: body['individual_use'] === true,
    exclude_sale_items: body['exclude_sale_items'] === true,
    minimum_amount: amountIn(body, 'minimum_amount'),
    usage_limit: limitIn(body, 'usage_limit'),
    usage_limit_per_user: limitIn(body, 'usage_limit_per_user'),
    email_restrictions: Array.isArray(body['email_restrictions'])
      ? body['email_restrictions'].map(String)
      : [],
    meta_data: Array.isArray(body['meta_data']) ? body['meta_data'] : [],
    ...(typeof until === 'string' && expiring(momentOf(until))),
  });
  stock.coupons.push(made);
  return { status: 201, body: made };
}

export const thingRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/products$/u, answer: products },
  {
    method: 'GET',
    path: /^\/products\/(\d+)$/u,
    answer: ({ stock, ids }) => oneOf(stock.products, ids[0], 'product'),
  },
  {
    method: 'GET',
    path: /^\/products\/categories$/u,
    answer: ({ query }) => paged(query, categories, same),
  },
  { method: 'GET', path: /^\/customers$/u, answer: customers },
  {
    method: 'GET',
    path: /^\/customers\/(\d+)$/u,
    answer: ({ stock, ids }) => oneOf(stock.customers, ids[0], 'customer'),
  },
  { method: 'GET', path: /^\/coupons$/u, answer: coupons },
  { method: 'POST', path: /^\/coupons$/u, answer: createCoupon },
];
