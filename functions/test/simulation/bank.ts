import { z } from 'zod';
import { type Tool, ToolError } from '../../src/connectors/index.ts';
import type { Process } from './process.ts';
import type { Timeline } from './timeline.ts';

const input = z.object({ amount: z.int().min(1).max(1_000) });
const booking = z.object({
  way: z.enum(['card', 'cash']),
  day: z.iso.date(),
  amount: z.int().min(1).max(1_000),
  words: z.string().optional(),
});
const output = z.object({ receipt: z.string() });
type Output = z.output<typeof output>;

/** What became of the calls with one key, on the other side. */
export type Effect = { readonly tool: string; readonly input: unknown; arrived: number; done: number };

/**
 * The world outside of the database: it does what it is told, and counts itself. `pay` cannot be looked up, `order` can
 * be, and `notify` takes a key once. `book` wants inputs of several kinds, and can be looked up.
 */
export class Bank {
  readonly effects = new Map<string, Effect>();
  readonly #timeline: Timeline;
  /** Whether an answer is lost on its way back, or the other side says no. */
  isTroubled = true;

  /** Told of a call as it arrives. */
  readonly #onArrival: (key: string, effect: Effect) => void;

  constructor(timeline: Timeline, onArrival: (key: string, effect: Effect) => void) {
    this.#timeline = timeline;
    this.#onArrival = onArrival;
  }

  tools(process: Process): Tool[] {
    const { chance } = this.#timeline;
    const call =
      (tool: string, takesOnce: boolean) =>
      async (given: unknown, { key }: { key: string }) => {
        await process.wait(chance.ms(5, 400));
        if (this.isTroubled && chance.happens(0.05)) throw new ToolError('There is no money left.');
        const effect = this.effects.get(key) ?? { tool, input: given, arrived: 0, done: 0 };
        this.effects.set(key, effect);
        effect.arrived += 1;
        this.#onArrival(key, effect);
        if (!takesOnce || effect.done === 0) effect.done += 1;
        await process.wait(this.isTroubled && chance.happens(0.05) ? 60_000 : chance.ms(5, 400));
        if (this.isTroubled && chance.happens(0.05)) throw new Error('socket hang up');
        return { receipt: key };
      };
    const base = { input, output, description: 'Moves money.', verb: 'Paying' };
    const found = async (_: unknown, { key }: { key: string }): Promise<Output | null> => {
      await process.wait(chance.ms(5, 400));
      return (this.effects.get(key)?.done ?? 0) > 0 ? { receipt: key } : null;
    };
    const asked = { idempotent: false, lookUp: found };
    return [
      { ...base, name: 'pay', outside: { idempotent: false }, run: call('pay', false) },
      { ...base, name: 'order', outside: asked, run: call('order', false) },
      { ...base, name: 'notify', outside: { idempotent: true }, run: call('notify', true) },
      { ...base, input: booking, name: 'book', outside: asked, run: call('book', false) },
    ];
  }
}
