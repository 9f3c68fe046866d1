import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { listed, pageInput, PER_PAGE, placeOf } from './lists.ts';
import { day, within } from './moments.ts';
import { briefly, briefOrder } from './order-words.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

/** The statuses that WooCommerce itself has. */
export const orderStatus = z.enum([
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
]);

const input = z.object({
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('An order number, an e-mail address, a name or a product.'),
  status: orderStatus.optional(),
  from: day.optional().describe('The first day, by the shop’s calendar.'),
  to: day.optional().describe('The last day.'),
  page: pageInput,
});

const output = z.object({ orders: z.array(briefOrder), ...listed });

/** Lists orders, the newest first. */
export const searchOrders: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'search_orders',
  description:
    'Lists orders of the shop, the newest first: by words (number, e-mail address, name, product), status and days. ' +
    'For one order whose number is known, get_order says more.',
  verb: 'Searching orders',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ search, status, from, to, page = 1 }, context) => {
    const shop = await openShop(context);
    const found = await shop.list('/orders', shapes.order, {
      ...(search !== undefined && { search }),
      ...(status && { status }),
      ...within(from, to),
      orderby: 'date',
      order: 'desc',
      per_page: PER_PAGE,
      page,
    });
    return { orders: found.items.map(briefly), ...placeOf(found, page) };
  },
};
