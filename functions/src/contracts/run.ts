import { z } from 'zod';
import { usage, versioned } from './base.ts';
import { errorCode } from './errors.ts';
import { at } from './time.ts';

/**
 * orchestration_runs/{id}: the audit record of what one event set off in one actor. It holds ids, names and figures,
 * never content.
 */
export const run = z.object({
  ...versioned,
  tenantId: z.string(),
  uid: z.string(),
  chatId: z.string(),
  actorId: z.string(),
  epoch: z.int(),
  /** Ids of the mail that it acted on. */
  mail: z.array(z.string()),
  steps: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('model_call'),
        model: z.string(),
        usage,
        ms: z.number(),
        error: errorCode.nullable(),
      }),
      z.object({
        kind: z.literal('tool_call'),
        name: z.string(),
        ok: z.boolean(),
        /** It may have had its effect outside, or not. */
        unknown: z.boolean().default(false),
      }),
    ]),
  ),
  outcome: z.enum(['answered', 'delegated', 'asked', 'finished', 'failed', 'stopped', 'released']),
  error: errorCode.nullable(),
  /** What the person thinks of the reply that it made. */
  feedback: z
    .object({ rating: z.enum(['good', 'bad']), comment: z.string() })
    .nullable()
    .default(null),
  usage,
  ms: z.number(),
  createdAt: at,
});
export type Run = z.infer<typeof run>;
