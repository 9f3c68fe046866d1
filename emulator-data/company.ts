// The company that a fresh local world starts with, beside everybody's own space.
import { shopAgents } from './shop/agents.ts';
import { demoKeys } from './shop/keys.ts';

export const company = {
  tenantId: 'company-harbour',
  name: 'Harbour Goods',
  /** By the uids of people.json. */
  members: { alice: 'owner', bob: 'member' },
  connection: { credentialId: 'harbour-shop', label: 'Harbour Goods shop', keys: demoKeys },
  /** Each with the connection. */
  agents: shopAgents,
} as const;
