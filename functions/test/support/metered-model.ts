import { costOf, noUsage, type Price } from '../../src/contracts/index.ts';
import type { ModelAnswer, ModelError, ModelPort, ModelRequest } from '../../src/model/index.ts';
import type { TenantModels } from '../../src/tenants/tenant-models.ts';

/** One dollar for a million tokens that are read, ten for a million that are written. */
const price: Price = { input: 1_000_000, cached: 100_000, output: 10_000_000 };

/** A model with a meter: what it answers uses a part of what it may use at most, and all of it is counted. */
export class MeteredModel implements ModelPort {
  /** In micros: what a provider would bill. */
  billed = 0;
  calls = 0;
  /** Of what a call may use: 1 is all of it. */
  part: () => number = () => 1;
  /** Fails in the place of the next answer; `billed`: it worked by then. */
  failure: { readonly error: ModelError; readonly isBilled: boolean } | null = null;
  /** Whether it says what it used. */
  isCounted = true;
  /** Waited for before each answer. */
  before: () => Promise<unknown> | void = () => undefined;
  answer: (request: ModelRequest) => Pick<ModelAnswer, 'text' | 'toolCalls'> = () => ({
    text: 'Hello.',
    toolCalls: [],
  });

  async call(request: ModelRequest): Promise<ModelAnswer> {
    this.calls += 1;
    await this.before();
    const size = Buffer.byteLength(JSON.stringify(request));
    const usage = {
      ...noUsage,
      modelCalls: 1,
      inputTokens: Math.floor(size * this.part()),
      outputTokens: Math.floor((request.maxOutputTokens ?? 1_000_000) * this.part()),
    };
    const { failure } = this;
    if (!failure || failure.isBilled) this.billed += costOf(usage, price);
    if (failure) throw failure.error;
    return { ...this.answer(request), refusal: null, usage: this.isCounted ? usage : null, model: 'metered' };
  }

  get models(): TenantModels {
    const model = { port: this, adminAgentId: '', name: 'Mother', persona: '', price, model: 'metered' };
    return { of: () => Promise.resolve(model) };
  }
}
