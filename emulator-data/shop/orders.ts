import type { Customer } from './customers.ts';
import type { Product } from './products.ts';
import type { Random } from './random.ts';
import { centsOf, dates, gmtTime, localTime, money } from './values.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ORDERS = 300;
const FIRST_ID = 801;
const SHIPPING = 490;

/** The order that was paid twice. */
const PAID_TWICE = 1042;

export type Note = {
  readonly id: number;
  readonly author: string;
  readonly date_created: string;
  readonly date_created_gmt: string;
  readonly note: string;
  readonly customer_note: boolean;
};

export type Refund = {
  readonly id: number;
  readonly date_created: string;
  readonly date_created_gmt: string;
  readonly amount: string;
  readonly reason: string;
  readonly refunded_by: number;
  readonly refunded_payment: boolean;
  readonly meta_data: readonly unknown[];
  readonly line_items: readonly unknown[];
};

type Made = ReturnType<typeof orderOf>;
/** An order, with what has pages of its own beside it. */
export type Order = Made & { status: string; notes: Note[]; made: Refund[] };

const statuses = ['completed', 'completed', 'completed', 'processing', 'processing', 'on-hold', 'cancelled'];

function lineOf(id: number, { id: product_id, name, sku, price }: Product, quantity: number) {
  const total = money((centsOf(price) ?? 0) * quantity);
  return {
    id,
    name,
    product_id,
    variation_id: 0,
    quantity,
    subtotal: total,
    total,
    sku,
    price: Number(price),
    meta_data: [],
  };
}

type Line = ReturnType<typeof lineOf>;

const totalOf = (lines: readonly { total: string }[]) =>
  lines.reduce((sum, { total }) => sum + (centsOf(total) ?? 0), 0);

function orderOf(
  id: number,
  at: number,
  { id: customer_id, billing, shipping }: Customer,
  lines: Line[],
  shippingCents: number,
) {
  const paid = at + 2 * MINUTE;
  return {
    id,
    parent_id: 0,
    number: String(id),
    currency: 'EUR',
    ...dates(at),
    date_modified: localTime(paid),
    date_modified_gmt: gmtTime(paid),
    discount_total: '0.00',
    shipping_total: money(shippingCents),
    total: money(totalOf(lines) + shippingCents),
    total_tax: '0.00',
    customer_id,
    billing,
    shipping,
    payment_method: 'stripe',
    payment_method_title: 'Card',
    transaction_id: `ch_demo_${id}`,
    date_paid: localTime(paid),
    date_paid_gmt: gmtTime(paid),
    customer_note: '',
    meta_data: [] as { id: number; key: string; value: unknown }[],
    line_items: lines,
    shipping_lines: [{ id: id * 10 + 9, method_title: 'Parcel', total: money(shippingCents) }],
    coupon_lines: [],
  };
}

export const noteOf = (id: number, at: number, note: string, customer_note = false): Note => ({
  id,
  author: 'system',
  ...dates(at),
  note,
  customer_note,
});

const charge = (transaction: string) => `Stripe charge complete (Charge ID: ${transaction})`;

/** Order 1042: 49.00 EUR, charged twice within a minute; the parcel is on its way. */
function paidTwice(order: Made, at: number): Order {
  const second = `ch_demo_${order.id}_b`;
  const tracking = {
    tracking_provider: 'DHL',
    tracking_number: '00340434161094042557',
    date_shipped: String(Math.floor((at + 20 * HOUR) / 1000)),
  };
  return {
    ...order,
    status: 'processing',
    meta_data: [
      { id: 91_001, key: '_second_transaction_id', value: second },
      { id: 91_002, key: '_wc_shipment_tracking_items', value: [tracking] },
    ],
    notes: [
      noteOf(70_001, at + 2 * MINUTE, `${charge(order.transaction_id)}: 49.00 EUR.`),
      noteOf(70_002, at + 3 * MINUTE, `${charge(second)}: 49.00 EUR. The order was paid already.`),
      noteOf(70_003, at + 20 * HOUR, 'Your parcel 00340434161094042557 was handed to DHL.', true),
      noteOf(
        70_004,
        at + 44 * HOUR,
        `DHL: in the delivery depot in ${order.shipping.city}, delivery is tried tomorrow.`,
      ),
    ],
    made: [],
  };
}

/** Some hundred orders up to `now`, the newest about an hour ago. */
export function allOrders(
  random: Random,
  now: number,
  customers: readonly Customer[],
  products: readonly Product[],
): Order[] {
  const ordinary = products.filter(({ stock_quantity }) => stock_quantity > 0);
  const set = products.find(({ price }) => price === '49.00');
  return Array.from({ length: ORDERS }, (_, index): Order => {
    const id = FIRST_ID + index;
    const at = now - (ORDERS - index) * 2 * HOUR + random.between(0, 60) * MINUTE;
    const customer = random.pick(customers);
    const lines = Array.from({ length: random.between(1, 3) }, (_, line) =>
      lineOf(id * 10 + line, random.pick(ordinary), random.between(1, 3)),
    );
    const status = random.pick(statuses);
    if (id === PAID_TWICE && set)
      return paidTwice(orderOf(id, at, customer, [lineOf(id * 10, set, 1)], 0), at);
    const made = orderOf(id, at, customer, lines, totalOf(lines) >= 5_000 ? 0 : SHIPPING);
    const notes = [noteOf(id * 10, at + 2 * MINUTE, `${charge(made.transaction_id)}.`)];
    return { ...made, status, notes, made: [] };
  });
}
