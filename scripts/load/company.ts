// One company with a budget in which everybody works: what its month costs is drawn by all of them from one document.
import type { User } from 'firebase/auth';

import {
  defaultOrchestration,
  paths,
  SCHEMA_VERSION,
  withChanges,
  type Member,
  type Tenant,
} from '../../functions/src/contracts/index.ts';
import { connectTo } from '../../functions/src/store/connect.ts';
import { create } from '../../functions/src/store/documents.ts';
import { SERVER_TIME } from '../../functions/src/store/port.ts';
import { savedAgent } from '../../functions/src/tenants/agent-documents.ts';
import { entryOf } from '../../functions/src/tenants/companies.ts';
import { starterAgents } from '../../functions/src/tenants/starter-agents.ts';
import { TEST_WORLD as world } from '../local/world.ts';

const COMPANY = 'company-load0000000000000000';
/** Far more than is used: what costs time is the counting. */
const TOKENS = 1_000_000_000;

/** Makes it. What is given takes somebody in, and says where their chats are. */
export async function openCompany(): Promise<(person: User) => Promise<string>> {
  const store = connectTo(world.projectId);
  await store.commit([
    create<Tenant>(paths.tenant(COMPANY), {
      schemaVersion: SCHEMA_VERSION,
      name: 'Load',
      plan: 'company',
      orchestration: withChanges(defaultOrchestration, { budget: { tokens: TOKENS } }),
      countedAt: null,
      createdAt: SERVER_TIME,
    }),
    ...Object.entries(starterAgents).flatMap(([id, agent]) => savedAgent(COMPANY, id, agent, 'load')),
  ]);
  return async ({ uid }) => {
    const entry = entryOf({ uid, name: '', email: '' }, 'member');
    await store.commit([create<Member>(paths.members.one(COMPANY, uid), entry)]);
    return COMPANY;
  };
}
