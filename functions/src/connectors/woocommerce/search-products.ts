import { z } from 'zod';
import type { Tool } from '../tool.ts';
import { listed, pageInput, PER_PAGE, placeOf, short } from './lists.ts';
import * as shapes from './shapes.ts';
import { openShop } from './shop.ts';

const input = z.object({
  search: z.string().trim().min(1).max(200).optional().describe('Words of the name.'),
  sku: z.string().trim().min(1).max(100).optional(),
  stock_status: z.enum(['instock', 'outofstock', 'onbackorder']).optional(),
  on_sale: z.boolean().optional(),
  page: pageInput,
});

export const briefProduct = z.object({
  product_id: z.int(),
  name: z.string(),
  sku: z.string(),
  /** Null: none of its own. */
  price: z.string().nullable(),
  on_sale: z.boolean(),
  stock_status: z.string(),
  /** Null: not counted. */
  stock: z.number().nullable(),
});

export const productBriefly = (one: shapes.Product): z.infer<typeof briefProduct> => ({
  product_id: one.id,
  name: short(one.name, 100),
  sku: short(one.sku, 60),
  price: one.price,
  on_sale: one.on_sale,
  stock_status: one.stock_status,
  stock: one.stock_quantity,
});

const output = z.object({ products: z.array(briefProduct), ...listed });

/** Lists products. */
export const searchProducts: Tool<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'search_products',
  description: 'Lists products of the shop with id, price and stock: by words, SKU, stock status or sale.',
  verb: 'Searching products',
  input,
  output,
  connection: 'woocommerce',
  run: async ({ search, sku, stock_status: stock, on_sale: sale, page = 1 }, context) => {
    const shop = await openShop(context);
    const found = await shop.list('/products', shapes.product, {
      ...(search !== undefined && { search }),
      ...(sku !== undefined && { sku }),
      ...(stock && { stock_status: stock }),
      ...(sale !== undefined && { on_sale: String(sale) }),
      per_page: PER_PAGE,
      page,
    });
    return { products: found.items.map(productBriefly), ...placeOf(found, page) };
  },
};
