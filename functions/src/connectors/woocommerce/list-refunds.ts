import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { listed, pageInput, PER_PAGE, placeOf, short } from './lists.ts';
import { day, moment, within } from './moments.ts';
import { findOrder, orderNumber } from './order-words.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

const input = z.object({
  order: orderNumber.optional(),
  from: day.optional().describe('The first day, by the shop’s calendar.'),
  to: day.optional().describe('The last day.'),
  page: pageInput,
});

const output = z.object({
  refunds: z.array(
    z.object({
      refund_id: z.int(),
      order_id: z.int().nullable(),
      amount: z.string(),
      reason: z.string(),
      created: z.string(),
      by_payment_provider: z.boolean(),
    }),
  ),
  ...listed,
});

/** Lists refunds, of one order or of all. */
export const listRefunds: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'list_refunds',
  description: 'Lists refunds, the newest first: of one order, or of the whole shop from one day to another.',
  verb: 'Looking up refunds',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ order: number, from, to, page = 1 }, context) => {
    const shop = await openShop(context);
    const order = number === undefined ? null : await findOrder(shop, number);
    const path = order ? `/orders/${order.id}/refunds` : '/refunds';
    const query = { ...within(from, to), per_page: PER_PAGE, page };
    const found = await shop.list(path, shapes.refund, query);
    return {
      refunds: found.items.map((one) => ({
        refund_id: one.id,
        order_id: order?.id ?? one.parent_id ?? null,
        amount: one.amount,
        reason: short(one.reason ?? '', 120),
        created: moment(one.date_created, one.date_created_gmt),
        by_payment_provider: one.refunded_payment,
      })),
      ...placeOf(found, page),
    };
  },
};
