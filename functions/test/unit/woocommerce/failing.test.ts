import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoKeys } from '../../../../emulator-data/shop/keys.ts';
import { sendOutside, type SendOutside } from '../../../src/connectors/index.ts';
import { ShopAtWork } from '../../support/demo-shop.ts';

let shop: ShopAtWork;

beforeAll(async () => {
  shop = await ShopAtWork.open();
});
afterAll(() => shop.close());
afterEach(() => shop.reset());

const order = { order: 1042 };

describe('a shop that lets one down', () => {
  it.each([
    ['busy', 'The shop takes no more requests just now. Try again in 30 seconds.'],
    ['closed', 'The shop is closed for a moment. Try again in 600 seconds.'],
    ['broken', 'The shop had an error of its own (500): There has been a critical error.'],
    ['html', 'The shop answered with a page instead of data. Its REST API may be switched off.'],
    ['long', 'The answer is longer than 5 MB. Ask for less at once.'],
    ['schema', 'in another form than WooCommerce’s REST API v3 has, at "id"'],
    ['cut', 'broke off'],
    ['silent', 'broke off'],
  ])('%s -> words for the model', async (way, words) => {
    await shop.misbehave(way);
    expect(await shop.refusal('get_order', order)).toContain(words);
  });

  it('too slow -> says so', async () => {
    await shop.misbehave('slow');
    const words = await shop.refusal('get_order', order, { toolMs: 200 });
    expect(words).toBe('get_order took longer than 0.2 seconds and was stopped.');
  });

  it('once -> the next call works', async () => {
    await shop.misbehave('broken');
    await shop.refusal('get_order', order);
    expect(await shop.use('get_order', order)).toMatchObject({ order: '1042' });
  });
});

describe('a connection that is wrong', () => {
  it.each([
    ['key', { ...demoKeys, consumerKey: 'ck_wrong' }, 'Consumer key is invalid.'],
    ['secret', { ...demoKeys, consumerSecret: 'cs_wrong' }, 'Consumer secret is invalid.'],
  ])('another %s -> the key was rejected, and who can mend it', async (_, keys, words) => {
    const refused = await shop.refusal('get_order', order, { keys });
    expect(refused).toBe(`The shop rejected the key: ${words} An admin can mend that under Connections.`);
  });

  it('no shop at the address -> says so', async () => {
    const words = await shop.refusal('get_order', order, { url: `${shop.url}/blog` });
    expect(words).toBe('There is no WooCommerce (REST API v3) at the address of the connection.');
  });

  it.each(['/', '//', '/wp-json', '/wp-json/wc/v3', '/wp-json/wc/v3/', '?a=b', '#top'])(
    'the address with %s behind it -> works the same',
    async (end) => {
      const result = await shop.call('get_order', order, { url: `${shop.url}${end}` });
      expect(result.ok).toBe(true);
    },
  );

  it('a dead shop -> says so', async () => {
    const dead = await ShopAtWork.open();
    const { url } = dead;
    await dead.close();
    expect(await shop.refusal('get_order', order, { url })).toContain('does not take connections');
  });

  it('a private address -> refused, whatever the tool', async () => {
    for (const [name, input] of [
      ['get_order', order],
      ['change_order_status', { order: 1042, status: 'completed' }],
    ] as const) {
      const words = await shop.refusal(name, input, { url: 'https://192.168.0.1', send: sendOutside() });
      expect(words).toBe('192.168.0.1 is not an address on the public internet, so nothing is sent there.');
    }
  });
});

describe('what a shop says', () => {
  /** A shop that answers with these words in the place of its own. */
  const saying =
    (status: number, body: string): SendOutside =>
    () =>
      Promise.resolve({ status, headers: new Headers(), body });

  it('a long message with markup -> short words', async () => {
    const message = `<script>alert(1)</script><b>${'no '.repeat(500)}</b>`;
    const body = JSON.stringify({ code: 'rest_no', message });
    const words = await shop.refusal('get_order', order, { send: saying(400, body) });
    expect(words).not.toContain('<');
    expect(words.length).toBeLessThan(300);
  });

  it('an amount that is none -> not taken for one', async () => {
    const { send } = shop.connection();
    const words = await shop.refusal('get_order', order, {
      send: async (request) => {
        const answer = await send(request);
        return { ...answer, body: answer.body.replace('"total":"49.00"', '"total":"49,00 €"') };
      },
    });
    expect(words).toContain('in another form');
  });
});
