import { noteOf, type Order, type Refund } from '../orders.ts';
import { centsOf, dates, money } from '../values.ts';
import {
  holds,
  idsIn,
  invalid,
  isWithin,
  missing,
  paged,
  ShopError,
  type Asked,
  type Reply,
  type Route,
} from './route.ts';

const statuses = 'pending processing on-hold completed cancelled refunded failed trash'.split(' ');

/** Notes and refunds have routes of their own. */
const shown = ({ made, ...order }: Order) => ({
  ...order,
  notes: undefined,
  refunds: made.map(({ id, reason, amount }) => ({ id, reason, total: `-${amount}` })),
});

function orderOf({ stock, ids: [id] }: Asked, code = 'woocommerce_rest_shop_order_invalid_id'): Order {
  const order = stock.orders.find((one) => one.id === id);
  if (!order) throw new ShopError(404, code, 'Invalid ID.');
  return order;
}

function list({ stock, query }: Asked): Reply {
  const wanted = query.get('status')?.split(',') ?? ['any'];
  const unknown = wanted.find((one) => one !== 'any' && !statuses.includes(one));
  if (unknown !== undefined) throw invalid('status', `status[0] is not one of any, ${statuses.join(', ')}.`);
  const word = query.get('search');
  const customer = query.get('customer');
  const included = idsIn(query, 'include');
  const found = stock.orders.filter(
    (order) =>
      (wanted.includes('any') || wanted.includes(order.status)) &&
      (customer === null || order.customer_id === Number(customer)) &&
      (included === null || included.includes(order.id)) &&
      isWithin(query, order.date_created) &&
      holds(
        word,
        order.number,
        order.billing.email,
        `${order.billing.first_name} ${order.billing.last_name}`,
        ...order.line_items.map(({ name }) => name),
      ),
  );
  const order = query.get('order') === 'asc' ? found : found.toReversed();
  return paged(query, order, shown);
}

function update(asked: Asked): Reply {
  const order = orderOf(asked);
  const { status } = asked.body;
  if (status !== undefined) {
    if (typeof status !== 'string' || !statuses.includes(status))
      throw invalid('status', `status is not one of ${statuses.join(', ')}.`);
    if (status !== order.status) {
      const text = `Order status changed from ${order.status} to ${status}.`;
      order.notes.unshift(noteOf(asked.stock.nextId(), asked.stock.now(), text));
    }
    order.status = status;
  }
  return { status: 200, body: shown(order) };
}

function addNote(asked: Asked): Reply {
  const order = orderOf(asked, 'woocommerce_rest_order_invalid_id');
  const { note, customer_note: forCustomer = false } = asked.body;
  if (note === undefined) throw missing('note');
  if (typeof note !== 'string') throw invalid('note', 'note is not of type string.');
  if (typeof forCustomer !== 'boolean')
    throw invalid('customer_note', 'customer_note is not of type boolean.');
  const made = noteOf(asked.stock.nextId(), asked.stock.now(), note, forCustomer);
  order.notes.unshift(made);
  return { status: 201, body: made };
}

const cannotRefund = (why: string) => new ShopError(500, 'woocommerce_rest_cannot_create_order_refund', why);

const refunded = ({ made }: Order) => made.reduce((sum, { amount }) => sum + (centsOf(amount) ?? 0), 0);

/**
 * As WooCommerce does it: what is left may be refunded, and an order of which nothing is left is "refunded". A refund is
 * kept before the payment provider is asked, and removed again where that fails.
 */
function refund(asked: Asked): Reply {
  const order = orderOf(asked, 'woocommerce_rest_invalid_order_id');
  const { amount, reason = '', api_refund: byApi = true, meta_data = [] } = asked.body;
  if (typeof reason !== 'string') throw invalid('reason', 'reason is not of type string.');
  if (typeof byApi !== 'boolean') throw invalid('api_refund', 'api_refund is not of type boolean.');
  if (typeof amount !== 'string') throw invalid('amount', 'amount is not of type string.');
  const cents = centsOf(amount);
  const left = (centsOf(order.total) ?? 0) - refunded(order);
  if (cents === null || cents === 0 || cents > left) throw cannotRefund('Invalid refund amount.');
  const { stock } = asked;
  const made: Refund = {
    id: stock.nextId(),
    ...dates(stock.now()),
    amount: money(cents),
    reason,
    refunded_by: 1,
    refunded_payment: byApi && stock.gateway === 'pays',
    meta_data: Array.isArray(meta_data) ? meta_data : [],
    line_items: [],
  };
  if (byApi && stock.gateway === 'fails') throw cannotRefund('The payment provider did not answer.');
  order.made.push(made);
  if (byApi && stock.gateway === 'at_work') throw new ShopError(504, 'gateway_timeout', 'Gateway Timeout');
  if (byApi) {
    const text = `Refunded ${made.amount} EUR – Refund ID: re_demo_${made.id}`;
    order.notes.unshift(noteOf(stock.nextId(), stock.now(), text));
  }
  if (cents === left) order.status = 'refunded';
  return { status: 201, body: made };
}

export const orderRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/orders$/u, answer: list },
  {
    method: 'GET',
    path: /^\/orders\/(\d+)$/u,
    answer: (asked) => ({ status: 200, body: shown(orderOf(asked)) }),
  },
  { method: 'PUT', path: /^\/orders\/(\d+)$/u, answer: update },
  {
    method: 'GET',
    path: /^\/orders\/(\d+)\/notes$/u,
    answer: (asked) => ({ status: 200, body: orderOf(asked, 'woocommerce_rest_order_invalid_id').notes }),
  },
  { method: 'POST', path: /^\/orders\/(\d+)\/notes$/u, answer: addNote },
  {
    method: 'GET',
    path: /^\/orders\/(\d+)\/refunds$/u,
    answer: (asked) => paged(asked.query, orderOf(asked).made.toReversed(), (one) => one),
  },
  { method: 'POST', path: /^\/orders\/(\d+)\/refunds$/u, answer: refund },
  {
    method: 'GET',
    path: /^\/refunds$/u,
    answer: ({ stock, query }) => {
      const all = stock.orders.flatMap(({ id, made }) => made.map((one) => ({ ...one, parent_id: id })));
      const found = all.filter((one) => isWithin(query, one.date_created));
      return paged(
        query,
        found.toSorted((a, b) => b.id - a.id),
        (one) => one,
      );
    },
  },
];
