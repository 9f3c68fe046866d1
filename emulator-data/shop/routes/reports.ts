import { centsOf, localTime, money } from '../values.ts';
import { invalid, type Asked, type Reply, type Route } from './route.ts';

const DAY = /^\d{4}-\d\d-\d\d$/u;
const DAY_MS = 86_400_000;
const SOLD = new Set(['completed', 'processing', 'on-hold', 'refunded']);

function dayIn({ query }: Asked, name: string, otherwise: string): string {
  const value = query.get(name) ?? otherwise;
  if (!DAY.test(value)) throw invalid(name, `${name} is not a date.`);
  return value;
}

/** What was sold from one day to another, in the shop's time; without a day, in the last week. */
function sales(asked: Asked): Reply {
  const today = localTime(asked.stock.now()).slice(0, 10);
  const week = localTime(asked.stock.now() - 6 * DAY_MS).slice(0, 10);
  const from = dayIn(asked, 'date_min', week);
  const to = dayIn(asked, 'date_max', today);
  const sold = asked.stock.orders.filter(({ date_created: at, status }) => {
    const day = at.slice(0, 10);
    return SOLD.has(status) && day >= from && day <= to;
  });
  const sum = (amounts: readonly string[]) => amounts.reduce((total, one) => total + (centsOf(one) ?? 0), 0);
  const total = sum(sold.map((one) => one.total));
  const refunds = sum(sold.flatMap(({ made }) => made.map(({ amount }) => amount)));
  const shipping = sum(sold.map((one) => one.shipping_total));
  const days = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);
  return {
    status: 200,
    body: [
      {
        total_sales: money(total),
        net_sales: money(total - refunds - shipping),
        average_sales: money(Math.round((total - refunds - shipping) / days)),
        total_orders: sold.length,
        total_items: sold.flatMap((one) => one.line_items).reduce((n, { quantity }) => n + quantity, 0),
        total_tax: '0.00',
        total_shipping: money(shipping),
        // WooCommerce gives these two as numbers.
        total_refunds: refunds / 100,
        total_discount: '0.00',
        totals_grouped_by: 'day',
        totals: {},
        total_customers: 0,
      },
    ],
  };
}

export const reportRoutes: readonly Route[] = [{ method: 'GET', path: /^\/reports\/sales$/u, answer: sales }];
