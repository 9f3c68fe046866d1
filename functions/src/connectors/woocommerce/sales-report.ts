import { z } from 'zod';
import { type Tool, ToolError } from '../tool.ts';
import { day } from './moments.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

const input = z.object({
  from: day.describe('The first day, by the shop’s calendar.'),
  to: day.describe('The last day; at most a year after the first.'),
});

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

/** What was sold from one day to another. */
export const salesReport: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
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
