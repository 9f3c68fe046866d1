import { z } from 'zod';
import { micros, usage, versioned } from './base.ts';
import { errorCode } from './errors.ts';
import { limits } from './limits.ts';
import { at } from './time.ts';

/**
 * One thing that happened in a run. Input and output of tools are redacted: what a person's admins may see, cut, and never
 * a secret. Prompts are not kept.
 */
export const runStep = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('model_call'),
    model: z.string(),
    usage,
    costMicros: micros.default(0),
    ms: z.number(),
    error: errorCode.nullable(),
  }),
  z.object({
    kind: z.literal('tool_call'),
    name: z.string(),
    ok: z.boolean(),
    /** It may have had its effect outside, or not. */
    unknown: z.boolean().default(false),
    input: z.string().max(limits.auditLength).default(''),
    output: z.string().max(limits.auditLength).default(''),
    ms: z.number().default(0),
  }),
  /** A task was given to an agent. */
  z.object({
    kind: z.literal('delegated'),
    taskId: z.string(),
    agentId: z.string(),
    agentVersion: z.int(),
    title: z.string(),
  }),
  z.object({ kind: z.literal('asked'), questionId: z.string(), text: z.string() }),
  /** A question got its answer: who gave it, and how sure Mother was if she did. */
  z.object({
    kind: z.literal('answered'),
    questionId: z.string(),
    answeredBy: z.enum(['user', 'orchestrator']),
    confidence: z.number().nullable(),
  }),
  /** A yes or no to a call with an effect outside. */
  z.object({
    kind: z.literal('consent'),
    questionId: z.string(),
    tool: z.string(),
    decision: z.enum(['yes', 'no']),
  }),
]);
export type RunStep = z.infer<typeof runStep>;

/** orchestration_runs/{id}: the audit record of what one event set off in one actor. Only the backend writes it. */
export const run = z.object({
  ...versioned,
  tenantId: z.string(),
  /** In whose chat. */
  uid: z.string(),
  chatId: z.string(),
  actorId: z.string(),
  /** Which agent: its id and version, or Mother's admin agent (empty: the deployment's model). */
  agentId: z.string().default(''),
  agentName: z.string().default('Mother'),
  agentVersion: z.int().nullable().default(null),
  epoch: z.int(),
  /** Ids of the mail that it acted on. */
  mail: z.array(z.string()),
  steps: z.array(runStep),
  outcome: z.enum(['answered', 'delegated', 'asked', 'finished', 'failed', 'stopped', 'released']),
  error: errorCode.nullable(),
  /** What the person thinks of the reply that it made. */
  feedback: z
    .object({ rating: z.enum(['good', 'bad']), comment: z.string() })
    .nullable()
    .default(null),
  usage,
  costMicros: micros.default(0),
  ms: z.number(),
  createdAt: at,
});
export type Run = z.infer<typeof run>;
