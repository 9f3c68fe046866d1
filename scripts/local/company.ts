// Puts the company of emulator-data/company.ts into the Firestore emulator, with its connection to the demo shop, and agents.
import process from 'node:process';

import { company } from '../../emulator-data/company.ts';
import { SCHEMA_VERSION, defaultOrchestration, paths } from '../../functions/src/contracts/index.ts';
import type { Member, Role, Tenant } from '../../functions/src/contracts/index.ts';
import { connectTo } from '../../functions/src/store/connect.ts';
import { create } from '../../functions/src/store/documents.ts';
import { SERVER_TIME, type Store, type Write } from '../../functions/src/store/port.ts';
import { savedAgent } from '../../functions/src/tenants/agent-documents.ts';
import { entryOf } from '../../functions/src/tenants/companies.ts';
import { newConnection } from '../../functions/src/tenants/connections.ts';
import { parseVaultKeys } from '../../functions/src/vault/keys.ts';
import { createVault, type Vault } from '../../functions/src/vault/vault.ts';
import { people } from './people.ts';
import { vaultKeys } from './vault.ts';
import { emulatorEnvironment, type World } from './world.ts';

/** The company with all that belongs to it, as one commit. */
function everything(vault: Vault, shopUrl: string): Write[] {
  const { tenantId, name, connection, agents } = company;
  const { credentialId } = connection;
  const roles: Readonly<Record<string, Role>> = company.members;
  return [
    create<Tenant>(paths.tenant(tenantId), {
      schemaVersion: SCHEMA_VERSION,
      name,
      plan: 'company',
      orchestration: defaultOrchestration,
      countedAt: null,
      createdAt: SERVER_TIME,
    }),
    ...people.flatMap(({ uid, displayName, email }) => {
      const role = roles[uid];
      if (role === undefined) return [];
      const entry = entryOf({ uid, name: displayName, email }, role);
      return [create<Member>(paths.members.one(tenantId, uid), entry)];
    }),
    ...newConnection(vault, { tenantId, kind: 'woocommerce', url: shopUrl, ...connection }),
    ...Object.entries(agents).flatMap(([id, agent]) =>
      savedAgent(tenantId, id, { ...agent, credentialId }, 'alice'),
    ),
  ];
}

/** Makes the company if it is not there. One that is there stays as people have made it, whatever of it they removed. */
export async function makeDemoCompany(store: Store, vault: Vault, shopUrl: string): Promise<void> {
  if (await store.get(paths.tenant(company.tenantId))) return;
  await store.commit(everything(vault, shopUrl));
}

/** The same in the emulator of a world. */
export async function seedCompany(world: World, shopUrl: string): Promise<void> {
  const { FIRESTORE_EMULATOR_HOST, METADATA_SERVER_DETECTION } = emulatorEnvironment(world);
  Object.assign(process.env, { FIRESTORE_EMULATOR_HOST, METADATA_SERVER_DETECTION });
  const vault = createVault(parseVaultKeys(vaultKeys(world)));
  await makeDemoCompany(connectTo(world.projectId), vault, shopUrl);
}
