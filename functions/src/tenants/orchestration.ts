import { randomUUID } from 'node:crypto';
import {
  AppError,
  adminAgent,
  paths,
  withChanges,
  type AdminAgent,
  type OrchestrationChanges,
  type Tenant,
} from '../contracts/index.ts';
import { parse, read, update } from '../store/documents.ts';
import type { Store } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { tenantOf } from './companies.ts';
import { jobWrite } from './members.ts';
import { authorise, settle } from './membership.ts';

/**
 * Changes how a tenant uses orchestration; admins only. Gives the path of the job that ends what runs, where it was
 * switched off; else null.
 * @throws AppError `provider_missing` where the Mother that was chosen is gone
 */
export const saveOrchestration = (
  store: Store,
  uid: string,
  tenantId: string,
  changes: OrchestrationChanges,
): Promise<string | null> =>
  settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    const { path, version, value } = await tenantOf(store, tenantId);
    const orchestration = withChanges(value.orchestration, changes);
    const { adminAgentId, enabled } = orchestration;
    // One that was chosen before stays, so that the rest can be saved; her absence is told where she is needed.
    if (adminAgentId !== null && adminAgentId !== value.orchestration.adminAgentId)
      await requireMother(store, adminAgentId);
    const job =
      value.orchestration.enabled && !enabled ? paths.jobs.one(tenantId, `end-${randomUUID()}`) : null;
    return {
      acting,
      writes: [
        update<Tenant>(path, { orchestration }, version),
        ...(job === null ? [] : [jobWrite(job, { type: 'end_tasks' })]),
      ],
      result: job,
    };
  });

async function requireMother(store: Store, id: string): Promise<void> {
  if (!(await read(store, paths.adminAgents.one(id), adminAgent)))
    throw new AppError('not_found', `${id} is no admin agent`, { words: GONE });
}

const GONE = 'That Mother is no longer there. Choose another one.';

type Mother = Pick<AdminAgent, 'name' | 'description' | 'model'> & { readonly id: string };

/** The admin agents that can be chosen as Mother, for members of a tenant. */
export async function listMothers(store: Store, uid: string, tenantId: string): Promise<Mother[]> {
  await authorise(store, tenantId, uid, 'member');
  const found = await store.query(queries.allOf(paths.adminAgents.all));
  return found.map((document) => {
    const { id, value } = parse(document, adminAgent);
    const { name, description, model } = value;
    return { id, name, description, model };
  });
}
