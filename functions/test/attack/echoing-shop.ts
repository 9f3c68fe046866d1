import type { ServerResponse } from 'node:http';
import { demoKeys } from '../../../emulator-data/shop/keys.ts';
import { startDemoShop, type DemoShop } from '../../../emulator-data/shop/server.ts';
import { ListeningServer, type Received } from '../support/listening-server.ts';
import { echoes } from './canaries.ts';

type Say = (
  echo: string,
  response: ServerResponse,
  request: Received,
  shop: DemoShop,
) => Promise<void> | void;

const says = (status: number, body: (echo: string) => string, type = 'application/json'): Say => {
  return (echo, response) => void response.writeHead(status, { 'content-type': type }).end(body(echo));
};

const wordPress = (status: number, code: string): Say =>
  says(status, (echo) => `{"code":"${code}","message":"No: ${echo}","data":{"status":${status}}}`);

/** What the demo shop answers to its own keys, with the echo in each text that people read. */
const honest: Say = async (echo, response, { url }, shop) => {
  const authorization = `Basic ${Buffer.from(Object.values(demoKeys).join(':')).toString('base64')}`;
  const answer = await fetch(`${shop.url}${url}`, { headers: { authorization } });
  const body = (await answer.text()).replaceAll(
    /"(note|payment_method_title|reason|name|city)":"[^"]*"/gu,
    (_, field: string) => {
      return `"${field}":"${echo}"`;
    },
  );
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
};

/** What a shop may do with what it was told. */
export const ways: Readonly<Record<string, Say>> = {
  'in its data': honest,
  'as it refuses the keys': wordPress(401, 'woocommerce_rest_authentication_error'),
  'as it forbids': wordPress(403, 'woocommerce_rest_cannot_view'),
  'as nothing is there': wordPress(404, 'woocommerce_rest_shop_order_invalid_id'),
  'as the request is wrong': wordPress(400, 'rest_invalid_param'),
  'as it breaks down': wordPress(500, 'internal_server_error'),
  'on a page of HTML': says(200, (echo) => `<h1>${echo}</h1>`, 'text/html'),
  'in data of another form': says(200, (echo) => `{"${echo}":{"id":"${echo}"}}`),
  'in a header and a redirect': (echo, response) =>
    void response
      .writeHead(302, {
        location: `/elsewhere?${encodeURIComponent(echo)}`,
        'x-echo': encodeURIComponent(echo),
      })
      .end(),
  'as the name of a host': (echo, response) =>
    void response.writeHead(302, { location: `https://${encodeURIComponent(echo)}.example/` }).end(),
  'and cuts the line': (echo, response) => {
    response.writeHead(200, { 'content-length': '10000' });
    response.write(`{"code":"${echo}"`);
    setTimeout(() => response.destroy(), 5);
  },
};

/** A shop that says in some way, and in some form, which keys it was sent. */
export class EchoingShop {
  way: keyof typeof ways = 'in its data';
  form: keyof typeof echoes = 'as it came';
  readonly #server: ListeningServer;
  #shop: DemoShop | null = null;

  constructor() {
    this.#server = new ListeningServer((request, response) => void this.#answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** What came since this was last asked. */
  takeReceived(): Received[] {
    return this.#server.received.splice(0);
  }

  async start(): Promise<void> {
    this.#shop = await startDemoShop(0);
    await this.#server.start();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await this.#shop?.stop();
  }

  async #answer(request: Received, response: ServerResponse): Promise<void> {
    const echo = echoes[this.form]?.(request.headers.authorization ?? 'none') ?? '';
    if (this.#shop) await ways[this.way]?.(echo, response, request, this.#shop);
  }
}
