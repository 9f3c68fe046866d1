import {
  SCHEMA_VERSION,
  credential,
  groups,
  paths,
  provider,
  type Credential,
  type Provider,
} from '../../src/contracts/index.ts';
import { set } from '../../src/store/documents.ts';
import { SERVER_TIME, type Store } from '../../src/store/port.ts';
import { openProviderKey, openShop, sealProviderKey, sealShop } from '../../src/vault/contents.ts';
import type { Vault } from '../../src/vault/vault.ts';

const times = { createdAt: SERVER_TIME, updatedAt: SERVER_TIME };
const versioned = { schemaVersion: SCHEMA_VERSION } as const;

const shopOf = (tenantId: string, credentialId: string) => ({
  url: `https://${credentialId}.example`,
  keys: { consumerKey: `ck-${tenantId}`, consumerSecret: `cs-${credentialId}` },
});

/** A connection as it is kept, without its summary. */
export const storedShop = (vault: Vault, tenantId: string, credentialId: string) =>
  set<Credential>(paths.credentials.one(tenantId, credentialId), {
    ...versioned,
    kind: 'woocommerce',
    sealed: sealShop(vault, { tenantId, credentialId }, shopOf(tenantId, credentialId)),
    ...times,
  });

/** A provider as it is kept. */
export const storedProvider = (vault: Vault, id: string) =>
  set<Provider>(paths.providers.one(id), {
    ...versioned,
    name: id,
    adapter: 'chat',
    baseUrl: 'https://models.example/v1',
    key: sealProviderKey(vault, id, 'https://models.example/v1', `sk-${id}`),
    lastFour: '',
    ...times,
  });

/** The keys that seal, each with how many, after everything was opened and found to be what it was. */
export async function openAll(store: Store, vault: Vault): Promise<Record<string, number>> {
  const [shops, providers] = await Promise.all([
    store.query({ collection: groups.credentials, group: true, where: [], limit: 10_000 }),
    store.query({ collection: paths.providers.all, where: [], limit: 10_000 }),
  ]);
  const counts: Record<string, number> = {};
  const count = (keyId: string) => (counts[keyId] = (counts[keyId] ?? 0) + 1);
  for (const { path, id, data } of shops) {
    const tenantId = path.split('/')[1] ?? '';
    const value = credential.parse(data);
    const opened = openShop(vault, { tenantId, credentialId: id }, value);
    if (JSON.stringify(opened) !== JSON.stringify(shopOf(tenantId, id)))
      throw new Error(`${path} is another`);
    count(value.sealed.keyId);
  }
  for (const { id, data } of providers) {
    const value = provider.parse(data);
    if (openProviderKey(vault, id, value) !== (value.key ? `sk-${id}` : ''))
      throw new Error(`${id} is another`);
    if (value.key) count(value.key.keyId);
  }
  return counts;
}
