import {
  SCHEMA_VERSION,
  budget,
  costOf,
  limits,
  noUsage,
  paths,
  type ActorState,
  type Amount,
  type Budget,
  type BudgetLimits,
  type Price,
  type Usage,
} from '../contracts/index.ts';
import {
  isBounded,
  needOf,
  periodOf,
  plus,
  reserve,
  settled,
  suffices,
  type Need,
} from '../machine/budget.ts';
import type { ModelError, ModelRequest } from '../model/index.ts';
import { create, read, update } from '../store/documents.ts';
import type { Write } from '../store/port.ts';
import type { TenantModel } from '../tenants/tenant-models.ts';
import type { ActorDocument } from './actor-document.ts';
import type { Engine } from './engine.ts';
import { WorldMoved } from './losses.ts';

/** How often an allotment is drawn again because somebody else drew in that moment. */
const TRIES = 40;
const PAUSE_MS = 20;

/** What a request has around its words: the provider's own, a few tokens for each message and tool. */
const AROUND = 2_000;

const sizeOf = ({ instructions, messages, tools }: ModelRequest): number =>
  Buffer.byteLength(JSON.stringify([instructions, messages, tools])) + AROUND;

/** A call of a tenant's model with the budget that it is drawn from. */
export class Purse<S extends ActorState> {
  readonly #engine: Engine;
  readonly #document: ActorDocument<S>;
  readonly #model: TenantModel;
  readonly #bounds: BudgetLimits;
  #reserved: Need | null = null;

  constructor(engine: Engine, document: ActorDocument<S>, model: TenantModel, bounds: BudgetLimits) {
    this.#engine = engine;
    this.#document = document;
    this.#model = model;
    this.#bounds = bounds;
  }

  /** The request as it may be made: bounded, where what it costs is. */
  bounded(request: ModelRequest): ModelRequest {
    return isBounded(this.#bounds) ? { ...request, maxOutputTokens: limits.outputTokens } : request;
  }

  /** Reserves what a call may cost at most; false: the month does not have that much any more, and no call may be made. */
  async reserve(request: ModelRequest): Promise<boolean> {
    if (!isBounded(this.#bounds)) return true;
    const need = needOf(sizeOf(request), limits.outputTokens, this.#model.price);
    for (let tried = 1; ; tried += 1) {
      try {
        const isReserved = await this.#draw(need);
        if (isReserved) this.#reserved = need;
        return isReserved;
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === TRIES) throw error;
        await this.#engine.sleep(PAUSE_MS * tried);
      }
    }
  }

  async #draw(need: Need): Promise<boolean> {
    const { tenantId, allotment } = this.#document.state;
    const period = periodOf(this.#engine.now());
    const path = paths.budgets.one(tenantId, period);
    const month = suffices(allotment, period, need) ? null : await read(this.#engine.store, path, budget);
    const drawn = month?.value.drawn ?? { tokens: 0, micros: 0 };
    const reserved = reserve(allotment, period, need, drawn, this.#bounds);
    if (!reserved) return false;
    const { draw } = reserved;
    const sum: Omit<Budget, 'schemaVersion'> = { drawn: plus(drawn, draw) };
    const isDrawn = draw.tokens > 0 || draw.micros > 0;
    const writes: Write[] = !isDrawn
      ? []
      : month
        ? [update<Budget>(path, sum, month.version)]
        : [create<Budget>(path, { schemaVersion: SCHEMA_VERSION, ...sum })];
    await this.#document.change((state) => ({
      next: {
        ...state,
        allotment: reserved.allotment,
        leaseEndsAt: this.#engine.now() + limits.leaseMs,
      },
      writes,
    }));
    return true;
  }

  /**
   * What a call cost, in micros; the reservation is settled with it. Where nobody says what it used, it counts as all that
   * was reserved.
   */
  async settle(usage: Usage | null): Promise<number> {
    const used = usage ? amountOf(usage, this.#model.price) : this.#reserved;
    if (used) await this.#give(used);
    return used?.micros ?? 0;
  }

  /** What a call without an answer cost: nothing where the provider turned it away. */
  fail({ code, usage }: Pick<ModelError, 'code' | 'usage'>): Promise<number> {
    return this.settle(TURNED_AWAY.has(code) ? noUsage : usage);
  }

  async #give(used: Amount): Promise<void> {
    if (!this.#reserved) return;
    this.#reserved = null;
    await this.#document.change((state) => ({
      next: { ...state, allotment: settled(state.allotment, used) },
      writes: [],
    }));
  }
}

const amountOf = (usage: Usage, price: Price): Amount => ({
  tokens: usage.inputTokens + usage.outputTokens,
  micros: costOf(usage, price),
});

/** Of these it is known that no model answered. */
const TURNED_AWAY: ReadonlySet<ModelError['code']> = new Set([
  'model_unauthorized',
  'model_quota',
  'model_busy',
  'model_rejected',
  'context_too_long',
  'model_not_configured',
  'provider_missing',
]);
