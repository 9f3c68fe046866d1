import { allCoupons, type Coupon } from './coupons.ts';
import { allCustomers, type Customer } from './customers.ts';
import { allOrders, type Order } from './orders.ts';
import { allProducts, type Product } from './products.ts';
import { Random } from './random.ts';

export const gateways = ['pays', 'fails', 'at_work'] as const;
/** What becomes of a refund at the payment provider: paid, failed, or nothing is heard of it yet. */
export type Gateway = (typeof gateways)[number];

/** All that the shop has. */
export type Stock = {
  gateway: Gateway;
  readonly products: Product[];
  readonly customers: Customer[];
  readonly coupons: Coupon[];
  readonly orders: Order[];
  /** The next id of whatever is made. */
  nextId(): number;
  /** Milliseconds since 1970. */
  now(): number;
};

const SEED = 1042;
const FIRST_NEW_ID = 90_001;

/** The shop as it is when it opens: the same each time, but for the dates, which count back from now. */
export function stockedAt(now: () => number): Stock {
  const random = new Random(SEED);
  const opened = now();
  const products = allProducts();
  const customers = allCustomers(random, opened);
  const [first] = customers;
  if (!first) throw new Error('A shop has customers.');
  let id = FIRST_NEW_ID - 1;
  return {
    gateway: 'pays',
    products,
    customers,
    coupons: allCoupons(opened, first),
    orders: allOrders(random, opened, customers, products),
    nextId: () => (id += 1),
    now,
  };
}
