import { z } from 'zod';
import { agentDefinition } from '../agent.ts';
import { documentId } from '../base.ts';
import { connectionKind, shopKeys } from '../connections.ts';
import { limits } from '../limits.ts';
import { nothing, type CallableContract } from './contract.ts';

const tenantId = documentId;

/** Admins: the tools that an agent can have, for the form. `input` is a JSON schema (draft 2020-12). */
export const listTools = {
  name: 'listTools',
  input: z.strictObject({ tenantId }),
  output: z.object({
    tools: z.array(
      z.object({
        name: z.string(),
        description: z.string(),
        /** The connection that it needs. */
        connection: connectionKind.nullable(),
        /** It changes something elsewhere, and asks for consent first. */
        writes: z.boolean(),
        input: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
} as const satisfies CallableContract;

/**
 * Admins: saves an agent as its next version. `agentId` is the page's for a new one; `version` is the one that the form
 * was filled from, 0 for a new one: `conflict` where somebody else has saved since. Tags are normalised.
 */
export const saveAgent = {
  name: 'saveAgent',
  input: z.strictObject({
    tenantId,
    agentId: documentId,
    version: z.int().min(0),
    definition: agentDefinition,
  }),
  output: z.object({ version: z.int() }),
} as const satisfies CallableContract;

/** Admins: takes an agent out of use, or back into it. */
export const archiveAgent = {
  name: 'archiveAgent',
  input: z.strictObject({ tenantId, agentId: documentId, archived: z.boolean() }),
  output: nothing,
} as const satisfies CallableContract;

/**
 * Admins: tries a definition out as it stands in the form, saved or not, in a chat of the caller's own; by the id that the
 * page gives, so that a second try starts nothing more. The page shows that chat's task and transcript.
 */
export const tryAgent = {
  name: 'tryAgent',
  input: z.strictObject({
    tenantId,
    tryId: z.string().regex(/^[A-Za-z0-9]{20}$/),
    definition: agentDefinition,
    goal: z.string().trim().min(1).max(limits.goalLength),
  }),
  output: z.object({ chatId: z.string(), taskId: z.string(), subAgentId: z.string() }),
} as const satisfies CallableContract;

/** A shop's address: no user, query or fragment; https, except where the page is tried out locally. */
const shopUrl = z.url({ protocol: /^https?$/ }).max(limits.urlLength);

/**
 * Admins: saves a connection. Without `keys`, those that are there stay. With another address the keys have to be given
 * again: they are never sent to a host that they were not given for.
 */
export const saveConnection = {
  name: 'saveConnection',
  input: z.strictObject({
    tenantId,
    credentialId: documentId,
    kind: connectionKind,
    label: z.string().trim().min(1).max(limits.nameLength),
    url: shopUrl,
    keys: shopKeys.nullable(),
  }),
  output: nothing,
} as const satisfies CallableContract;

/** Admins: tries a connection with a call that only reads; the outcome is kept in its summary. */
export const checkConnection = {
  name: 'checkConnection',
  input: z.strictObject({ tenantId, credentialId: documentId }),
  /** What answered, in words; or what was wrong. */
  output: z.object({ ok: z.boolean(), words: z.string() }),
} as const satisfies CallableContract;

/** Admins: deletes a connection. `in_use`, naming the agents that use it, unless `force`. */
export const deleteConnection = {
  name: 'deleteConnection',
  input: z.strictObject({ tenantId, credentialId: documentId, force: z.boolean() }),
  output: nothing,
} as const satisfies CallableContract;
