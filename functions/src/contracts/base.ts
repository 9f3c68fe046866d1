import { z } from 'zod';
import { at } from './time.ts';

/** The version of the shape of every document. A reader refuses another one instead of guessing. */
export const SCHEMA_VERSION = 1;

export const versioned = { schemaVersion: z.literal(SCHEMA_VERSION) };

/**
 * A document's id, as people and models give it: it becomes part of a path, so it may not lead anywhere else. The
 * rules hold the same pattern.
 */
export const documentId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, { error: 'Not an id' });

/** What the model cost: tokens as the provider counts them. */
export const usage = z.object({
  modelCalls: z.int().min(0),
  inputTokens: z.int().min(0),
  cachedTokens: z.int().min(0),
  outputTokens: z.int().min(0),
});
export type Usage = z.infer<typeof usage>;

export const noUsage: Usage = { modelCalls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

export const addUsage = (a: Usage, b: Usage): Usage => ({
  modelCalls: a.modelCalls + b.modelCalls,
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
});

/** A person's own words that support something: the message they stand in, and when it was said. */
export const evidence = z.object({ messageId: z.string(), quote: z.string(), saidAt: at });
export type Evidence = z.infer<typeof evidence>;

/** One call of a tool, as the model made it; `arguments` is the raw JSON text. */
export const toolCall = z.object({ id: z.string(), name: z.string(), arguments: z.string() });
export type ToolCall = z.infer<typeof toolCall>;

/** Money is counted in whole millionths of a US dollar, so that sums are exact. */
export const micros = z.int().min(0);

/** What a model costs, in micros per million tokens. */
export const price = z.object({ input: micros, cached: micros, output: micros });
export type Price = z.infer<typeof price>;

export const noPrice: Price = { input: 0, cached: 0, output: 0 };

/** What was used costs so many micros; a begun one counts as whole. */
export function costOf(
  { inputTokens, cachedTokens, outputTokens }: Usage,
  { input, cached, output }: Price,
): number {
  const fresh = Math.max(0, inputTokens - cachedTokens);
  return Math.ceil((fresh * input + cachedTokens * cached + outputTokens * output) / 1_000_000);
}

/** A bound of what may be used in a month (UTC). */
export const budgetLimits = z.object({
  tokens: z.int().min(0).nullable().default(null),
  micros: micros.nullable().default(null),
});
export type BudgetLimits = z.infer<typeof budgetLimits>;

/** An amount of what a budget bounds. */
export const amount = z.object({ tokens: z.int(), micros: z.int() });
export type Amount = z.infer<typeof amount>;

/** tenants/{tid}/budgets/{yyyy-mm}: what its chats have drawn of the month, less what they gave back. */
export const budget = z.object({ ...versioned, drawn: amount });
export type Budget = z.infer<typeof budget>;
