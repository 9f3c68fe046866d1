import { z } from 'zod';
import { parseJson } from '../contracts/index.ts';
import type { Connection } from './connection.ts';
import { AnswerLost } from './outside/failures.ts';
import { ToolError } from './tool.ts';

/** What came of trying a connection, in words for an admin. */
export type Checked = { readonly ok: boolean; readonly words: string };

const orders = z.array(z.object({ id: z.int() })).max(1);

const problem = (words: string): Checked => ({ ok: false, words });

function isListOfOrders(body: string): boolean {
  try {
    return orders.safeParse(parseJson(body)).success;
  } catch {
    return false;
  }
}

function judged(status: number, body: string): Checked {
  if (status === 401 || status === 403)
    return problem('The shop refused the keys. Check both of them, and that they may read.');
  if (status === 404)
    return problem(
      'There is no WooCommerce at this address. Check the address, and that its REST API is on.',
    );
  if (status !== 200) return problem(`The shop answered with an error (status ${status}). Try again later.`);
  if (!isListOfOrders(body)) return problem('What answers at this address is no WooCommerce shop.');
  return { ok: true, words: 'The shop answered, and its orders can be read.' };
}

/** Tries a connection to a shop with a call that only reads: one order. */
export async function checkShop({ url, keys, send }: Connection, signal: AbortSignal): Promise<Checked> {
  const basic = Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString('base64');
  try {
    const { status, body } = await send({
      method: 'GET',
      url: `${url}/wp-json/wc/v3/orders?per_page=1`,
      headers: { accept: 'application/json', authorization: `Basic ${basic}` },
      signal,
    });
    return judged(status, body);
  } catch (error) {
    if (error instanceof ToolError) return problem(error.message);
    if (error instanceof AnswerLost || signal.aborted) return problem('The shop did not answer in time.');
    throw error;
  }
}
