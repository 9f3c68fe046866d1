import { z } from 'zod';
import { type OutsideEffect, type Tool } from '../../src/connectors/index.ts';
import type { ChatRef } from '../../src/contracts/index.ts';
import { plainMother } from './scenes.ts';
import type { Script } from './scripted-model.ts';

const input = z.object({ expression: z.string() });
const receipt = z.object({ receipt: z.string() });
type Refund = z.output<typeof receipt>;

/** Somebody outside who pays money back, and remembers each payment by its key. */
export class Till {
  readonly #paid = new Map<string, string[]>();
  /** What happens after a payment, before its answer. */
  afterwards: () => Promise<void> | void = () => undefined;
  readonly #canBeAsked: boolean;

  constructor(canBeAsked = false) {
    this.#canBeAsked = canBeAsked;
  }

  /** What was paid, in order. */
  get paid(): string[] {
    return [...this.#paid.values()].flat();
  }

  /** What was paid in one chat. */
  paidIn({ uid, chatId }: ChatRef): string[] {
    return [...this.#paid].flatMap(([key, all]) => (key.startsWith(`${uid}-${chatId}-`) ? all : []));
  }

  /** In the place of a tool that the Estimator may use. */
  get tool(): Tool<z.output<typeof input>, Refund> {
    const lookUp: OutsideEffect<z.output<typeof input>, Refund>['lookUp'] = (_, { key }) =>
      Promise.resolve(this.#paid.has(key) ? { receipt: 'found' } : null);
    return {
      name: 'calculate',
      description: 'Pays money back.',
      verb: 'Paying back',
      input,
      output: receipt,
      outside: {
        idempotent: false,
        ...(this.#canBeAsked ? { lookUp } : {}),
        describe: ({ expression }) => ({
          summary: `Refund ${expression} EUR`,
          details: [{ label: 'Amount', value: expression }],
        }),
      },
      run: async ({ expression }, { key }) => {
        this.#paid.set(key, [...(this.#paid.get(key) ?? []), expression]);
        await this.afterwards();
        return { receipt: `paid ${expression}` };
      },
    };
  }
}

/** The Estimator pays these amounts back, one after another or all at once, and reports. */
export const refunding = (amounts: readonly string[] = ['49'], together = false): Script => ({
  mother: (seen) =>
    seen.messages[0]
      ? { text: 'I’ve asked.', calls: [['delegate_to_agent', { agent_id: 'estimator', message: 'Refund.' }]] }
      : plainMother(seen),
  agents: {
    Estimator: ({ results }) => {
      const pay = (amount: string) => ['calculate', { expression: amount }] as const;
      if (together && results.length === 0) return { calls: amounts.map(pay) };
      const next = together ? undefined : amounts[results.length];
      return next === undefined
        ? { calls: [['finish', { result: `It gave: ${results.join(' / ')}` }]] }
        : { calls: [pay(next)] };
    },
  },
});
