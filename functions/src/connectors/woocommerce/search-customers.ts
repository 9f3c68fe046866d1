import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { listed, pageInput, PER_PAGE, placeOf, short } from './lists.ts';
import { moment } from './moments.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

const input = z.object({
  search: z.string().trim().min(2).max(200).describe('A name or an e-mail address, or a part of one.'),
  page: pageInput,
});

const output = z.object({
  customers: z.array(
    z.object({
      customer_id: z.int(),
      name: z.string(),
      email: z.string(),
      city: z.string(),
      since: z.string(),
    }),
  ),
  ...listed,
});

/** Finds customers who have an account. */
export const searchCustomers: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'search_customers',
  description:
    'Finds customers with an account in the shop by name or e-mail address. Guests are in their orders only.',
  verb: 'Searching customers',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ search, page = 1 }, context) => {
    const shop = await openShop(context);
    const found = await shop.list('/customers', shapes.customer, { search, per_page: PER_PAGE, page });
    return {
      customers: found.items.map((one) => ({
        customer_id: one.id,
        name: short(`${one.first_name} ${one.last_name}`, 80),
        email: short(one.email, 254),
        city: short(one.billing.city ?? '', 80),
        since: moment(one.date_created, one.date_created_gmt),
      })),
      ...placeOf(found, page),
    };
  },
};
