import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoKeys } from '../../../../emulator-data/shop/keys.ts';
import { limits } from '../../../src/contracts/index.ts';
import type { SendOutside } from '../../../src/connectors/index.ts';
import { shopTools } from '../../../src/connectors/woocommerce/index.ts';
import { ShopAtWork } from '../../support/demo-shop.ts';

let shop: ShopAtWork;

beforeAll(async () => {
  shop = await ShopAtWork.open();
});
afterAll(() => shop.close());

/** A shop in which a plug-in gives order 1042 this number. */
const numbering = (number: string): SendOutside => {
  const { send } = shop.connection();
  return async (request) => {
    const search = `search=${new URLSearchParams({ n: number }).toString().slice(2)}`;
    const answer = await send({ ...request, url: request.url.replace(search, 'search=1042') });
    return { ...answer, body: answer.body.replace('"number":"1042"', `"number":${JSON.stringify(number)}`) };
  };
};

const refund = { amount: '1.00', currency: 'EUR', reason: 'Paid twice' };

const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/u;
const DECIMAL = /^-?\d+\.\d\d$/u;

describe('get_order', () => {
  it('1042 -> both payments, what can be refunded, where the parcel is, notes newest first', async () => {
    const order = await shop.use('get_order', { order: 1042 });
    expect(order).toMatchObject({
      order: '1042',
      status: 'processing',
      total: '49.00',
      currency: 'EUR',
      payments: ['ch_demo_1042', 'ch_demo_1042_b'],
      refunded: '0.00',
      refundable: '49.00',
      items: [{ product: 'Pour-over Set Maren', quantity: 1, total: '49.00' }],
      parcels: [{ carrier: 'DHL', number: '00340434161094042557' }],
    });
    const notes = order['notes'] as { note: string; date: string }[];
    expect(notes.map(({ note }) => note.slice(0, 22))).toEqual([
      'DHL: in the delivery d',
      'Your parcel 0034043416',
      'Stripe charge complete',
      'Stripe charge complete',
    ]);
    expect(order['created']).toMatch(WITH_OFFSET);
    expect(notes[0]?.date).toMatch(WITH_OFFSET);
  });

  it('tells no e-mail address, street or telephone number', async () => {
    const text = JSON.stringify(await shop.use('get_order', { order: 1042 }));
    expect(text).not.toMatch(/@|Deichstraße|\+49/u);
    expect(text).toMatch(/"customer":"\w+ \w\."/u);
  });

  it('a number that there is no order for -> says so', async () => {
    expect(await shop.refusal('get_order', { order: 999_999 })).toBe('There is no order 999999 in the shop.');
  });

  it('a plug-in gives orders other numbers than their ids -> found by its number, and not by its id', async () => {
    const send = numbering('5001');
    const { content } = await shop.call('get_order', { order: 5001 }, { send });
    expect(JSON.parse(content)).toMatchObject({ order: '5001', total: '49.00' });
    const words = await shop.refusal('get_order', { order: 1042 }, { send });
    expect(words).toBe('There is no order 1042 in the shop.');
  });

  it.each([
    ['WC-1042', 'WC-1042'],
    ['WC-001042', 'WC-001042'],
    ['2026/1042-B', '2026/1042-B'],
    ['№ 1042 <b>', 'id:1042'],
    ['1'.repeat(41), 'id:1042'],
  ])(
    'the number is "%s" -> what search_orders shows, "%s", is what the other tools take',
    async (number, shown) => {
      const send = numbering(number);
      const found = await shop.call('search_orders', { search: '1042' }, { send });
      expect(JSON.parse(found.content)).toMatchObject({ orders: [{ order: shown }] });
      for (const name of ['get_order', 'list_refunds'])
        expect(await shop.call(name, { order: shown }, { send })).toMatchObject({ ok: true });
      const changed = await shop.call('add_order_note', { order: shown, note: 'Called.' }, { send });
      expect(JSON.parse(changed.content)).toMatchObject({ order: shown });
      expect(await shop.refusal('get_order', { order: 1042 }, { send })).toBe(
        'There is no order 1042 in the shop.',
      );
      await shop.reset();
    },
  );

  it.each(['WC-1042', '1042-B', 'id:1042', '01042'])(
    '%s where it is 1042 -> another order',
    async (order) => {
      expect(await shop.refusal('get_order', { order })).toBe(`There is no order ${order} in the shop.`);
    },
  );

  it.each([1042, '1042', ' 1042 '])('%j -> the same order, the same input', async (order) => {
    expect(await shop.use('get_order', { order })).toMatchObject({ order: '1042' });
    for (const tool of shopTools.filter(({ name }) => name.endsWith('_order')))
      expect(tool.input.safeParse({ order, ...refund }).data).toMatchObject({ order: '1042' });
  });

  it('an agent for which the number was fixed as a number -> still that order', async () => {
    const tools = shopTools.map((tool) => ({
      ...tool,
      use: { name: tool.name, fixed: { order: 1042 }, safe: false, consentBy: 'member' as const },
    }));
    const { content } = await shop.call('get_order', {}, { tools });
    expect(JSON.parse(content)).toMatchObject({ order: '1042' });
  });

  it.each([
    { order: 0 },
    { order: -1 },
    { order: 1.5 },
    { order: '../refunds' },
    { order: 'It is 1042' },
    { order: '<b>' },
    { order: '1'.repeat(41) },
    {},
  ])('input %j -> does not fit', async (input) => {
    expect(await shop.refusal('get_order', input)).toContain('do not fit get_order');
  });
});

describe('search_orders', () => {
  it('by number, by e-mail address', async () => {
    expect(await shop.use('search_orders', { search: '1042' })).toMatchObject({
      orders: [{ order: '1042', total: '49.00', items: 1 }],
      total: 1,
      page: 1,
      pages: 1,
    });
    const { customers } = await shop.use('search_customers', { search: 'ada.albers' });
    const [ada] = customers as { email: string }[];
    const found = await shop.use('search_orders', { search: ada?.email });
    expect(found['total']).toBeGreaterThan(0);
    for (const { customer } of found['orders'] as { customer: string }[]) expect(customer).toBe('Ada A.');
  });

  it('by status, page by page, the newest first', async () => {
    const first = await shop.use('search_orders', { status: 'on-hold' });
    const second = await shop.use('search_orders', { status: 'on-hold', page: 2 });
    const numbers = [first, second].flatMap(({ orders }) =>
      (orders as { order: string; status: string }[]).map(({ order, status }) => {
        expect(status).toBe('on-hold');
        return Number(order);
      }),
    );
    expect(first['pages']).toBeGreaterThan(1);
    expect(numbers.slice(0, 20)).toHaveLength(20);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('by days of the shop’s calendar, both included', async () => {
    const { created } = (await shop.use('get_order', { order: 1042 })) as { created: string };
    const day = created.slice(0, 10);
    const { orders, total } = await shop.use('search_orders', { from: day, to: day });
    const days = (orders as { created: string; order: string }[]).map((one) => one.created.slice(0, 10));
    expect(new Set(days)).toEqual(new Set([day]));
    expect((orders as { order: string }[]).map(({ order }) => order)).toContain('1042');
    expect(total).toBeLessThan(20);
  });
});

describe('products and customers', () => {
  it('search_products by words and by sale; get_product', async () => {
    const { products } = await shop.use('search_products', { search: 'maren' });
    const [set] = products as { product_id: number }[];
    expect(set).toMatchObject({ name: 'Pour-over Set Maren', price: '49.00', stock: 33 });
    expect(await shop.use('get_product', { product_id: set?.product_id })).toMatchObject({
      name: 'Pour-over Set Maren',
      regular_price: '49.00',
      categories: ['Machines'],
      description: 'Pour-over Set Maren',
    });
    const onSale = await shop.use('search_products', { on_sale: true });
    expect(onSale['total']).toBe(4);
    const sold = await shop.use('search_products', { stock_status: 'outofstock' });
    expect(sold['products']).toMatchObject([{ name: 'Milk Frother' }]);
  });

  it.each(['', null])('a price of %j -> none, and not 0', async (price) => {
    const { send } = shop.connection();
    const unpriced: SendOutside = async (request) => {
      const answer = await send(request);
      const written = `:${JSON.stringify(price)}`;
      return { ...answer, body: answer.body.replaceAll(/(?<="(?:regular_)?price"):"49.00"/gu, written) };
    };
    const one = await shop.call('get_product', { product_id: 207 }, { send: unpriced });
    expect(JSON.parse(one.content)).toMatchObject({ price: null, regular_price: null });
    const all = await shop.call('search_products', { search: 'maren' }, { send: unpriced });
    expect(JSON.parse(all.content)).toMatchObject({ products: [{ price: null }] });
    const items = [{ product_id: 207, quantity: 1 }];
    expect(await shop.refusal('check_coupon', { code: 'harbour5', items }, { send: unpriced })).toBe(
      'The shop has no price for "Pour-over Set Maren", so the code cannot be checked for it.',
    );
  });

  it('a product that there is none for -> says so', async () => {
    expect(await shop.refusal('get_product', { product_id: 1 })).toContain('nothing by that number');
  });

  it('search_customers -> name, e-mail address and city, and no more of them', async () => {
    const { customers } = await shop.use('search_customers', { search: 'Ada' });
    for (const one of customers as object[])
      expect(Object.keys(one)).toEqual(['customer_id', 'name', 'email', 'city', 'since']);
    expect(customers).not.toEqual([]);
  });

  it('search_coupons -> what each is worth', async () => {
    expect(await shop.use('search_coupons', { search: 'welcome' })).toMatchObject({
      coupons: [{ code: 'welcome10', discount_type: 'percent', amount: '10.00', expires: null }],
    });
  });
});

describe('list_refunds', () => {
  it('of the whole shop -> each with the number of its order, as the other tools take it', async () => {
    await shop.use('refund_order', { order: 1042, ...refund });
    const { content } = await shop.call('list_refunds', {}, { send: numbering('WC-5001') });
    expect(JSON.parse(content)).toMatchObject({ refunds: [{ order: 'WC-5001', amount: '1.00' }], total: 1 });
    await shop.reset();
    expect(await shop.use('list_refunds', {})).toMatchObject({ refunds: [] });
  });
});

describe('sales_report', () => {
  it('adds up a span of days, as decimal strings', async () => {
    const day = new Date(shop.now).toISOString().slice(0, 10);
    const report = await shop.use('sales_report', { from: '2020-01-01', to: '2020-12-31' });
    expect(report).toMatchObject({ orders: 0, sales: '0.00' });
    const week = new Date(shop.now - 7 * 86_400_000).toISOString().slice(0, 10);
    const now = await shop.use('sales_report', { from: week, to: day });
    expect(now['orders']).toBeGreaterThan(20);
    for (const name of ['sales', 'net_sales', 'shipping']) expect(now[name]).toMatch(DECIMAL);
  });

  /** A shop whose report says this instead. */
  const reporting = (sums: object): SendOutside => {
    const { send } = shop.connection();
    return async (request) => {
      const answer = await send(request);
      if (!request.url.includes('/reports/sales')) return answer;
      const [report] = JSON.parse(answer.body) as object[];
      return { ...answer, body: JSON.stringify([{ ...report, ...sums }]) };
    };
  };
  const dayBefore = (days: number) => new Date(shop.now - days * 86_400_000).toISOString().slice(0, 10);

  it('sums that the shop added up in floating point -> rounded', async () => {
    const send = reporting({ total_refunds: 19.99 + 4.5 + 7.45, total_discount: 0.1 + 0.2 });
    const { content } = await shop.call('sales_report', { from: dayBefore(7), to: dayBefore(0) }, { send });
    expect(JSON.parse(content)).toMatchObject({ refunds: '31.94', discounts: '0.3' });
  });

  it('a report that knows of no orders, and there are some -> not taken for no sales', async () => {
    const days = { from: dayBefore(7), to: dayBefore(1) };
    const { orders } = await shop.use('sales_report', days);
    const send = reporting({ total_sales: '0.00', net_sales: '0.00', total_orders: 0, total_items: 0 });
    expect(await shop.refusal('sales_report', days, { send })).toBe(
      `The shop’s report says that nothing was ordered from ${days.from} to ${days.to}, but the ` +
        `shop has orders of these days: ${String(orders)}. The report cannot be relied on. search_orders lists the orders with their totals.`,
    );
  });

  it('a report that knows of no orders, and there are none that count -> no sales', async () => {
    const days = { from: dayBefore(7), to: dayBefore(1) };
    const report = reporting({ total_sales: '0.00', total_orders: 0 });
    const send: SendOutside = (request) =>
      report({ ...request, url: request.url.replace(/status=[^&]*/u, 'status=failed') });
    const { content } = await shop.call('sales_report', days, { send });
    expect(JSON.parse(content)).toMatchObject({ orders: 0, sales: '0.00' });
  });

  it('backwards, or more than a year -> says so', async () => {
    expect(await shop.refusal('sales_report', { from: '2026-02-01', to: '2026-01-01' })).toContain('before');
    expect(await shop.refusal('sales_report', { from: '2020-01-01', to: '2026-01-01' })).toContain('a year');
  });
});

describe('every tool of the shop', () => {
  it.each(shopTools.map((tool) => ({ tool, name: tool.name })))(
    '$name needs a connection, and has words for the page',
    ({ tool }) => {
      expect(tool.connection).toBe('woocommerce');
      expect(tool.verb).toMatch(/ing\b/u);
      expect(tool.description.length).toBeLessThan(400);
    },
  );

  it('what a model reads of a full page fits into a result', async () => {
    for (const [name, input] of [
      ['search_orders', {}],
      ['search_products', {}],
      ['search_customers', { search: 'example' }],
      ['search_coupons', {}],
      ['get_order', { order: 1042 }],
    ] as const) {
      const { content } = await shop.call(name, input);
      expect(content.length).toBeLessThan(limits.toolResultLength);
      expect(content).not.toContain('truncated');
    }
  });

  it('asks with the keys in the header, never in the address', async () => {
    const asked = JSON.stringify(await shop.log());
    expect(asked).toContain('/orders/1042');
    for (const secret of Object.values(demoKeys)) expect(asked).not.toContain(secret);
  });
});
