import { demoKeys } from '../../../emulator-data/shop/keys.ts';
import { startDemoShop, type DemoShop, type LoggedRequest } from '../../../emulator-data/shop/server.ts';
import type { Gateway } from '../../../emulator-data/shop/stock.ts';
import {
  allTools,
  runOnce,
  type runTool,
  sendOutside,
  settleLost,
  type Connection,
  type ToolResult,
} from '../../src/connectors/index.ts';
import { limits } from '../../src/contracts/index.ts';
import { realTimer } from './real-timer.ts';

type Change = Partial<Pick<Connection, 'url' | 'keys' | 'send'>>;
type Options = Change & {
  readonly key?: string;
  readonly toolMs?: number;
  /** In the place of all that there are. */
  readonly tools?: Parameters<typeof runTool>[0];
};

type With = {
  readonly key: string;
  readonly change: Change;
  readonly toolMs?: Options['toolMs'] | undefined;
  readonly tools?: Options['tools'] | undefined;
};

/** The demo shop with the real tools before it, over HTTP. */
export class ShopAtWork {
  /** Milliseconds since 1970, for the tools. */
  now = Date.now();
  readonly #shop: DemoShop;

  private constructor(shop: DemoShop) {
    this.#shop = shop;
  }

  static async open(): Promise<ShopAtWork> {
    return new ShopAtWork(await startDemoShop(0));
  }

  get url(): string {
    return this.#shop.url;
  }

  close(): Promise<void> {
    return this.#shop.stop();
  }

  connection(change: Change = {}): Connection {
    return {
      kind: 'woocommerce',
      url: this.url,
      keys: demoKeys,
      send: sendOutside({ allowLoopback: true }),
      ...change,
    };
  }

  /** Calls a tool, as the engine does. `key`: the same for the same call. */
  call(name: string, input: object, { key = 'call-1', toolMs, tools, ...change }: Options = {}) {
    return this.#with(runOnce, name, input, { key, change, toolMs, tools });
  }

  /** Finds out what became of a call whose caller is gone. */
  settle(name: string, input: object, key: string) {
    const settle: typeof runTool = (tools, call, context, bounds) =>
      settleLost(tools, call, context, () => Promise.resolve(true), bounds);
    return this.#with(settle, name, input, { key, change: {} });
  }

  async #with(
    run: typeof runTool,
    name: string,
    input: object,
    { key, change, toolMs = limits.toolMs, tools = allTools }: With,
  ) {
    const context = {
      now: () => this.now,
      after: realTimer,
      signal: new AbortController().signal,
      key,
      connection: () => Promise.resolve(this.connection(change)),
    };
    const call = { name, arguments: JSON.stringify(input) };
    return run(tools, call, context, { toolMs, toolResultLength: limits.toolResultLength });
  }

  /** The output of a call that went well. */
  async use(name: string, input: object, key?: string): Promise<Record<string, unknown>> {
    const result = await this.call(name, input, key === undefined ? {} : { key });
    if (!result.ok) throw new Error(`${name}: ${result.content}`);
    return JSON.parse(result.content) as Record<string, unknown>;
  }

  /** The words of a call that did not. */
  async refusal(name: string, input: object, change?: Options): Promise<string> {
    const result: ToolResult = await this.call(name, input, change);
    if (result.ok) throw new Error(`${name} should have been refused: ${result.content}`);
    return result.unknown === true ? `UNKNOWN: ${result.content}` : result.content;
  }

  #control(path: string, body?: object): Promise<Response> {
    return fetch(`${this.url}/demo/${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
  }

  async reset(): Promise<void> {
    await this.#control('reset', {});
  }

  /** How its next answers go wrong. */
  async misbehave(way: string, method?: string, times?: number): Promise<void> {
    await this.#control('misbehaviour', { way, method, times });
  }

  /** What becomes of refunds at the payment provider from now on. */
  async gateway(gateway: Gateway): Promise<void> {
    await this.#control('gateway', { gateway });
  }

  /** What it was asked so far. */
  async log(): Promise<LoggedRequest[]> {
    return (await (await this.#control('log')).json()) as LoggedRequest[];
  }

  /** The requests that changed something. */
  async changes(): Promise<LoggedRequest[]> {
    const all = await this.log();
    return all.filter(({ method, status }) => method !== 'GET' && status >= 200 && status < 300);
  }
}
