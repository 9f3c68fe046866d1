import { randomUUID } from 'node:crypto';
import {
  SCHEMA_VERSION,
  agentDefinition,
  defaultOrchestration,
  paths,
  type Agent,
  type Member,
  type Role,
  type Tenant,
} from '../../src/contracts/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME, type Store } from '../../src/store/port.ts';

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** A company with one person for each role, whose uids are `{tenant}-{role}`. Gives its id. */
export async function makeCompany(store: Store): Promise<string> {
  const tenantId = `company-${randomUUID()}`;
  const personOf = (role: Role) =>
    create<Member>(paths.members.one(tenantId, `${tenantId}-${role}`), {
      ...versioned,
      uid: `${tenantId}-${role}`,
      role,
      name: role,
      email: '',
      createdAt: SERVER_TIME,
    });
  await store.commit([
    create<Tenant>(paths.tenant(tenantId), {
      ...versioned,
      name: 'A company',
      plan: 'company',
      orchestration: defaultOrchestration,
      createdAt: SERVER_TIME,
    }),
    ...(['owner', 'admin', 'member'] as const).map(personOf),
  ]);
  return tenantId;
}

/** An agent that uses a connection. */
export const anAgentWith = (tenantId: string, name: string, credentialId: string) =>
  create<Agent>(paths.agents.one(tenantId, randomUUID()), {
    ...versioned,
    ...agentDefinition.parse({
      name,
      description: '',
      tags: [],
      kind: 'llm',
      instructions: '',
      tools: [],
      credentialId,
      orchestrationEnabled: true,
      examples: [],
    }),
    version: 1,
    archivedAt: null,
    createdAt: SERVER_TIME,
  });
