import {
  limits,
  type Orchestration,
  orchestration,
  type OrchestrationChanges,
  orchestrationChanges,
} from 'functions/contracts';
import { z } from 'zod';
import { dollarsOf, microsOf } from '../../../lib/money.ts';

const WHOLE = /^\d{1,15}$/u;

/** The form of how a tenant uses orchestration: as it is stored, but the budget as people write it. */
export const settingsForm = z
  .object({
    enabled: z.boolean(),
    adminAgentId: z.string().nullable(),
    confidenceThreshold: orchestration.shape.confidenceThreshold,
    persona: orchestration.shape.persona,
    parallelTasks: z.int().min(1).max(limits.mostParallelTasks),
    messagesPerMinute: z.int().min(1).max(limits.messagesPerMinute),
    tokens: z
      .string()
      .trim()
      .refine((text) => text === '' || WHOLE.test(text), 'Write a whole number, or leave it empty.'),
    dollars: z
      .string()
      .refine((text) => microsOf(text) !== undefined, 'Write dollars like 25 or 12.50, or leave it empty.'),
  })
  .transform(({ parallelTasks, messagesPerMinute, tokens, dollars, ...rest }): Orchestration => ({
    ...rest,
    limits: { parallelTasks, messagesPerMinute },
    budget: { tokens: tokens === '' ? null : Number(tokens), micros: microsOf(dollars) ?? null },
  }));
export type SettingsForm = z.input<typeof settingsForm>;

export const formOf = ({ limits, budget, ...rest }: Orchestration): SettingsForm => ({
  ...rest,
  ...limits,
  tokens: budget.tokens === null ? '' : String(budget.tokens),
  dollars: dollarsOf(budget.micros),
});

/** What an admin has changed in the form since it was filled: only that is saved. */
export const changesBetween = (before: Orchestration, after: Orchestration): OrchestrationChanges =>
  orchestrationChanges.parse({
    ...differing(before, after),
    limits: differing(before.limits, after.limits),
    budget: differing(before.budget, after.budget),
  });

const differing = (before: object, after: object): Record<string, unknown> => {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== was.get(name)));
};

/** What a threshold means, in words. */
export function thresholdText(threshold: number): string {
  if (threshold >= 1) return 'She always asks the person.';
  if (threshold >= 0.9) return 'She answers for the person only where she has no doubt.';
  if (threshold >= 0.7) return 'She answers for the person where she is quite sure, and asks otherwise.';
  if (threshold >= 0.4) return 'She answers for the person where it is likely right, and asks seldom.';
  return 'She answers for the person whenever she has any idea: wrong answers are likely.';
}

/** How much of a bound is used, 0 to 1; null where nothing bounds it. */
export const shareOf = (drawn: number, bound: number | null): number | null =>
  bound === null ? null : bound === 0 ? 1 : Math.min(1, Math.max(0, drawn / bound));
