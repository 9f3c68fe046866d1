import {
  checkConnection,
  type CredentialSummary,
  credentialSummary,
  deleteConnection,
  paths,
  saveConnection,
} from 'functions/contracts';
import { collection, doc, query } from 'firebase/firestore';
import type { z } from 'zod';
import { db } from '../../../lib/firebase/firestore.ts';
import { call } from '../../../lib/firebase/functions.ts';
import { type Listing, listing } from '../../../lib/subscription/listing.ts';
import type { Source } from '../../../lib/subscription/source.ts';

/** What an admin sees of a tenant's connections. */
export const connectionsOf = (tenantId: string): Source<Listing<CredentialSummary>> =>
  listing(query(collection(db(), paths.credentialSummaries.all(tenantId))), credentialSummary);

export const newConnectionId = (): string => doc(collection(db(), 'tenants')).id;

export async function storeConnection(saved: z.input<typeof saveConnection.input>): Promise<void> {
  await call(saveConnection, saved);
}

/** What answered, or what was wrong; its outcome is kept in the summary too. */
export const tryConnection = (
  tenantId: string,
  credentialId: string,
): Promise<z.infer<typeof checkConnection.output>> => call(checkConnection, { tenantId, credentialId });

/** `in_use`, naming the agents, unless `force`. */
export async function removeConnection(
  tenantId: string,
  credentialId: string,
  force: boolean,
): Promise<void> {
  await call(deleteConnection, { tenantId, credentialId, force });
}
