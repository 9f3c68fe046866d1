import { defaultOrchestration, noPrice, paths, type Price, type Tenant } from '../../src/contracts/index.ts';
import { knownOf, type Fields } from '../../src/engine/log.ts';
import { defaultCallLimits, type ModelPort } from '../../src/model/index.ts';
import { update } from '../../src/store/documents.ts';
import { checkProvider } from '../../src/tenants/check-provider.ts';
import { openProvider, saveAdminAgent, saveProvider } from '../../src/tenants/providers.ts';
import { createTenantModels } from '../../src/tenants/tenant-models.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { MemoryStore } from './memory-store.ts';
import { plainMother } from './scenes.ts';
import { TestWorld } from './test-world.ts';

type Options = {
  readonly vault: Vault;
  readonly baseUrl: string;
  readonly key: string;
  readonly adapter: 'chat' | 'responses';
  readonly price?: Price;
  /** The deployment's own model. */
  readonly own?: ModelPort;
};

const nobody: ModelPort = { call: () => Promise.reject(new Error('The deployment’s own model was asked')) };

/** Somebody's own tenant that chose the admin agent `careful`, which is at the provider `provider`. */
export async function worldWithProvider({ vault, baseUrl, key, adapter, price, own = nobody }: Options) {
  const database = new MemoryStore();
  const logged: Fields[] = [];
  const deployments = { adminAgentId: '', name: 'Mother', persona: '', price: noPrice, model: '' };
  const world = await TestWorld.open(
    { mother: plainMother },
    {
      database,
      around: (ports) => ({
        ...ports,
        models: createTenantModels({
          store: database,
          vault,
          own: { ...deployments, port: own },
          limits: defaultCallLimits,
          now: ports.now,
          onError: (error) => logged.push(knownOf(error)),
        }),
      }),
    },
  );
  const choose = (adminAgentId: string | null) => {
    const orchestration = { ...defaultOrchestration, adminAgentId };
    return database.commit([update<Tenant>(paths.tenant(world.tenantId), { orchestration })]);
  };
  const give = (newKey: string) =>
    saveProvider({ store: database, vault, allowHttp: true }, 'provider', {
      name: 'A provider',
      adapter,
      baseUrl,
      key: newKey,
    });
  await give(key);
  await saveAdminAgent(database, 'careful', {
    name: 'Careful Mother',
    description: '',
    providerId: 'provider',
    model: 'the-careful-model',
    reasoningEffort: null,
    persona: 'You are careful.',
    price: price ?? noPrice,
  });
  await choose('careful');
  const check = async () => checkProvider(await openProvider(database, vault, 'provider'));
  return { world, database, logged, check, choose, give };
}
