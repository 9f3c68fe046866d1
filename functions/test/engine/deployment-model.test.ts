import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Price } from '../../src/contracts/index.ts';

// The deployment's own model, by its parameters, which are read when the engine is made.

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

/** As the platform sets them where nothing is said. */
const defaults = {
  OPENAI_API_KEY: '-',
  OPENAI_BASE_URL: '-',
  MODEL: 'the-model',
  MODEL_API: 'auto',
  MODEL_FIRST_CHUNK_SECONDS: '180',
  MODEL_NEXT_CHUNK_SECONDS: '45',
  MODEL_CALL_SECONDS: '360',
  MODEL_PRICE_INPUT: '0',
  MODEL_PRICE_CACHED: '0',
  MODEL_PRICE_OUTPUT: '0',
};

async function priceWith(parameters: Readonly<Record<string, string>>): Promise<Price> {
  for (const [name, value] of Object.entries({ ...defaults, ...parameters })) vi.stubEnv(name, value);
  const { theEngine } = await import('../../src/environment.ts');
  return (await theEngine().models.of({ adminAgentId: null })).price;
}

describe('what the deployment’s own model costs', () => {
  it('nothing is said -> nothing is counted', async () => {
    expect(await priceWith({ MODEL_PRICE_OUTPUT: '' })).toEqual({ input: 0, cached: 0, output: 0 });
  });

  it('dollars for a million tokens -> micros for a million tokens', async () => {
    const parameters = { MODEL_PRICE_INPUT: '1.75', MODEL_PRICE_CACHED: '.175', MODEL_PRICE_OUTPUT: '14' };
    expect(await priceWith(parameters)).toEqual({ input: 1_750_000, cached: 175_000, output: 14_000_000 });
  });

  it.each(['-1', '1,75', '$1', '1e3', 'free'])('“%s” -> refused', async (price) => {
    await expect(priceWith({ MODEL_PRICE_INPUT: price })).rejects.toThrow(/must match pattern/);
  });
});
