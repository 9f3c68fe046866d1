import { z } from 'zod';
import { NotThere } from './answers.ts';
import { moment } from './moments.ts';
import { exact, sum } from './money.ts';
import * as shapes from './shapes.ts';
import { short } from './lists.ts';
import type { Shop } from './shop.ts';

// What is told of an order, and no more: no street, telephone or e-mail address.

const NUMBER = /^[\p{L}\p{N}#][\p{L}\p{N}#._/-]{0,39}$/u;
const NUMBER_OR_ID = new RegExp(String.raw`${NUMBER.source}|^id:\d{1,15}$`, 'u');

/**
 * What an order is called, in what tools give and in what they are given: the number that people know it by, which a plug-in
 * may have made a text; its id, where its number is nothing to put into a sentence.
 */
const nameOf = ({ id, number }: Pick<shapes.Order, 'id' | 'number'>): string =>
  NUMBER.test(number) ? number : `id:${id}`;

/** Models write most numbers as numbers, and definitions of agents hold such. */
const asText = (value: unknown): unknown =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? String(value) : value;

/** Names an order. */
export const orderNumber = z
  .preprocess(
    asText,
    z.string().trim().regex(NUMBER_OR_ID, 'an order number as search_orders gives it, such as "1042"'),
  )
  .meta({
    title: 'order number',
    description: 'For example "1042" or "WC-1042", as search_orders gives it.',
  });

export const briefOrder = z.object({
  order: z.string(),
  status: z.string(),
  total: z.string(),
  currency: z.string(),
  created: z.string(),
  customer: z.string(),
  items: z.int(),
});

/** "Greta G." */
function customerOf({ billing, shipping }: shapes.Order): string {
  const { first_name: first = '', last_name: last = '' } = billing.first_name ? billing : shipping;
  return short(`${first} ${last.slice(0, 1)}${last === '' ? '' : '.'}`, 60);
}

export const briefly = (one: shapes.Order): z.infer<typeof briefOrder> => ({
  order: nameOf(one),
  status: one.status,
  total: one.total,
  currency: one.currency,
  created: moment(one.date_created, one.date_created_gmt),
  customer: customerOf(one),
  items: one.line_items.length,
});

/** What was paid back of an order; in its list of refunds these are below nothing. */
export const refundedOf = ({ refunds }: shapes.Order): bigint => {
  const total = sum(refunds.map((one) => one.total));
  return total < 0n ? -total : total;
};

/** What can still be paid back. */
export const leftOf = (one: shapes.Order): bigint => exact(one.total) - refundedOf(one);

export const placeOf = ({ billing, shipping }: shapes.Order): string => {
  const { city = '', country = '' } = shipping.city ? shipping : billing;
  return short([city, country].filter((part) => part !== '').join(', '), 80);
};

const transactionKey = /transaction_?id$/iu;

/** The ids of the payments that the order knows of. */
export const paymentsOf = ({ transaction_id: first, meta_data }: shapes.Order): string[] => {
  const others = meta_data.flatMap(({ key, value }) =>
    transactionKey.test(key) && typeof value === 'string' ? [short(value, 100)] : [],
  );
  return [...new Set([short(first, 100), ...others])].filter((one) => one !== '').slice(0, 5);
};

/** As the Shipment Tracking plug-in keeps it; `date_shipped` is in seconds since 1970. */
const tracked = z.array(
  z.object({
    tracking_provider: z.string().catch(''),
    tracking_number: z.string(),
    date_shipped: z.coerce.number(),
  }),
);

/** Parcels, as far as a plug-in has noted them: who carries them, and under which number. */
export const parcelsOf = ({ meta_data }: shapes.Order) => {
  const value = meta_data.find(({ key }) => key === '_wc_shipment_tracking_items')?.value;
  const parsed = tracked.safeParse(value);
  return (parsed.success ? parsed.data : []).slice(0, 5).map((one) => ({
    carrier: short(one.tracking_provider, 60),
    number: short(one.tracking_number, 60),
    shipped: new Date(one.date_shipped * 1_000).toISOString(),
  }));
};

/** Most plug-ins only write something around the id: "WC-01042". */
const idIn = (name: string): number => Number(/\d{1,15}(?=\D*$)/u.exec(name)?.[0] ?? 0);

/**
 * Finds an order by what it is called, which need not have to do with its id. @throws ToolError where there is none.
 */
export async function findOrder(shop: Shop, name: string): Promise<shapes.Order> {
  const id = idIn(name);
  const byId = id === 0 ? null : await orderOf(shop, id);
  if (byId && nameOf(byId) === name) return byId;
  const { items } = await shop.list('/orders', shapes.order, { search: name, per_page: 20 });
  const found = items.find((one) => nameOf(one) === name);
  if (!found) throw new NotThere(`There is no order ${name} in the shop.`);
  return found;
}

const orderOf = (shop: Shop, id: number): Promise<shapes.Order | null> =>
  shop.get(`/orders/${id}`, shapes.order).catch((error: unknown) => {
    if (error instanceof NotThere) return null;
    throw error;
  });

/** What the orders with these ids are called; those that are not there are left out. */
export async function namesOf(shop: Shop, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const query = { include: ids.join(','), per_page: ids.length };
  const { items } = await shop.list('/orders', shapes.order.pick({ id: true, number: true }), query);
  return new Map(items.map((one) => [one.id, nameOf(one)]));
}
