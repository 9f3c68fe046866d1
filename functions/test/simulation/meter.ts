import { costOf, noUsage, type Amount } from '../../src/contracts/index.ts';
import { plus } from '../../src/machine/budget.ts';
import { ModelError, type ModelPort, type ModelRequest } from '../../src/model/index.ts';
import type { TenantModels } from '../../src/tenants/tenant-models.ts';
import type { Chance } from './timeline.ts';
import { price } from './world-data.ts';

const NOTHING: Amount = { tokens: 0, micros: 0 };

const sizeOf = ({ instructions, messages, tools }: ModelRequest): number =>
  Buffer.byteLength(JSON.stringify([instructions, messages, tools]));

/** Counts what a provider bills for each tenant's model, whoever hears of the answer: of bounded calls only. */
export class Meter {
  readonly #chance: Chance;
  readonly #billed = new Map<string, Amount>();
  /** Told of the model whose bill has grown. */
  readonly #onBill: (adminAgentId: string) => void;

  constructor(chance: Chance, onBill: (adminAgentId: string) => void) {
    this.#chance = chance;
    this.#onBill = onBill;
  }

  /** What is on the bill of a tenant's model. */
  billed(adminAgentId: string): Amount {
    return this.#billed.get(adminAgentId) ?? NOTHING;
  }

  /** Every tenant's model, metered. */
  models(port: ModelPort): TenantModels {
    return {
      of: ({ adminAgentId: chosen }) => {
        const adminAgentId = chosen ?? '';
        const named = { adminAgentId, name: 'Mother', persona: '', price, model: 'the-model' };
        return Promise.resolve({ ...named, port: this.#metered(port, adminAgentId) });
      },
    };
  }

  /** It is on the bill as soon as it is asked; only who is turned away pays nothing. */
  #metered(port: ModelPort, adminAgentId: string): ModelPort {
    return {
      call: async (request, options) => {
        if (request.maxOutputTokens === undefined) return port.call(request, options);
        const usage = {
          ...noUsage,
          modelCalls: 1,
          inputTokens: Math.floor(sizeOf(request) * this.#chance.next()),
          outputTokens: Math.floor(request.maxOutputTokens * this.#chance.next()),
        };
        const micros = costOf(usage, price);
        const cost = { tokens: usage.inputTokens + usage.outputTokens, micros };
        this.#add(adminAgentId, cost);
        try {
          return { ...(await port.call(request, options)), usage };
        } catch (error) {
          const isFree = error instanceof ModelError && error.code === 'model_quota';
          if (isFree) this.#add(adminAgentId, { tokens: -cost.tokens, micros: -cost.micros });
          throw error;
        }
      },
    };
  }

  #add(adminAgentId: string, amount: Amount): void {
    this.#billed.set(adminAgentId, plus(this.billed(adminAgentId), amount));
    this.#onBill(adminAgentId);
  }
}
