import { z } from 'zod';
import type { Connection, OutsideRequest, OutsideResponse } from '../connection.ts';
import { type ToolContext, ToolError } from '../tool.ts';
import { readAnswer, readOutcome } from './answers.ts';

type Query = Readonly<Record<string, string | number>>;

/** One page of a list. `total` and `pages` as the shop counts them; null where it does not say. */
export type Page<T> = { readonly items: T[]; readonly total: number | null; readonly pages: number | null };

const API = '/wp-json/wc/v3';

const baseOf = (url: string): string =>
  url
    .replace(/[?#].*$/u, '')
    .replace(/\/+$/u, '')
    .replace(/\/wp-json(?:\/wc\/v3)?$/u, '') + API;

const counted = (headers: Headers, name: string): number | null => {
  const text = headers.get(name);
  return text !== null && /^\d{1,9}$/u.test(text) ? Number(text) : null;
};

/** A shop, opened for one call of a tool. The keys go into the header of its requests and nowhere else. */
export class Shop {
  readonly #connection: Connection;
  readonly #signal: AbortSignal;

  constructor(connection: Connection, signal: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** @throws ToolError in words for the model. */
  async get<T>(path: string, schema: z.ZodType<T>, query: Query = {}): Promise<T> {
    return readAnswer(await this.#send({ method: 'GET', path, query }), schema);
  }

  /** @throws ToolError in words for the model. */
  async list<T>(path: string, schema: z.ZodType<T>, query: Query = {}): Promise<Page<T>> {
    const response = await this.#send({ method: 'GET', path, query });
    const { headers } = response;
    return {
      items: readAnswer(response, z.array(schema)),
      total: counted(headers, 'x-wp-total'),
      pages: counted(headers, 'x-wp-totalpages'),
    };
  }

  /**
   * `asksAnother`: the shop has somebody else do it, such as a payment provider.
   * @throws ToolError where the shop said no; AnswerLost where it may have been done.
   */
  async change<T>(
    method: 'POST' | 'PUT',
    path: string,
    body: object,
    schema: z.ZodType<T>,
    { asksAnother = false } = {},
  ): Promise<T> {
    const response = await this.#send({ method, path, query: {}, body: JSON.stringify(body) });
    return readOutcome(response, schema, { asksAnother });
  }

  async #send({
    path,
    query,
    ...request
  }: Pick<OutsideRequest, 'method' | 'body'> & { path: string; query: Query }): Promise<OutsideResponse> {
    const { url, keys, send } = this.#connection;
    const pair = Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString('base64');
    const parameters = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    return send({
      ...request,
      url: `${baseOf(url)}${path}${parameters && `?${parameters}`}`,
      headers: {
        authorization: `Basic ${pair}`,
        accept: 'application/json',
        'user-agent': 'Mother',
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      signal: this.#signal,
    });
  }
}

/** The shop of the agent's connection. @throws ToolError where it has none. */
export async function openShop(context: ToolContext): Promise<Shop> {
  const connection = await context.connection();
  if (connection.kind !== 'woocommerce') throw new ToolError('The agent’s connection is not to a shop.');
  return new Shop(connection, context.signal);
}
