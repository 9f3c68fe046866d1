// The demo shop: a server that speaks the routes of the WooCommerce REST API v3 that Mother uses, as its public
// documentation describes them, with some hundred orders from a fixed seed. Order 1042 was paid twice.
//
// It takes the keys by HTTP Basic authentication. A real shop does that by https only.
//
// What a test may do, without keys:
//   GET  /demo/log           every request that came, and what became of it
//   POST /demo/misbehaviour  {"way": "cut", "method": "POST", "times": 1}: the next answers go wrong, see misbehaviour.ts
//   POST /demo/gateway       {"gateway": "at_work"}: what becomes of refunds at the payment provider, see stock.ts
//   POST /demo/reset         the shop as it was when it opened
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { demoKeys } from './keys.ts';
import { isInstead, misbehave, misbehaviourIn, type Misbehaviour } from './misbehaviour.ts';
import { orderRoutes } from './routes/orders.ts';
import { reportRoutes } from './routes/reports.ts';
import { ShopError, type Reply, type Route } from './routes/route.ts';
import { thingRoutes } from './routes/things.ts';
import { gateways, stockedAt, type Stock } from './stock.ts';

/** A request that came. `status` is what was answered, or would have been: it may have been cut off. */
export type LoggedRequest = {
  readonly method: string;
  /** Below /wp-json/wc/v3. */
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly status: number;
  readonly misbehaved: string | null;
};

export type DemoShop = {
  /** Its address, as an admin would type it in. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const API = '/wp-json/wc/v3';
const routes: readonly Route[] = [...orderRoutes, ...thingRoutes, ...reportRoutes];
const LONGEST_BODY = 100_000;

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LONGEST_BODY) throw new ShopError(413, 'rest_too_large', 'The body is too large.');
  }
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    throw new ShopError(400, 'rest_invalid_json', 'Invalid JSON body passed.');
  }
}

const refused = (message: string) => new ShopError(401, 'woocommerce_rest_authentication_error', message);

function checkKeys({ headers: { authorization } }: IncomingMessage, query: URLSearchParams): void {
  if (query.has('consumer_key') || query.has('consumer_secret'))
    throw refused('Keys do not belong into the address.');
  if (authorization === undefined)
    throw new ShopError(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');
  const pair = Buffer.from(authorization.replace(/^Basic /u, ''), 'base64').toString();
  const [key = '', secret = ''] = pair.split(':');
  if (key !== demoKeys.consumerKey) throw refused('Consumer key is invalid.');
  if (secret !== demoKeys.consumerSecret) throw refused('Consumer secret is invalid.');
}

function answer(stock: Stock, method: string, path: string, asked: { query: URLSearchParams; body: object }) {
  for (const route of routes) {
    const found = route.method === method ? route.path.exec(path) : null;
    if (found)
      return route.answer({ stock, ids: found.slice(1).map(Number), ...asked, body: { ...asked.body } });
  }
  throw new ShopError(404, 'rest_no_route', 'No route was found matching the URL and request method.');
}

function errorReply(error: unknown): Reply {
  if (!(error instanceof ShopError)) throw error;
  const { status, code, message, params } = error;
  return { status, body: { code, message, data: { status, ...(params && { params }) } } };
}

class Shop {
  #stock: Stock;
  #log: LoggedRequest[] = [];
  #misbehaviour: Misbehaviour | null = null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#stock = stockedAt(now);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://shop.invalid');
    if (pathname.startsWith('/demo/')) return this.#control(request, response, pathname);
    const body = await bodyOf(request).catch((error: unknown) => error);
    const path = pathname.startsWith(API) ? pathname.slice(API.length) : pathname;
    const wrong = this.#takeMisbehaviour(method);
    const reply = this.#reply(() => {
      if (body instanceof Error) throw body;
      if (!pathname.startsWith(`${API}/`))
        throw new ShopError(404, 'rest_no_route', 'There is nothing here.');
      checkKeys(request, query);
      if (wrong && isInstead(wrong)) return { status: 0, body: null };
      return answer(this.#stock, method, path, { query, body: { ...(body as object) } });
    });
    const { status } = reply;
    const logged = { method, path, query: query.toString(), status, misbehaved: wrong?.way ?? null };
    this.#log.push({ ...logged, body: body instanceof Error ? null : body });
    if (wrong) return misbehave(wrong.way, response, JSON.stringify(reply.body));
    response.writeHead(status, {
      'content-type': 'application/json; charset=UTF-8',
      ...(reply.total !== undefined && { 'x-wp-total': reply.total, 'x-wp-totalpages': reply.pages ?? 0 }),
    });
    response.end(JSON.stringify(reply.body));
  }

  #reply(work: () => Reply): Reply {
    try {
      return work();
    } catch (error) {
      return errorReply(error);
    }
  }

  #takeMisbehaviour(method: string): Misbehaviour | null {
    const wrong = this.#misbehaviour;
    if (!wrong || (wrong.method !== undefined && wrong.method !== method)) return null;
    wrong.times -= 1;
    if (wrong.times <= 0) this.#misbehaviour = null;
    return wrong;
  }

  async #control(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await bodyOf(request);
    if (path === '/demo/reset') {
      this.#stock = stockedAt(this.#now);
      this.#log = [];
      this.#misbehaviour = null;
    }
    if (path === '/demo/misbehaviour') this.#misbehaviour = misbehaviourIn(body);
    if (path === '/demo/gateway')
      this.#stock.gateway = gateways.find((one) => one === body['gateway']) ?? 'pays';
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(path === '/demo/log' ? this.#log : { ok: true }));
  }
}

/** Opens the demo shop on a port of this machine; 0 takes any free one. `now`: the time that its dates count from. */
export async function startDemoShop(
  port: number,
  { now = () => Date.now() }: { now?: () => number } = {},
): Promise<DemoShop> {
  const shop = new Shop(now);
  const server = createServer((request, response) => {
    shop.serve(request, response).catch((error: unknown) => {
      console.error('The demo shop failed:', error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
