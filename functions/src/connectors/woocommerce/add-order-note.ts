import { z } from 'zod';
import type { Tool, ToolContext } from '../tool.ts';
import { notesOf } from './get-order.ts';
import { findOrder, orderNumber } from './order-words.ts';
import { isMarked, marked } from './reference.ts';
import * as shapes from './shapes.ts';
import { openShop, type Shop } from './shop.ts';

const input = z.object({
  order: orderNumber,
  note: z.string().trim().min(1).max(1_000),
  to_customer: z
    .boolean()
    .optional()
    .describe(
      'True: the shop sends it to the customer by e-mail. Without it: only the shop’s people see it.',
    ),
});
type Input = z.infer<typeof input>;

const output = z.object({ note_id: z.int(), order: z.string(), sent_to_customer: z.boolean() });
type Output = z.infer<typeof output>;

type Note = z.infer<typeof shapes.note>;

const told = ({ order }: Input, { id, customer_note: isSent }: Note): Output => ({
  note_id: id,
  order,
  sent_to_customer: isSent,
});

async function made(shop: Shop, asked: Input, { key }: ToolContext): Promise<Output | null> {
  const { id } = await findOrder(shop, asked.order);
  const found = (await notesOf(shop, id)).find(({ note }) => isMarked(note, key));
  return found ? told(asked, found) : null;
}

/** Adds a note to an order. */
export const addOrderNote: Tool<Input, Output> = {
  name: 'add_order_note',
  description: 'Adds a note to an order of the shop, for its people or as an e-mail to the customer.',
  verb: 'Adding a note',
  input,
  output,
  connection: 'woocommerce',
  outside: {
    idempotent: false,
    lookUp: async (asked, context) => made(await openShop(context), asked, context),
    describe: ({ order, note, to_customer: isSent = false }) => ({
      summary: isSent ? `Write to the customer of order ${order}` : `Add a note to order ${order}`,
      details: [
        { label: 'Order', value: order },
        { label: isSent ? 'E-mail' : 'Note', value: note },
      ],
    }),
  },
  run: async (asked, context) => {
    const { order: number, note, to_customer: isSent = false } = asked;
    const shop = await openShop(context);
    const { id } = await findOrder(shop, number);
    const body = { note: marked(note, context.key), customer_note: isSent };
    return told(asked, await shop.change('POST', `/orders/${id}/notes`, body, shapes.note));
  },
};
