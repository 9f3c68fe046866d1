import { z } from 'zod';
import { type Tool, type ToolContext, ToolError } from '../tool.ts';
import { couponWith } from './check-coupon.ts';
import { day, endOf } from './moments.ts';
import { askedAmount, exact } from './money.ts';
import { referenceOf } from './reference.ts';
import { briefCoupon, couponBriefly } from './search-coupons.ts';
import * as shapes from './shapes.ts';
import { openShop, type Shop } from './shop.ts';

const input = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}_-]{3,50}$/u, '3 to 50 letters, digits, "-" and "_"'),
  discount_type: z
    .enum(['percent', 'fixed_cart', 'fixed_product'])
    .describe('Per cent, an amount off the whole, or an amount off each product.'),
  amount: askedAmount.describe('Per cent or money, for example "10" or "5.00".'),
  expires: day.optional().describe('The last day on which it is valid, by the shop’s calendar.'),
  usage_limit: z.int().min(1).max(1_000_000).optional().describe('How often it may be used in all.'),
  usage_limit_per_user: z.int().min(1).max(1_000).optional(),
  minimum_amount: askedAmount.optional(),
  email: z.email().max(254).optional().describe('Only who has this e-mail address may use it.'),
  individual_use: z.boolean().optional().describe('True: not together with other codes.'),
});
type Input = z.infer<typeof input>;

type Output = z.infer<typeof briefCoupon>;

const KEY = '_mother_ref';

async function made(shop: Shop, { code }: Input, { key }: ToolContext): Promise<Output | null> {
  const found = await couponWith(shop, code);
  const isOurs = found?.meta_data.some((one) => one.key === KEY && one.value === referenceOf(key));
  return found && isOurs ? couponBriefly(found) : null;
}

const yes = (value: unknown): value is string | number => value !== undefined;

function describe(asked: Input) {
  const { code, amount, discount_type: type } = asked;
  const discount = type === 'percent' ? `${amount} %` : amount;
  const optional = [
    { label: 'Valid until', value: asked.expires },
    { label: 'Uses', value: asked.usage_limit },
    { label: 'Uses per customer', value: asked.usage_limit_per_user },
    { label: 'From', value: asked.minimum_amount },
    { label: 'Only for', value: asked.email },
    { label: 'With other codes', value: asked.individual_use === true ? 'no' : undefined },
  ];
  return {
    summary: `Create the discount code ${code}: ${discount} off`,
    details: [
      { label: 'Code', value: code },
      { label: 'Discount', value: type === 'fixed_product' ? `${discount} off each product` : discount },
      ...optional.flatMap(({ label, value }) => (yes(value) ? [{ label, value: String(value) }] : [])),
    ],
  };
}

/** Makes a discount code. */
export const createCoupon: Tool<Input, Output> = {
  name: 'create_coupon',
  description:
    'Creates a discount code in the shop. Without an expiry day and limits anybody can use it for ever.',
  verb: 'Creating the discount code',
  input,
  output: briefCoupon,
  connection: 'woocommerce',
  outside: {
    idempotent: false,
    lookUp: async (asked, context) => made(await openShop(context), asked, context),
    describe,
  },
  run: async (asked, context) => {
    const { code, discount_type: type, amount, expires, email, individual_use: alone = false } = asked;
    if (type === 'percent' && exact(amount) > exact('100'))
      throw new ToolError('A discount is at most 100 per cent.');
    const shop = await openShop(context);
    const body = {
      code,
      discount_type: type,
      amount,
      individual_use: alone,
      ...(expires !== undefined && { date_expires: endOf(expires) }),
      ...(asked.usage_limit !== undefined && { usage_limit: asked.usage_limit }),
      ...(asked.usage_limit_per_user !== undefined && { usage_limit_per_user: asked.usage_limit_per_user }),
      ...(asked.minimum_amount !== undefined && { minimum_amount: asked.minimum_amount }),
      ...(email !== undefined && { email_restrictions: [email] }),
      meta_data: [{ key: KEY, value: referenceOf(context.key) }],
    };
    return couponBriefly(await shop.change('POST', '/coupons', body, shapes.coupon));
  },
};
