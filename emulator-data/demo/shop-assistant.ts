import { z } from 'zod';
import { amountIn } from './amounts.ts';
import type { Answer } from './answer.ts';
import { codeIn, emailIn, inWords, orderIn, purchaseIn, readOrder, type Order } from './orders.ts';
import { questions } from './questions.ts';
import { readJson, type AgentRequest } from './request.ts';
import { answerTo, ask, finish, use } from './steps.ts';
import { list, onOneLine } from './text.ts';

// Shop assistant: looks up an order, refunds it if that is asked for and the reason holds, checks discount codes.

/** What the newest call of a tool gave; undefined: it was not called. */
const given = ({ used }: AgentRequest, tool: string): string | undefined =>
  used.findLast(({ name }) => name === tool)?.result;

export function lookAfterShop(request: AgentRequest): Answer {
  const code = codeIn(request.brief);
  if (code !== null) return checkCode(request, code);
  const number = orderIn(answerTo(request, questions.order) ?? '') ?? numberOf(request);
  if (number === null) return ask(questions.order);
  const found = given(request, 'get_order');
  if (found === undefined) return use('get_order', { order: number });
  const order = readOrder(found);
  if (!order) return finish(`I could not look up order ${number}. ${onOneLine(found)}`);
  return wantsRefund(request.brief) ? refund(request, order) : finish(inWords(order));
}

function numberOf(request: AgentRequest): number | null {
  const digits = /[1-9]\d{0,8}/u.exec(answerTo(request, questions.order) ?? '')?.[0];
  return digits === undefined ? orderIn(request.brief) : Number(digits);
}

const wantsRefund = (text: string): boolean =>
  /\brefund\b|\bmoney back\b|\bpay (?:it |them )?back\b/iu.test(text);
const ifPaidTwice = /\b(?:paid|charged|billed)\s+(?:\w+\s+)?(?:twice|double)\b|\bpaid two times\b/iu;

/** How much is to be refunded; or why nothing is. */
function wish(brief: string, { total, currency, payments, refundable }: Order) {
  if (Number(refundable) === 0)
    return { why: 'Nothing of it is left to refund, so I have not refunded anything.' };
  if (ifPaidTwice.test(brief) && payments.length < 2)
    return { why: 'It was paid once only, so I have not refunded anything.' };
  const named = amountIn(brief);
  const amount = named && named.unit !== '' ? named.value.toFixed(2) : total;
  return { amount: Number(amount) > Number(refundable) ? refundable : amount, currency };
}

const refunded = z.object({
  refund_id: z.number(),
  amount: z.string(),
  currency: z.string(),
  left: z.string(),
});

function refund(request: AgentRequest, order: Order): Answer {
  const wanted = wish(request.brief, order);
  if ('why' in wanted) return finish(`${inWords(order)}\n\n${wanted.why}`);
  const isPaidTwice = order.payments.length > 1;
  const came = given(request, 'refund_order');
  if (came === undefined) {
    const reason = isPaidTwice ? 'Paid twice' : 'Refund asked for';
    return use('refund_order', { order: Number(order.order), ...wanted, reason });
  }
  const payments = isPaidTwice ? `It was paid twice (${order.payments.join(' and ')}). ` : '';
  return finish(`${inWords(order)}\n\n${payments}${outcome(came, wanted)}`);
}

/** What became of a refund: done, not allowed, not known, or refused by the shop. */
function outcome(came: string, { amount, currency }: { amount: string; currency: string }): string {
  const done = readJson(came, refunded);
  if (done)
    return `I have refunded **${done.amount} ${done.currency}** (refund ${done.refund_id}); ${done.left} ${done.currency} could still be refunded.`;
  const sum = `the refund of **${amount} ${currency}**`;
  if (/\bdid not allow\b/iu.test(came)) return `You did not allow ${sum}, so nothing was refunded.`;
  if (/\bnot known\b/iu.test(came))
    return `It is **not known** whether ${sum} took effect. Please look in the shop before anybody tries it again.`;
  return `I could not make ${sum}: ${onOneLine(came)}`;
}

const found = z.object({ products: z.array(z.object({ product_id: z.number(), name: z.string() })) });
const checked = z.object({
  code: z.string(),
  valid: z.boolean(),
  reasons: z.array(z.string()),
  not_checked: z.array(z.string()),
  subtotal: z.string(),
});

function checkCode(request: AgentRequest, code: string): Answer {
  const purchase =
    purchaseIn(request.brief) ?? purchaseIn(`for ${answerTo(request, questions.product) ?? ''}`);
  if (!purchase) return ask(questions.product);
  const searched = given(request, 'search_products');
  if (searched === undefined) return use('search_products', { search: purchase.words.slice(0, 200) });
  const [product] = readJson(searched, found)?.products ?? [];
  if (!product) return finish(`I could not find “${onOneLine(purchase.words)}” in the shop.`);
  const result = given(request, 'check_coupon');
  const email = emailIn(request.brief);
  if (result === undefined) {
    const items = [{ product_id: product.product_id, quantity: purchase.quantity }];
    return use('check_coupon', { code, items, ...(email !== null && { email }) });
  }
  const outcome = readJson(result, checked);
  if (!outcome) return finish(onOneLine(result));
  const { valid, reasons, not_checked: open, subtotal } = outcome;
  const what = `the code **${outcome.code}** for ${purchase.quantity} × ${product.name} (${subtotal})`;
  const more = [...reasons, ...open];
  return finish(
    [
      `${valid ? 'Yes' : 'No'}: ${what} is ${valid ? 'valid' : 'not valid'}.`,
      more.length > 0 ? list(more) : '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
}
