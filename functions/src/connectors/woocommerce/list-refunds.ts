import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { listed, pageInput, PER_PAGE, placeOf, short } from './lists.ts';
import { day, moment, within } from './moments.ts';
import { findOrder, namesOf, orderNumber } from './order-words.ts';
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
      /** Null: it is no longer there. */
      order: z.string().nullable(),
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
  run: async ({ order, from, to, page = 1 }, context) => {
    const shop = await openShop(context);
    const path = order === undefined ? '/refunds' : `/orders/${(await findOrder(shop, order)).id}/refunds`;
    const query = { ...within(from, to), per_page: PER_PAGE, page };
    const found = await shop.list(path, shapes.refund, query);
    const parents = order === undefined ? found.items.flatMap((one) => one.parent_id ?? []) : [];
    const names = await namesOf(shop, [...new Set(parents)]);
    return {
      refunds: found.items.map((one) => ({
        refund_id: one.id,
        order: order ?? names.get(one.parent_id ?? 0) ?? null,
        amount: one.amount,
        reason: short(one.reason ?? '', 120),
        created: moment(one.date_created, one.date_created_gmt),
        by_payment_provider: one.refunded_payment,
      })),
      ...placeOf(found, page),
    };
  },
};
