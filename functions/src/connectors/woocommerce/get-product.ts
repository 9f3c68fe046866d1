import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { short } from './lists.ts';
import { briefProduct, productBriefly } from './search-products.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

const input = z.object({ product_id: z.int().min(1).describe('The id that search_products gives.') });

const output = briefProduct.extend({
  regular_price: z.string().nullable(),
  status: z.string(),
  categories: z.array(z.string()),
  description: z.string(),
});

/** Reads one product. */
export const getProduct: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'get_product',
  description: 'Reads one product of the shop by its id: prices, stock, categories and a short description.',
  verb: 'Looking up the product',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ product_id: id }, context) => {
    const shop = await openShop(context);
    const product = await shop.get(`/products/${id}`, shapes.product);
    return {
      ...productBriefly(product),
      regular_price: product.regular_price,
      status: product.status,
      categories: product.categories.slice(0, 10).map(({ name }) => short(name, 60)),
      description: short(product.short_description, 500),
    };
  },
};
