import { z } from 'zod';
import { type Tool, ToolError } from '../tool.ts';
import { findOrder, orderNumber } from './order-words.ts';
import { orderStatus } from './search-orders.ts';
import * as shapes from './shapes.ts';
import { openShop, type Shop } from './shop.ts';

const input = z.object({
  order: orderNumber,
  // WooCommerce puts a refund on record for this one without paying it back.
  status: orderStatus.exclude(['refunded']).describe('To refund, use refund_order.'),
});
type Input = z.infer<typeof input>;

const output = z.object({ order: z.string(), status: z.string() });
type Output = z.infer<typeof output>;

/**
 * The order, if it has that status. With another one nobody can tell: the call may never have arrived, or somebody has
 * changed the order since, and to make the call again would undo that.
 */
async function reached(shop: Shop, { order: number, status }: Input): Promise<Output> {
  const order = await findOrder(shop, number);
  if (order.status !== status) throw new ToolError(`Order ${number} is "${order.status}".`);
  return { order: number, status };
}

/** Gives an order another status. */
export const changeOrderStatus: Tool<Input, Output> = {
  name: 'change_order_status',
  description: 'Gives an order of the shop another status. The shop may write to the customer about it.',
  verb: 'Changing the order',
  input,
  output,
  connection: 'woocommerce',
  outside: {
    idempotent: false,
    lookUp: async (asked, context) => reached(await openShop(context), asked),
    describe: ({ order, status }) => ({
      summary: `Set order ${order} to "${status}"`,
      details: [
        { label: 'Order', value: order },
        { label: 'New status', value: status },
      ],
    }),
  },
  run: async (asked, context) => {
    const shop = await openShop(context);
    const order = await findOrder(shop, asked.order);
    const shape = shapes.order.pick({ status: true });
    const { status } = await shop.change('PUT', `/orders/${order.id}`, { status: asked.status }, shape);
    return { order: asked.order, status };
  },
};
