import {
  SCHEMA_VERSION,
  defaultOrchestration,
  paths,
  personalTenantId,
  type Agent,
  type Member,
  type Tenant,
} from '../contracts/index.ts';
import { create } from '../store/documents.ts';
import { PreconditionFailed, SERVER_TIME, type Store } from '../store/port.ts';
import { starterAgents } from './starter-agents.ts';

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** Makes a person's own tenant with its starter agents, if there is none yet. Gives its id, the same each time. */
export async function createPersonalTenant(store: Store, uid: string, name: string): Promise<string> {
  const tenantId = personalTenantId(uid);
  if (await store.get(paths.tenant(tenantId))) return tenantId;
  try {
    await store.commit([
      create<Tenant>(paths.tenant(tenantId), {
        ...versioned,
        name,
        plan: 'personal',
        orchestration: defaultOrchestration,
        createdAt: SERVER_TIME,
      }),
      create<Member>(paths.members.one(tenantId, uid), {
        ...versioned,
        uid,
        role: 'owner',
        name: '',
        email: '',
        createdAt: SERVER_TIME,
      }),
      ...Object.entries(starterAgents).map(([id, agent]) =>
        create<Agent>(paths.agents.one(tenantId, id), {
          ...versioned,
          ...agent,
          version: 1,
          archivedAt: null,
          createdAt: SERVER_TIME,
        }),
      ),
    ]);
  } catch (error) {
    // Two first sign-ins at once: the other one made it.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
  return tenantId;
}
