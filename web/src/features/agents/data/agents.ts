import {
  type Agent,
  agent,
  type AgentDefinition,
  archiveAgent,
  type CredentialSummary,
  credentialSummary,
  limits,
  listTools,
  paths,
  saveAgent,
  tryAgent,
} from 'functions/contracts';
import { collection, doc, limit, orderBy, query } from 'firebase/firestore';
import type { z } from 'zod';
import { db } from '../../../lib/firebase/firestore.ts';
import { call } from '../../../lib/firebase/functions.ts';
import { document, type Single } from '../../../lib/subscription/document.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** All agents of a tenant, by name. */
export const agentsOf = (tenantId: string): Source<Listing<Agent>> =>
  listing(
    query(collection(db(), paths.agents.all(tenantId)), orderBy('name'), limit(limits.agentsPerTenant)),
    agent,
  );

export const agentAt = (tenantId: string, agentId: string): Source<Single<Agent>> =>
  document(doc(db(), paths.agents.one(tenantId, agentId)), agent);

/** The connections that an agent can be given. */
export const connectionsFor = (tenantId: string): Source<Listing<CredentialSummary>> =>
  listing(query(collection(db(), paths.credentialSummaries.all(tenantId))), credentialSummary);

export type OfferedTool = z.infer<typeof listTools.output>['tools'][number];

export const toolsOf = async (tenantId: string): Promise<readonly OfferedTool[]> =>
  (await call(listTools, { tenantId })).tools;

/** An id for an agent, a try or anything else that is not there yet. */
export const newId = (): string => doc(collection(db(), 'tenants')).id;

type Saved = { tenantId: string; agentId: string; version: number; definition: AgentDefinition };

/** Gives the version that it became; `conflict` where somebody has saved another one since. */
export const storeAgent = async (saved: Saved): Promise<number> => (await call(saveAgent, saved)).version;

export async function setArchived(tenantId: string, agentId: string, archived: boolean): Promise<void> {
  await call(archiveAgent, { tenantId, agentId, archived });
}

/** Where a definition is being tried out. */
export type Trial = z.infer<typeof tryAgent.output>;

type Tried = { tenantId: string; tryId: string; definition: AgentDefinition; goal: string };

export const tryOut = (tried: Tried): Promise<Trial> => call(tryAgent, tried);
