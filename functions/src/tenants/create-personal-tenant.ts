import {
  SCHEMA_VERSION,
  defaultOrchestration,
  limits,
  paths,
  personalTenantId,
  type Member,
  type Tenant,
} from '../contracts/index.ts';
import { create, update } from '../store/documents.ts';
import { PreconditionFailed, SERVER_TIME, type Store, type Write } from '../store/port.ts';
import { savedAgent } from './agent-documents.ts';
import { entryOf, type Person } from './companies.ts';
import { memberOf } from './membership.ts';
import { starterAgents } from './starter-agents.ts';

/** Makes a person's own tenant with its starter agents, if there is none yet. Gives its id, the same each time. */
export async function createPersonalTenant(store: Store, person: Person): Promise<string> {
  const tenantId = personalTenantId(person.uid);
  const isMade = (await store.get(paths.tenant(tenantId))) !== null;
  const writes = isMade ? await entryMended(store, tenantId, person) : everything(tenantId, person);
  if (writes.length === 0) return tenantId;
  try {
    await store.commit(writes);
  } catch (error) {
    // Two first sign-ins at once: the other one made it.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
  return tenantId;
}

const everything = (tenantId: string, person: Person): Write[] => [
  create<Tenant>(paths.tenant(tenantId), {
    schemaVersion: SCHEMA_VERSION,
    name: (person.name || person.email || 'Personal').slice(0, limits.nameLength),
    plan: 'personal',
    orchestration: defaultOrchestration,
    countedAt: null,
    createdAt: SERVER_TIME,
  }),
  create<Member>(paths.members.one(tenantId, person.uid), entryOf(person, 'owner')),
  ...Object.entries(starterAgents).flatMap(([id, agent]) => savedAgent(tenantId, id, agent, person.uid)),
];

/** Entries of before hold no name and no address. */
async function entryMended(store: Store, tenantId: string, { uid, name, email }: Person): Promise<Write[]> {
  const found = await memberOf(store, tenantId, uid);
  if (!found) return [];
  const missing = {
    ...(found.value.name === '' && name !== '' && { name }),
    ...(found.value.email === '' && email !== '' && { email }),
  };
  return Object.keys(missing).length === 0 ? [] : [update<Member>(found.path, missing, found.version)];
}
