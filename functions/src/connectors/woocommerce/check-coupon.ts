import { z } from 'zod';
import { type Tool, ToolError } from '../tool.ts';
import { notChecked, reasonsAgainst, type PricedProduct } from './coupon-rules.ts';
import { short } from './lists.ts';
import { sum, exact, written } from './money.ts';
import { briefCoupon, couponBriefly } from './search-coupons.ts';
import * as shapes from './shapes.ts';
import { openShop, type Shop } from './shop.ts';

const MOST_ITEMS = 20;

const input = z.object({
  code: z.string().trim().min(1).max(100).describe('The discount code.'),
  items: z
    .array(z.object({ product_id: z.int().min(1), quantity: z.int().min(1).max(1_000) }))
    .min(1)
    .max(MOST_ITEMS)
    .describe('What is to be bought; ids as search_products gives them.'),
  email: z.email().max(254).optional().describe('Who wants to use it, if that is known.'),
  other_codes: z.array(z.string().max(100)).max(10).optional().describe('Codes that are used as well.'),
});

const output = briefCoupon.extend({
  valid: z.boolean(),
  /** Each reason against it. */
  reasons: z.array(z.string()),
  not_checked: z.array(z.string()),
  subtotal: z.string(),
});

/** The coupon of a code. WooCommerce takes codes in any letters. */
export async function couponWith(shop: Shop, code: string): Promise<shapes.Coupon | null> {
  const { items } = await shop.list('/coupons', shapes.coupon, { code, per_page: 5 });
  return items.find((one) => one.code.toLowerCase() === code.toLowerCase()) ?? null;
}

async function accountOf(shop: Shop, email: string): Promise<number | null> {
  const { items } = await shop.list('/customers', shapes.customer, { email, per_page: 1 });
  return items[0]?.id ?? null;
}

async function productsOf(shop: Shop, ids: readonly number[]): Promise<PricedProduct[]> {
  const query = { include: ids.join(','), per_page: MOST_ITEMS };
  const { items } = await shop.list('/products', shapes.product, query);
  const missing = ids.filter((id) => !items.some((one) => one.id === id));
  if (missing.length > 0) throw new ToolError(`There is no product ${missing.join(', ')} in the shop.`);
  const priced = items.flatMap((one) => (one.price === null ? [] : [{ ...one, price: one.price }]));
  const unpriced = items.find((one) => one.price === null);
  if (unpriced)
    throw new ToolError(
      `The shop has no price for "${short(unpriced.name, 80)}", so the code cannot be checked for it.`,
    );
  return priced;
}

/** Says whether a discount code is valid for somebody's items, and if not why. */
export const checkCoupon: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'check_coupon',
  description:
    'Says whether a discount code of the shop is valid for these items and this e-mail address, and if not, every reason: ' +
    'expired, used up, too little or too much, products, categories, sale items, e-mail addresses, other codes.',
  verb: 'Checking the discount code',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ code, items, email: given, other_codes: otherCodes = [] }, context) => {
    const shop = await openShop(context);
    const coupon = await couponWith(shop, code);
    if (!coupon) throw new ToolError(`There is no discount code "${code}" in the shop.`);
    const products = await productsOf(shop, [...new Set(items.map((one) => one.product_id))]);
    const email = given?.toLowerCase() ?? null;
    const isPerCustomer = coupon.usage_limit_per_user !== null && email !== null;
    const customerId = isPerCustomer ? await accountOf(shop, email) : null;
    const wanted = items.flatMap(({ product_id: id, quantity }) =>
      products.filter((one) => one.id === id).map((product) => ({ product, quantity })),
    );
    const wish = { coupon, items: wanted, email, customerId, otherCodes, now: context.now() };
    const reasons = reasonsAgainst(wish);
    const lines = wanted.map(({ product, quantity }) => written(exact(product.price) * BigInt(quantity)));
    return {
      ...couponBriefly(coupon),
      valid: reasons.length === 0,
      reasons,
      not_checked: notChecked(wish),
      subtotal: written(sum(lines)),
    };
  },
};
