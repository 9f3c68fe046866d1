import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shopTools } from '../../../src/connectors/woocommerce/index.ts';
import { ShopAtWork } from '../../support/demo-shop.ts';

let shop: ShopAtWork;

beforeAll(async () => {
  shop = await ShopAtWork.open();
});
afterAll(() => shop.close());
beforeEach(() => shop.reset());

const refund = { order: 1042, amount: '49.00', currency: 'EUR', reason: 'Paid twice' };

describe('refund_order', () => {
  it('what one payment was -> refunded once, and nothing is left', async () => {
    expect(await shop.use('refund_order', refund)).toMatchObject({
      order: '1042',
      amount: '49.00',
      currency: 'EUR',
      left: '0.00',
      by_payment_provider: true,
    });
    expect(await shop.changes()).toMatchObject([
      { path: '/orders/1042/refunds', body: { amount: '49.00', api_refund: true } },
    ]);
    expect(await shop.use('get_order', { order: 1042 })).toMatchObject({
      status: 'refunded',
      refunded: '49.00',
      refundable: '0.00',
      refunds: [{ amount: '49.00' }],
    });
  });

  it('a part -> the rest is left, to the cent', async () => {
    expect(await shop.use('refund_order', { ...refund, amount: '0.1' }, 'a')).toMatchObject({
      left: '48.90',
    });
    expect(await shop.use('refund_order', { ...refund, amount: '0.2' }, 'b')).toMatchObject({
      left: '48.70',
    });
    expect(await shop.use('refund_order', { ...refund, amount: '48.70' }, 'c')).toMatchObject({
      left: '0.00',
    });
    const { refunds } = await shop.use('list_refunds', { order: 1042 });
    expect((refunds as { amount: string }[]).map(({ amount }) => amount)).toEqual(['48.70', '0.20', '0.10']);
  });

  it('only on record -> the shop is told so', async () => {
    const given = await shop.use('refund_order', { ...refund, api_refund: false });
    expect(given).toMatchObject({ by_payment_provider: false });
    expect(await shop.changes()).toMatchObject([{ body: { api_refund: false } }]);
  });

  it('more than is left -> refused in words, nothing is sent', async () => {
    const words = await shop.refusal('refund_order', { ...refund, amount: '49.01' });
    expect(words).toBe('Only 49.00 EUR of order 1042 can be refunded. Nothing was.');
    expect(await shop.changes()).toEqual([]);
  });

  it('twice the whole -> the second is refused', async () => {
    await shop.use('refund_order', refund, 'a');
    expect(await shop.refusal('refund_order', refund)).toContain('Only 0.00 EUR');
    expect(await shop.changes()).toHaveLength(1);
  });

  it('in another currency -> refused', async () => {
    expect(await shop.refusal('refund_order', { ...refund, currency: 'USD' })).toContain(
      'is in EUR, not in USD',
    );
    expect(await shop.changes()).toEqual([]);
  });

  it.each(['0', '0.00', '-5', '1e3', '49.001', '49,00', 'all', '49.00 EUR', ''])(
    'an amount of "%s" -> does not fit',
    async (amount) => {
      expect(await shop.refusal('refund_order', { ...refund, amount })).toContain('do not fit refund_order');
    },
  );

  it('somebody else is faster -> the shop says no, in its words', async () => {
    const { send } = shop.connection();
    const whileOther = (asked: object) =>
      shop.refusal('refund_order', asked, {
        send: async (request) => {
          if (request.method === 'POST')
            await shop.use('refund_order', { ...refund, amount: '1.00' }, 'other');
          return send(request);
        },
      });
    const said = 'The shop had an error of its own (500): Invalid refund amount.';
    expect(await whileOther({ ...refund, api_refund: false })).toBe(said);
    expect(await shop.changes()).toMatchObject([{ body: { amount: '1.00' } }]);
    expect(await whileOther({ ...refund, amount: '48.00' })).toContain(said);
  });
});

describe('an answer that is lost on the way', () => {
  it.each(['cut', 'silent', 'long', 'schema'])(
    '%s after the refund -> it is found, and was made once',
    async (way) => {
      await shop.misbehave(way, 'POST');
      expect(await shop.use('refund_order', refund)).toMatchObject({ amount: '49.00', left: '0.00' });
      expect(await shop.changes()).toHaveLength(1);
    },
  );

  it.each(['broken', 'closed', 'html'])(
    '%s before the refund -> unknown, and not tried again',
    async (way) => {
      await shop.misbehave(way, 'POST');
      expect(await shop.refusal('refund_order', refund)).toMatch(/^UNKNOWN: It is not known/u);
      expect((await shop.log()).filter(({ method }) => method === 'POST')).toHaveLength(1);
    },
  );

  it.each(['busy', 'moved'])('%s -> a no: it is known that nothing was done', async (way) => {
    await shop.misbehave(way, 'POST');
    expect(await shop.refusal('refund_order', refund)).not.toContain('UNKNOWN');
    expect(await shop.changes()).toEqual([]);
  });

  it('and the shop cannot be asked either -> unknown', async () => {
    const sent: string[] = [];
    const { send } = shop.connection();
    const words = await shop.refusal('refund_order', refund, {
      send: async (request) => {
        sent.push(request.method);
        if (sent.length === 2) await shop.misbehave('cut', 'POST');
        if (sent.length === 3) await shop.misbehave('broken', 'GET');
        return send(request);
      },
    });
    expect(words).toMatch(/^UNKNOWN: /u);
    expect(sent).toEqual(['GET', 'POST', 'GET']);
    expect(await shop.changes()).toHaveLength(1);
  });

  it('a shop that is too slow with it -> it is looked up', async () => {
    await shop.misbehave('slow', 'POST');
    expect(await shop.call('refund_order', refund, { toolMs: 500 })).toMatchObject({ ok: true });
    expect(await shop.changes()).toHaveLength(1);
  });

  it.each([
    ['refund_order', { ...refund, amount: '20.00', api_refund: false }],
    ['add_order_note', { order: 1042, note: 'Refund promised.' }],
    ['create_coupon', { code: 'sorry-1042', discount_type: 'percent', amount: '10' }],
  ] as const)('somebody takes over %s -> finds what was done, or does it once', async (name, asked) => {
    await shop.use(name, asked, 'lost');
    expect(await shop.settle(name, asked, 'lost')).toMatchObject({ ok: true });
    expect(await shop.changes()).toHaveLength(1);
    await shop.reset();
    expect(await shop.settle(name, asked, 'never-sent')).toMatchObject({ ok: true });
    expect(await shop.changes()).toHaveLength(1);
  });

  it('somebody takes over a refund by the payment provider -> finds it, or it is unknown: none is sent', async () => {
    await shop.use('refund_order', { ...refund, amount: '20.00' }, 'lost');
    expect(await shop.settle('refund_order', { ...refund, amount: '20.00' }, 'lost')).toMatchObject({
      ok: true,
    });
    const came = await shop.settle('refund_order', { ...refund, amount: '20.00' }, 'not-there');
    expect(came).toMatchObject({ ok: false, unknown: true });
    expect(await shop.changes()).toHaveLength(1);
  });

  it.each([
    ['add_order_note', { order: 1042, note: 'Refund promised.' }],
    ['change_order_status', { order: 1042, status: 'completed' }],
    ['create_coupon', { code: 'sorry-1042', discount_type: 'percent', amount: '10' }],
  ] as const)('%s -> found as well, by whoever looks', async (name, input) => {
    await shop.misbehave('cut', name === 'change_order_status' ? 'PUT' : 'POST');
    const first = await shop.use(name, input);
    expect(await shop.changes()).toHaveLength(1);
    const again = await shop.settle(name, input, 'call-1');
    expect(JSON.parse(again.content)).toEqual(first);
    expect(await shop.changes()).toHaveLength(1);
  });
});

describe('a refund of which the payment provider has not been heard yet', () => {
  it('the shop has it on record already -> unknown, with where to look: it may still be refused, or be paid', async () => {
    await shop.gateway('at_work');
    const words = await shop.refusal('refund_order', refund);
    expect(words).toMatch(/^UNKNOWN: It is not known whether this took effect/u);
    expect(words).toContain(
      'Look at order 1042 in the shop, and at the payment provider whether 49.00 EUR were paid back',
    );
    const { refunds } = await shop.use('list_refunds', { order: 1042 });
    expect(refunds).toMatchObject([{ amount: '49.00', by_payment_provider: false }]);
  });

  it('somebody takes over -> unknown, and not sent again', async () => {
    await shop.gateway('at_work');
    await shop.refusal('refund_order', { ...refund, amount: '20.00' }, { key: 'lost' });
    const came = await shop.settle('refund_order', { ...refund, amount: '20.00' }, 'lost');
    expect(came).toMatchObject({ ok: false, unknown: true });
    expect(came.content).toContain('at the payment provider');
    expect((await shop.log()).filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('to be put on record only -> that is all of it: found', async () => {
    await shop.gateway('at_work');
    const asked = { ...refund, api_refund: false };
    await shop.misbehave('cut', 'POST');
    expect(await shop.use('refund_order', asked)).toMatchObject({ by_payment_provider: false });
    expect(await shop.settle('refund_order', asked, 'call-1')).toMatchObject({ ok: true });
    expect(await shop.changes()).toHaveLength(1);
  });
});

describe('a refund that failed at the payment provider', () => {
  it('the shop removes it again -> unknown, with its words and where to look: it may have been paid', async () => {
    await shop.gateway('fails');
    const words = await shop.refusal('refund_order', refund);
    expect(words).toMatch(/^UNKNOWN: It is not known whether this took effect/u);
    expect(words).toContain('The payment provider did not answer.');
    expect(words).toContain('at the payment provider whether 49.00 EUR were paid back, before anybody tries');
    expect(await shop.use('list_refunds', { order: 1042 })).toMatchObject({ refunds: [] });
  });

  it('somebody takes over -> unknown, and not sent again', async () => {
    await shop.gateway('fails');
    await shop.refusal('refund_order', refund, { key: 'lost' });
    await shop.gateway('pays');
    expect(await shop.settle('refund_order', refund, 'lost')).toMatchObject({ ok: false, unknown: true });
    expect((await shop.log()).filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('to be put on record only -> nobody asks the payment provider', async () => {
    await shop.gateway('fails');
    expect(await shop.use('refund_order', { ...refund, api_refund: false })).toMatchObject({ left: '0.00' });
  });
});

describe('nothing was done, and there is something alike', () => {
  it.each([
    ['add_order_note', { order: 1042, note: 'Refund promised.' }],
    ['change_order_status', { order: 1042, status: 'completed' }],
    ['create_coupon', { code: 'welcome10', discount_type: 'percent', amount: '10' }],
    ['refund_order', { ...refund, amount: '1.00' }],
  ] as const)('%s -> not taken for this one', async (name, input) => {
    await shop.use('refund_order', { ...refund, amount: '1.00' }, 'another');
    await shop.use('add_order_note', { order: 1042, note: 'Refund promised.' }, 'another');
    await shop.misbehave('broken', name === 'change_order_status' ? 'PUT' : 'POST');
    expect(await shop.refusal(name, input)).toMatch(/^UNKNOWN: /u);
  });
});

describe('a status that somebody else has changed since', () => {
  it('change_order_status, taken over -> nobody knows whether it took effect, and theirs stays', async () => {
    const asked = { order: 1042, status: 'on-hold' };
    await shop.use('change_order_status', asked, 'lost');
    await shop.use('change_order_status', { order: 1042, status: 'completed' }, 'theirs');
    expect(await shop.settle('change_order_status', asked, 'lost')).toMatchObject({
      ok: false,
      unknown: true,
    });
    expect(await shop.changes()).toHaveLength(2);
    expect(await shop.use('get_order', { order: 1042 })).toMatchObject({ status: 'completed' });
  });
});

describe('the other changes', () => {
  it('change_order_status -> the shop has it', async () => {
    const asked = { order: 1042, status: 'completed' };
    expect(await shop.use('change_order_status', asked)).toEqual({ ...asked, order: '1042' });
    expect(await shop.use('get_order', { order: 1042 })).toMatchObject({ status: 'completed' });
  });

  it('change_order_status to "refunded" -> does not fit: nothing would be paid back', async () => {
    const words = await shop.refusal('change_order_status', { order: 1042, status: 'refunded' });
    expect(words).toContain('do not fit change_order_status');
  });

  it('add_order_note -> for the shop, or for the customer', async () => {
    const note = { order: 1042, note: 'We called them.' };
    expect(await shop.use('add_order_note', note)).toMatchObject({ sent_to_customer: false });
    expect(await shop.use('add_order_note', { ...note, to_customer: true }, 'b')).toMatchObject({
      sent_to_customer: true,
    });
    const { notes } = await shop.use('get_order', { order: 1042 });
    expect((notes as { note: string }[])[0]?.note).toMatch(/^We called them\. \(ref [0-9a-f]{12}\)$/u);
  });

  it('create_coupon -> it is valid for what it is meant for, and for nothing else', async () => {
    const asked = {
      code: 'Sorry-1042',
      discount_type: 'fixed_cart',
      amount: '5',
      expires: new Date(shop.now + 86_400_000).toISOString().slice(0, 10),
      usage_limit: 1,
      usage_limit_per_user: 1,
      email: 'greta@example.com',
      minimum_amount: '25.00',
      individual_use: true,
    };
    expect(await shop.use('create_coupon', asked)).toMatchObject({ amount: '5.00', usage_limit: 1 });
    const check = (change: object) =>
      shop.use('check_coupon', {
        code: 'sorry-1042',
        items: [{ product_id: 213, quantity: 2 }],
        email: 'greta@example.com',
        ...change,
      });
    expect(await check({})).toMatchObject({ valid: true });
    expect(await check({ email: 'eve@example.com' })).toMatchObject({ valid: false });
    expect(await check({ items: [{ product_id: 213, quantity: 1 }] })).toMatchObject({ valid: false });
    expect(await check({ other_codes: ['welcome10'] })).toMatchObject({ valid: false });
    expect(await check({ email: undefined })).toMatchObject({ not_checked: [expect.any(String)] });
    shop.now += 3 * 86_400_000;
    expect(await check({})).toMatchObject({ valid: false });
    shop.now -= 3 * 86_400_000;
  });

  it('create_coupon with a code that there is -> refused, and not taken for one’s own', async () => {
    const asked = { code: 'welcome10', discount_type: 'percent', amount: '50' };
    expect(await shop.refusal('create_coupon', asked)).toContain('The coupon code already exists');
    expect(await shop.changes()).toEqual([]);
  });

  it('create_coupon of more than 100 per cent -> refused', async () => {
    const asked = { code: 'toomuch', discount_type: 'percent', amount: '100.01' };
    expect(await shop.refusal('create_coupon', asked)).toContain('at most 100 per cent');
  });
});

describe('what a person is asked for', () => {
  const described = (name: string, input: object) => {
    const tool = shopTools.find((one) => one.name === name);
    const description = tool?.outside?.describe?.(tool.input.parse(input));
    if (!description) throw new Error(`${name} describes nothing.`);
    return description;
  };

  it('a refund -> order, amount, reason and how', () => {
    expect(described('refund_order', refund)).toEqual({
      summary: 'Refund 49.00 EUR of order 1042',
      details: [
        { label: 'Order', value: '1042' },
        { label: 'Amount', value: '49.00 EUR' },
        { label: 'Reason', value: 'Paid twice' },
        { label: 'How', value: 'Paid back by the payment provider' },
      ],
    });
  });

  it('each change says every input that was given', () => {
    const inputs = {
      refund_order: { ...refund, api_refund: false },
      change_order_status: { order: 1042, status: 'on-hold' },
      add_order_note: { order: 1042, note: 'Hello Greta', to_customer: true },
      create_coupon: {
        code: 'sorry',
        discount_type: 'fixed_product',
        amount: '5.50',
        expires: '2030-12-31',
        usage_limit: 17,
        usage_limit_per_user: 3,
        minimum_amount: '20',
        email: 'greta@example.com',
        individual_use: true,
      },
    };
    const writing = shopTools.filter((tool) => tool.outside).map(({ name }) => name);
    expect(writing.toSorted()).toEqual(Object.keys(inputs).toSorted());
    for (const [name, input] of Object.entries(inputs)) {
      const text = JSON.stringify(described(name, input));
      const told = Object.entries(input).filter(([, value]) => typeof value !== 'boolean');
      for (const [name, value] of told)
        expect(text).toContain(name === 'discount_type' ? 'each' : String(value));
    }
    expect(described('refund_order', inputs.refund_order).details.at(-1)?.value).toBe('Put on record only');
  });
});
