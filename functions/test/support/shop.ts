import { z } from 'zod';
import type { Tool } from '../../src/connectors/index.ts';
import type { ChatRef } from '../../src/contracts/index.ts';

const output = z.object({ receipt: z.string() });

/** Somebody outside who takes orders, and can be asked about them. How often each came, by its key. */
const orders = new Map<string, number>();

/** In the place of a tool that an agent may use: it orders something. */
export const orderTool: Tool<unknown, z.output<typeof output>> = {
  name: 'calculate',
  description: 'Orders something.',
  verb: 'Ordering',
  input: z.object({ expression: z.string() }),
  output,
  outside: {
    idempotent: false,
    lookUp: (_, { key }) => Promise.resolve(orders.has(key) ? { receipt: 'ordered' } : null),
  },
  run: (_, { key }) => {
    orders.set(key, (orders.get(key) ?? 0) + 1);
    return { receipt: 'ordered' };
  },
};

/** How often each order of a chat came. */
export const ordersOf = ({ uid, chatId }: ChatRef): number[] =>
  [...orders].flatMap(([key, times]) => (key.startsWith(`${uid}-${chatId}-`) ? [times] : []));
