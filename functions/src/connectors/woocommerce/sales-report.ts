import { z } from 'zod';
import { type Tool, ToolError } from '../tool.ts';
import { day, within } from './moments.ts';
import * as shapes from './shapes.ts';
import { openShop, type Shop } from './shop.ts';

const input = z.object({
  from: day.describe('The first day, by the shop’s calendar.'),
  to: day.describe('The last day; at most a year after the first.'),
});
type Input = z.infer<typeof input>;

const output = z.object({
  from: z.string(),
  to: z.string(),
  sales: z.string(),
  net_sales: z.string(),
  orders: z.int(),
  items: z.int(),
  shipping: z.string(),
  tax: z.string(),
  refunds: z.string(),
  discounts: z.string(),
});

const YEAR = 366 * 86_400_000;

/** Those that WooCommerce's report counts. */
const COUNTED = 'completed,processing,on-hold,refunded';

/**
 * The report adds up what is in WordPress's own tables. A shop that keeps its orders in tables of their own, as new ones do,
 * and does not copy them back, has a report of nothing. @throws ToolError where there are orders
 */
async function checkThatNone(shop: Shop, { from, to }: Input): Promise<void> {
  const query = { ...within(from, to), status: COUNTED, per_page: 1 };
  const { items, total } = await shop.list('/orders', shapes.order.pick({ id: true }), query);
  const count = total ?? items.length;
  if (count > 0)
    throw new ToolError(
      `The shop’s report says that nothing was ordered from ${from} to ${to}, but the shop has ` +
        `orders of these days: ${count}. The report cannot be relied on. search_orders lists the orders with their totals.`,
    );
}

/** What was sold from one day to another. */
export const salesReport: Tool<Input, z.infer<typeof output>> = {
  name: 'sales_report',
  description:
    'Sums up the shop’s sales from one day to another, both included: sales, orders, items, shipping, tax, refunds and ' +
    'discounts, in the shop’s currency.',
  verb: 'Adding up sales',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ from, to }, context) => {
    const length = Date.parse(to) - Date.parse(from);
    if (length < 0) throw new ToolError('The last day is before the first.');
    if (length > YEAR) throw new ToolError('That is more than a year. Ask for less at once.');
    const shop = await openShop(context);
    const query = { date_min: from, date_max: to };
    const report = await shop.get('/reports/sales', shapes.salesReport, query);
    if (report.total_orders === 0) await checkThatNone(shop, { from, to });
    return {
      from,
      to,
      sales: report.total_sales,
      net_sales: report.net_sales,
      orders: report.total_orders,
      items: report.total_items,
      shipping: report.total_shipping,
      tax: report.total_tax,
      refunds: report.total_refunds,
      discounts: report.total_discount,
    };
  },
};
