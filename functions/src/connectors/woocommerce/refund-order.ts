import { z } from 'zod';
import { type Tool, type ToolContext, ToolError } from '../tool.ts';
import { askedAmount, exact, written } from './money.ts';
import { findOrder, leftOf, orderNumber } from './order-words.ts';
import { isMarked, marked } from './reference.ts';
import * as shapes from './shapes.ts';
import { openShop, type Shop } from './shop.ts';

const input = z.object({
  order: orderNumber,
  amount: askedAmount.describe(
    'How much, for example "49.00". Never more than get_order says is refundable.',
  ),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/u)
    .describe('The currency of the order, for example "EUR".'),
  reason: z.string().trim().min(1).max(200).describe('Why, in a few words; the customer may read it.'),
  api_refund: z
    .boolean()
    .optional()
    .describe('True (as without it): the payment provider pays it back. False: it is only put on record.'),
});
type Input = z.infer<typeof input>;

const output = z.object({
  refund_id: z.int(),
  order: z.string(),
  amount: z.string(),
  currency: z.string(),
  /** What can still be refunded. */
  left: z.string(),
  by_payment_provider: z.boolean(),
});
type Output = z.infer<typeof output>;

const told = (
  { order: number }: Input,
  { currency }: shapes.Order,
  { id, amount, refunded_payment: byProvider }: shapes.Refund,
  left: bigint,
): Output => ({
  refund_id: id,
  order: number,
  amount,
  currency,
  left: written(left),
  by_payment_provider: byProvider,
});

/** By the payment provider, and not only put on record. */
const isPaidBack = ({ api_refund: byApi = true }: Input): boolean => byApi;

const MOST_REFUNDS = 100;

/**
 * The refund that this call has made, if it has. WooCommerce keeps a refund before it asks the payment provider, and removes
 * it again where that fails, even if the provider has paid and only its answer was lost: that one is not there tells nothing.
 * Only `refunded_payment` says that it was paid.
 */
async function made(shop: Shop, asked: Input, { key }: ToolContext): Promise<Output | null> {
  const order = await findOrder(shop, asked.order);
  const path = `/orders/${order.id}/refunds`;
  const { items } = await shop.list(path, shapes.refund, { per_page: MOST_REFUNDS });
  const found = items.find(({ reason }) => isMarked(reason ?? '', key));
  if (isPaidBack(asked) && !found?.refunded_payment)
    throw new ToolError('The shop does not know whether the payment provider has paid this.');
  return found ? told(asked, order, found, leftOf(order)) : null;
}

/** Pays money of an order back: never more than what is left of it. */
export const refundOrder: Tool<Input, Output> = {
  name: 'refund_order',
  description:
    'Refunds a part or all of an order. Read the order with get_order first: amount and currency have to fit it. ' +
    'Call it once; a refund cannot be taken back.',
  verb: 'Refunding',
  input,
  output,
  connection: 'woocommerce',
  outside: {
    // WooCommerce takes no key. The call is found again by the reference in the refund's reason. Whoever looks, the shop may
    // still be at work on it: what is found half done is not taken for done.
    idempotent: false,
    lookUp: async (asked, context) => made(await openShop(context), asked, context),
    whereToLook: (asked) =>
      isPaidBack(asked)
        ? `Look at order ${asked.order} in the shop, and at the payment provider whether ${asked.amount} ${asked.currency} were paid back, before anybody tries it again.`
        : `Look at the refunds of order ${asked.order} in the shop before anybody tries it again.`,
    describe: (asked) => ({
      summary: `Refund ${asked.amount} ${asked.currency} of order ${asked.order}`,
      details: [
        { label: 'Order', value: asked.order },
        { label: 'Amount', value: `${asked.amount} ${asked.currency}` },
        { label: 'Reason', value: asked.reason },
        {
          label: 'How',
          value: isPaidBack(asked) ? 'Paid back by the payment provider' : 'Put on record only',
        },
      ],
    }),
  },
  run: async (asked, context) => {
    const { order: number, amount, currency, reason } = asked;
    const shop = await openShop(context);
    const order = await findOrder(shop, number);
    if (order.currency !== currency)
      throw new ToolError(
        `Order ${number} is in ${order.currency}, not in ${currency}. Nothing was refunded.`,
      );
    const left = leftOf(order);
    if (exact(amount) > left)
      throw new ToolError(
        `Only ${written(left)} ${currency} of order ${number} can be refunded. Nothing was.`,
      );
    const asksAnother = isPaidBack(asked);
    const body = { amount, reason: marked(reason, context.key), api_refund: asksAnother };
    const path = `/orders/${order.id}/refunds`;
    const refund = await shop.change('POST', path, body, shapes.refund, { asksAnother });
    return told(asked, order, refund, left - exact(amount));
  },
};
