import { z } from 'zod';
import { amount, couponAmount, price } from './money.ts';
import { clockTime, created } from './moments.ts';

// What is read of a shop's answers: only what is used, and that strictly. Everything else in them is dropped here.

/** WooCommerce's own, and those that plug-ins add. */
const status = z.string().max(50);
const text = z.string();
const id = z.int();

/** Plug-ins write anything into it. */
const meta = z.array(z.object({ key: z.string(), value: z.unknown() })).catch([]);

const address = z
  .object({ first_name: text, last_name: text, city: text, country: text })
  .partial()
  .catch({});

export const order = z.object({
  id,
  number: text,
  status,
  currency: text,
  ...created,
  total: amount,
  billing: address,
  shipping: address,
  payment_method_title: text.catch(''),
  transaction_id: text.catch(''),
  date_paid: clockTime.nullable().catch(null),
  date_paid_gmt: clockTime.nullable().catch(null),
  meta_data: meta,
  line_items: z.array(z.object({ name: text, product_id: id, quantity: z.number(), total: amount })),
  coupon_lines: z.array(z.object({ code: text })).catch([]),
  refunds: z.array(z.object({ id, reason: text.nullable(), total: amount })),
});
export type Order = z.infer<typeof order>;

export const note = z.object({ id, ...created, note: text, customer_note: z.boolean() });

export const refund = z.object({
  id,
  ...created,
  amount,
  reason: text.nullable(),
  refunded_payment: z.boolean().catch(false),
  parent_id: id.optional(),
});
export type Refund = z.infer<typeof refund>;

export const product = z.object({
  id,
  name: text,
  sku: text,
  status,
  price,
  regular_price: price,
  on_sale: z.boolean(),
  stock_status: text,
  stock_quantity: z.number().nullable(),
  parent_id: id.catch(0),
  categories: z.array(z.object({ id, name: text })).catch([]),
  short_description: text.catch(''),
});
export type Product = z.infer<typeof product>;

export const customer = z.object({
  id,
  email: text,
  first_name: text,
  last_name: text,
  ...created,
  billing: address,
});

const ids = z.array(id).catch([]);

/** Some versions write "no limit" as 0. */
const limit = z
  .int()
  .nullable()
  .transform((value) => value || null);

export const coupon = z.object({
  id,
  code: text,
  amount: couponAmount,
  discount_type: text,
  description: text.catch(''),
  date_expires: clockTime.nullable(),
  date_expires_gmt: clockTime.nullable(),
  usage_count: z.int(),
  individual_use: z.boolean(),
  product_ids: ids,
  excluded_product_ids: ids,
  usage_limit: limit,
  usage_limit_per_user: limit,
  free_shipping: z.boolean(),
  product_categories: ids,
  excluded_product_categories: ids,
  exclude_sale_items: z.boolean(),
  minimum_amount: couponAmount,
  maximum_amount: couponAmount,
  email_restrictions: z.array(text),
  used_by: z.array(z.union([text, z.number()]).transform(String)),
  meta_data: meta,
});
export type Coupon = z.infer<typeof coupon>;

const sales = z.object({
  total_sales: amount,
  net_sales: amount,
  total_orders: z.int(),
  total_items: z.int(),
  total_shipping: amount,
  total_tax: amount,
  total_refunds: amount,
  total_discount: amount,
});

/** A list of one. */
export const salesReport = z.tuple([sales], z.unknown()).transform(([first]) => first);
