import { z } from 'zod';
import type { Connection } from './connection.ts';
import { ToolError } from './tool.ts';
import { Shop } from './woocommerce/shop.ts';

/** What came of trying a connection, in words for an admin. */
export type Checked = { readonly ok: boolean; readonly words: string };

const order = z.object({ id: z.int() });

/** Tries a connection to a shop with a call that only reads, as a tool would make it: one order. */
export async function checkShop(connection: Connection, signal: AbortSignal): Promise<Checked> {
  try {
    await new Shop(connection, signal).list('/orders', order, { per_page: 1 });
    return { ok: true, words: 'The shop answered, and its orders can be read.' };
  } catch (error) {
    if (error instanceof ToolError) return { ok: false, words: error.message };
    throw error;
  }
}
