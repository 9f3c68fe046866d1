import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { listed, pageInput, PER_PAGE, placeOf, short } from './lists.ts';
import { moment } from './moments.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

const input = z.object({
  search: z.string().trim().min(1).max(100).optional().describe('A part of the code.'),
  page: pageInput,
});

export const briefCoupon = z.object({
  code: z.string(),
  discount_type: z.string(),
  /** Per cent for `percent`, else money. */
  amount: z.string(),
  expires: z.string().nullable(),
  used: z.int(),
  usage_limit: z.int().nullable(),
});

export const couponBriefly = (one: shapes.Coupon): z.infer<typeof briefCoupon> => ({
  code: short(one.code, 100),
  discount_type: one.discount_type,
  amount: one.amount,
  expires:
    one.date_expires !== null && one.date_expires_gmt !== null
      ? moment(one.date_expires, one.date_expires_gmt)
      : null,
  used: one.usage_count,
  usage_limit: one.usage_limit,
});

const output = z.object({ coupons: z.array(briefCoupon), ...listed });

/** Lists discount codes. */
export const searchCoupons: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'search_coupons',
  description: 'Lists discount codes of the shop. Whether one is valid for somebody’s items: check_coupon.',
  verb: 'Searching discount codes',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ search, page = 1 }, context) => {
    const shop = await openShop(context);
    const query = { ...(search !== undefined && { search }), per_page: PER_PAGE, page };
    const found = await shop.list('/coupons', shapes.coupon, query);
    return { coupons: found.items.map(couponBriefly), ...placeOf(found, page) };
  },
};
