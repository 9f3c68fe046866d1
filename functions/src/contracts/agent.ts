import { z } from 'zod';
import { versioned } from './base.ts';
import { limits } from './limits.ts';
import { at } from './time.ts';

/** A value that an admin fixes for one of a tool's inputs. */
export const fixedValue = z.union([z.string().max(limits.fixedValueLength), z.number(), z.boolean()]);

/** A tool as an agent may use it. */
export const toolUse = z.object({
  name: z.string().min(1).max(limits.toolNameLength),
  /** Inputs that are the same in every call; neither a model nor a person can give another value. */
  fixed: z.record(z.string(), fixedValue).default({}),
  /** A writing tool that needs no consent here. */
  safe: z.boolean().default(false),
  /** Who may give consent: everybody in the tenant, or its admins only. */
  consentBy: z.enum(['member', 'admin']).default('member'),
});
export type ToolUse = z.infer<typeof toolUse>;

/** Documents of before held the name alone. */
export const storedToolUse = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  toolUse,
);

/** What bounds one task of an agent; each at most what the system allows. */
export const agentLimits = z.object({
  steps: z.int().min(1).max(limits.steps).default(limits.steps),
  toolCalls: z.int().min(1).max(limits.toolCalls).default(limits.toolCalls),
  asks: z.int().min(0).max(limits.asks).default(limits.asks),
  /** Of work, in minutes: waiting for an answer does not count. */
  minutes: z.int().min(1).max(limits.workMinutes).default(limits.workMinutes),
});
export type AgentLimits = z.infer<typeof agentLimits>;

export const defaultAgentLimits: AgentLimits = agentLimits.parse({});

/** Tags are compared in this form: lower case, one space between words, none around. */
export const normaliseTag = (tag: string): string =>
  tag.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/**
 * What an agent is. `llm`: a model works with the instructions and tools. `deterministic`: its one tool is run with the
 * input that the task gives, and what is missing is asked for; no model.
 */
const definition = {
  name: z.string().min(1).max(limits.nameLength),
  description: z.string().max(limits.descriptionLength),
  /** Free-form, normalised. */
  tags: z.array(z.string().min(1).max(limits.tagLength)).max(limits.tags),
  kind: z.enum(['llm', 'deterministic']),
  instructions: z.string().max(limits.instructionsLength),
  /** Tools beside ask_user and finish; one that there is none for is passed over. */
  tools: z.array(storedToolUse).max(limits.toolsPerAgent),
  /** The connection that its tools use; null where none of them needs one. */
  credentialId: z.string().nullable().default(null),
  limits: agentLimits.prefault({}),
  /** Whether Mother may use it. */
  orchestrationEnabled: z.boolean(),
  /** Something a person could say that needs this agent; shown on an empty chat. */
  examples: z.array(z.string().max(limits.exampleLength)).max(limits.examples),
};

export const agentDefinition = z.object(definition);
export type AgentDefinition = z.infer<typeof agentDefinition>;

/** tenants/{tid}/agents/{id}: a saved definition that sub-agents are made from. */
export const agent = z.object({
  ...versioned,
  ...definition,
  /** Counts what was saved, from 1; each version is kept below, in `versions`. */
  version: z.int().min(1).default(1),
  /** Since when it is out of use. Its tasks go on; no new ones are given to it. */
  archivedAt: at.nullable().default(null),
  /** By which words it is found: those of its name, tags and description. */
  words: z.array(z.string()).optional(),
  createdAt: at,
});
export type Agent = z.infer<typeof agent>;

/** tenants/{tid}/agents/{id}/versions/{n}: what an agent was when a run used it. */
export const agentVersion = z.object({
  ...versioned,
  ...definition,
  version: z.int().min(1),
  /** The uid of who saved it. */
  savedBy: z.string(),
  createdAt: at,
});
export type AgentVersion = z.infer<typeof agentVersion>;
