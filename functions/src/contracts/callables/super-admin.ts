import { z } from 'zod';
import { documentId, price } from '../base.ts';
import { reasoningEffort } from '../connections.ts';
import { limits } from '../limits.ts';
import { nothing, type CallableContract } from './contract.ts';

const name = z.string().trim().min(1).max(limits.nameLength);

const providerFields = {
  name,
  adapter: z.enum(['responses', 'chat']),
  baseUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(limits.urlLength)]),
};

const adminAgentFields = {
  name,
  description: z.string().trim().max(limits.descriptionLength),
  providerId: documentId,
  model: name,
  reasoningEffort: reasoningEffort.nullable(),
  persona: z.string().max(limits.personaLength),
  price,
};

/** Super-admins: all providers and admin agents; of a key the last four characters. */
export const listModels = {
  name: 'listModels',
  input: nothing,
  output: z.object({
    providers: z.array(
      z.object({ id: z.string(), ...providerFields, baseUrl: z.string(), lastFour: z.string() }),
    ),
    adminAgents: z.array(z.object({ id: z.string(), ...adminAgentFields })),
  }),
} as const satisfies CallableContract;

/** Super-admins: saves a provider. `key`: null leaves the one that is there; empty: none. */
export const saveProvider = {
  name: 'saveProvider',
  input: z.strictObject({
    providerId: documentId,
    ...providerFields,
    key: z.string().max(limits.secretLength).nullable(),
  }),
  output: nothing,
} as const satisfies CallableContract;

/** Super-admins: makes a real call to a provider, and lists its models. */
export const checkProvider = {
  name: 'checkProvider',
  input: z.strictObject({ providerId: documentId }),
  output: z.object({ ok: z.boolean(), words: z.string(), models: z.array(z.string()) }),
  pageWaitsMs: 60_000, // for a list and an answer of a model
} as const satisfies CallableContract;

/** Super-admins: deletes a provider; `in_use` where an admin agent has it. */
export const deleteProvider = {
  name: 'deleteProvider',
  input: z.strictObject({ providerId: documentId }),
  output: nothing,
} as const satisfies CallableContract;

/** Super-admins: saves a Mother that tenants can choose. */
export const saveAdminAgent = {
  name: 'saveAdminAgent',
  input: z.strictObject({ adminAgentId: documentId, ...adminAgentFields }),
  output: nothing,
} as const satisfies CallableContract;

/** Super-admins: deletes an admin agent. Tenants that chose it are told so at their next message. */
export const deleteAdminAgent = {
  name: 'deleteAdminAgent',
  input: z.strictObject({ adminAgentId: documentId }),
  output: nothing,
} as const satisfies CallableContract;
