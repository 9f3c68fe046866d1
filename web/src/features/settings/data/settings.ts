import {
  type Budget,
  budget,
  listMothers,
  type OrchestrationChanges,
  paths,
  renameTenant,
  saveOrchestration,
  type Tenant,
  tenant,
} from 'functions/contracts';
import { doc } from 'firebase/firestore';
import type { z } from 'zod';
import { db } from '../../../lib/firebase/firestore.ts';
import { call } from '../../../lib/firebase/functions.ts';
import { document, type Single } from '../../../lib/subscription/document.ts';
import type { Source } from '../../../lib/subscription/source.ts';

export const tenantAt = (tenantId: string): Source<Single<Tenant>> =>
  document(doc(db(), paths.tenant(tenantId)), tenant);

/** A month as budgets are kept by: "2026-01", in UTC. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** What was drawn in a month. */
export const budgetOf = (tenantId: string, month: string): Source<Single<Budget>> =>
  document(doc(db(), paths.budgets.one(tenantId, month)), budget);

export type Mother = z.infer<typeof listMothers.output>['mothers'][number];

export const mothersFor = async (tenantId: string): Promise<readonly Mother[]> =>
  (await call(listMothers, { tenantId })).mothers;

export async function rename(tenantId: string, name: string): Promise<void> {
  await call(renameTenant, { tenantId, name });
}

export async function storeOrchestration(tenantId: string, changes: OrchestrationChanges): Promise<void> {
  await call(saveOrchestration, { tenantId, changes });
}
