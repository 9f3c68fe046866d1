import { limits, saveAdminAgent, saveProvider } from 'functions/contracts';
import { z } from 'zod';
import { dollarsOf, microsOf } from '../../../lib/money.ts';
import type { AdminAgent, Provider } from './models.ts';

const { providerId, name, adapter, baseUrl } = saveProvider.input.shape;

/** The form of a provider; an empty key leaves the one that is there, or means that there is none. */
export const providerForm = (stored: Provider | null) =>
  z
    .object({ providerId, name, adapter, baseUrl, key: z.string().trim().max(limits.secretLength) })
    .transform(({ key, ...rest }) => ({ ...rest, key: key === '' && stored !== null ? null : key }));

const dollars = z
  .string()
  .refine((text) => typeof microsOf(text) === 'number', 'Write dollars like 2.50; 0 where it costs nothing.')
  .transform((text) => microsOf(text) ?? 0);

const { price: _, reasoningEffort, ...ofAdminAgent } = saveAdminAgent.input.shape;

/** The form of a Mother; prices as people write them, in dollars for a million tokens. */
export const adminAgentForm = z
  .object({
    ...ofAdminAgent,
    reasoningEffort: z.union([z.literal(''), reasoningEffort.unwrap()]),
    input: dollars,
    cached: dollars,
    output: dollars,
  })
  .transform(({ input, cached, output, reasoningEffort, ...rest }) => ({
    ...rest,
    reasoningEffort: reasoningEffort === '' ? null : reasoningEffort,
    price: { input, cached, output },
  }));
export type AdminAgentForm = z.input<typeof adminAgentForm>;

export const formOfAdminAgent = (
  adminAgentId: string,
  agent: AdminAgent | null,
  providerId: string,
): AdminAgentForm => ({
  adminAgentId,
  name: agent?.name ?? '',
  description: agent?.description ?? '',
  providerId: agent?.providerId ?? providerId,
  model: agent?.model ?? '',
  reasoningEffort: agent?.reasoningEffort ?? '',
  persona: agent?.persona ?? '',
  input: dollarsOf(agent?.price.input ?? null),
  cached: dollarsOf(agent?.price.cached ?? null),
  output: dollarsOf(agent?.price.output ?? null),
});
