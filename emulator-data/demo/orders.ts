import { z } from 'zod';
import { readJson } from './request.ts';
import { onOneLine } from './text.ts';

// Orders and discount codes in what people write, and an order in words.

/** The number of an order that a text names: "order 1042", "#1042". */
export function orderIn(text: string): number | null {
  const digits =
    /\border\s+(?:number\s+|no\.?\s*)?#?([1-9]\d{0,8})\b/iu.exec(text)?.[1] ??
    /#([1-9]\d{0,8})\b/u.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The code that a text asks about: "the code welcome10", "coupon “once”". */
export const codeIn = (text: string): string | null =>
  /\b(?:code|coupon|voucher)\s+["“'*]*(?!valid\b|is\b|for\b|work)([\p{L}\p{N}_-]{3,50})/iu.exec(text)?.[1] ??
  null;

export const emailIn = (text: string): string | null =>
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u.exec(text)?.[0] ?? null;

/** What is to be bought: "for 2 travel mugs" is two of "travel mug". */
export function purchaseIn(text: string): { words: string; quantity: number } | null {
  const found =
    /\bfor\s+(?:(?<n>\d{1,3})\s+|an?\s+|the\s+)?(?<words>\p{L}[\p{L}\p{N} ,-]*?)s?(?=\s+(?:and|by|from)\s|[?.!\n]|$)/iu;
  const { n = '1', words } = found.exec(text.replace(emailIn(text) ?? '\u0000', ''))?.groups ?? {};
  return words === undefined ? null : { words: words.trim(), quantity: Math.max(1, Number(n)) };
}

/** What get_order gives, as far as it is told. */
const order = z.object({
  order: z.string(),
  status: z.string(),
  total: z.string(),
  currency: z.string(),
  payments: z.array(z.string()),
  refunded: z.string(),
  refundable: z.string(),
  items: z.array(z.object({ product: z.string(), quantity: z.number() })),
  parcels: z.array(z.object({ carrier: z.string(), number: z.string() })),
  notes: z.array(z.object({ note: z.string() })),
});
export type Order = z.output<typeof order>;

export const readOrder = (result: string): Order | null => readJson(result, order);

/** An order in a few sentences. */
export function inWords({
  order: number,
  status,
  total,
  currency,
  items,
  parcels,
  refunded,
  notes,
}: Order): string {
  const what = items.map(({ product, quantity }) => `${quantity} × ${product}`).join(', ');
  const [parcel] = parcels;
  const [news] = notes;
  return [
    `**Order ${number}** (${onOneLine(what)}, ${total} ${currency}) is **${status}**.`,
    parcel ? `It is on its way with ${parcel.carrier}, parcel ${parcel.number}.` : '',
    news ? `The latest note: “${onOneLine(news.note)}”` : '',
    Number(refunded) > 0 ? `${refunded} ${currency} of it are refunded.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
