import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { short } from './lists.ts';
import { moment } from './moments.ts';
import { written } from './money.ts';
import {
  briefly,
  briefOrder,
  findOrder,
  leftOf,
  orderNumber,
  parcelsOf,
  paymentsOf,
  placeOf,
  refundedOf,
} from './order-words.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

const input = z.object({ order: orderNumber });

const output = briefOrder.omit({ items: true }).extend({
  paid: z.string().nullable(),
  payment_method: z.string(),
  /** The ids of its payments. */
  payments: z.array(z.string()),
  refunded: z.string(),
  /** What can still be refunded. */
  refundable: z.string(),
  ship_to: z.string(),
  coupons: z.array(z.string()),
  items: z.array(
    z.object({ product: z.string(), product_id: z.int(), quantity: z.number(), total: z.string() }),
  ),
  parcels: z.array(z.object({ carrier: z.string(), number: z.string(), shipped: z.string() })),
  refunds: z.array(z.object({ amount: z.string(), reason: z.string() })),
  /** The newest first. */
  notes: z.array(z.object({ date: z.string(), note: z.string(), to_customer: z.boolean() })),
});

const MOST_ITEMS = 20;
const MOST_NOTES = 12;
const LONGEST_NOTE = 200;

/** The notes of an order, the newest first. */
export const notesOf = (shop: Awaited<ReturnType<typeof openShop>>, orderId: number) =>
  shop.get(`/orders/${orderId}/notes`, z.array(shapes.note));

/** Reads one order, with its payments, parcels, refunds and notes. */
export const getOrder: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'get_order',
  description:
    'Reads one order of the shop by its number: status, items, payments, what was refunded and can still be, parcels ' +
    'with their tracking numbers, and the notes about it, the newest first. Amounts are decimal strings.',
  verb: 'Looking up the order',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ order: number }, context) => {
    const shop = await openShop(context);
    const order = await findOrder(shop, number);
    const notes = await notesOf(shop, order.id);
    const { date_paid: paid, date_paid_gmt: paidGmt } = order;
    return {
      ...briefly(order),
      paid: paid !== null && paidGmt !== null ? moment(paid, paidGmt) : null,
      payment_method: short(order.payment_method_title, 60),
      payments: paymentsOf(order),
      refunded: written(refundedOf(order)),
      refundable: written(leftOf(order)),
      ship_to: placeOf(order),
      coupons: order.coupon_lines.slice(0, 5).map(({ code }) => short(code, 60)),
      items: order.line_items.slice(0, MOST_ITEMS).map(({ name, product_id, quantity, total }) => ({
        product: short(name, 80),
        product_id,
        quantity,
        total,
      })),
      parcels: parcelsOf(order),
      refunds: order.refunds
        .slice(0, MOST_ITEMS)
        .map(({ total, reason }) => ({ amount: total.replace('-', ''), reason: short(reason ?? '', 120) })),
      notes: notes
        .toSorted((a, b) => b.date_created_gmt.localeCompare(a.date_created_gmt) || b.id - a.id)
        .slice(0, MOST_NOTES)
        .map((one) => ({
          date: moment(one.date_created, one.date_created_gmt),
          note: short(one.note, LONGEST_NOTE),
          to_customer: one.customer_note,
        })),
    };
  },
};
