import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company } from '../../../emulator-data/company.ts';
import { startDemoShop, type DemoShop } from '../../../emulator-data/shop/server.ts';
import { makeDemoCompany } from '../../../scripts/local/company.ts';
import { allTools, checkShop, sendOutside } from '../../src/connectors/index.ts';
import { agent, agentDefinition, member, paths, tenant } from '../../src/contracts/index.ts';
import { remove } from '../../src/store/documents.ts';
import type { Store } from '../../src/store/port.ts';
import { createConnect } from '../../src/tenants/connect.ts';
import { deleteConnection } from '../../src/tenants/connections.ts';
import { validDefinition } from '../../src/tenants/valid-definition.ts';
import { emulatorStore } from '../support/emulator.ts';
import { newKey, vaultWith } from '../support/vault.ts';

// What a fresh `npm start` begins with.

const { tenantId, connection } = company;
const vault = vaultWith(newKey('local'));

let store: Store;
let shop: DemoShop;
beforeAll(async () => {
  store = await emulatorStore(true);
  shop = await startDemoShop(0);
  await makeDemoCompany(store, vault, shop.url);
});
afterAll(() => shop.stop());

/** Everything of the company, by path, with the version of each. */
async function everything(): Promise<readonly string[]> {
  const below = [paths.members, paths.agents, paths.credentials, paths.credentialSummaries];
  const found = await Promise.all([
    store.query({ collection: 'tenants', where: [], limit: 100 }),
    ...below.map(({ all }) => store.query({ collection: all(tenantId), where: [], limit: 100 })),
  ]);
  return found.flat().map(({ path, version }) => `${path} ${version}`);
}

describe('the company of a fresh local world', () => {
  it('has its owner and a member', async () => {
    const found = await store.get(paths.tenant(tenantId));
    expect(tenant.parse(found?.data)).toMatchObject({ name: 'Harbour Goods', plan: 'company' });
    const alice = await store.get(paths.members.one(tenantId, 'alice'));
    const bob = await store.get(paths.members.one(tenantId, 'bob'));
    expect(member.parse(alice?.data)).toMatchObject({ role: 'owner', email: 'alice@example.com' });
    expect(member.parse(bob?.data)).toMatchObject({ role: 'member', name: 'Bob' });
  });

  it('has a connection to the demo shop that works', async () => {
    const heard: unknown[] = [];
    const send = sendOutside({ allowLoopback: true });
    const connect = createConnect({ store, vault, send, onError: (error) => heard.push(error) });
    const opened = await connect(tenantId, connection.credentialId);
    expect(await checkShop(opened, AbortSignal.timeout(5_000))).toMatchObject({ ok: true });
    expect(heard).toEqual([]);
  });

  it('has agents that use it, as they could be saved in the form', async () => {
    const found = await store.query({ collection: paths.agents.all(tenantId), where: [], limit: 10 });
    const agents = found.map(({ data }) => agent.parse(data));
    expect(agents.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'Order status',
      'Shop assistant',
    ]);
    const tools = allTools.map(({ name, connection: kind = null }) => ({
      name,
      connection: kind,
      inputs: [],
      unaskable: [],
    }));
    for (const one of agents) {
      const definition = agentDefinition.parse(one);
      expect(definition.credentialId).toBe(connection.credentialId);
      expect(await validDefinition(store, tools, tenantId, definition)).toEqual(definition);
    }
  });

  it('started again -> nothing is written', async () => {
    const before = await everything();
    expect(before.length).toBeGreaterThan(4);
    await makeDemoCompany(store, vault, shop.url);
    expect(await everything()).toEqual(before);
  });

  it('changed by people, and started again -> it stays as they have made it', async () => {
    const { credentialId } = connection;
    await store.commit([
      { op: 'update', path: paths.tenant(tenantId), data: { name: 'Another name' } },
      remove(paths.members.one(tenantId, 'bob')),
    ]);
    await deleteConnection(store, 'alice', { tenantId, credentialId, force: true });
    const before = await everything();
    await makeDemoCompany(store, vault, shop.url);
    expect(await everything()).toEqual(before);
  });
});
