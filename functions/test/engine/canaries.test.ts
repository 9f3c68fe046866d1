import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTools, checkShop, sendOutside } from '../../src/connectors/index.ts';
import { agentDefinition, paths } from '../../src/contracts/index.ts';
import { knownOf, type Fields } from '../../src/engine/log.ts';
import { savedAgent } from '../../src/tenants/agent-documents.ts';
import { createConnect } from '../../src/tenants/connect.ts';
import { checkConnection, saveConnection } from '../../src/tenants/connections.ts';
import { canaries, canariesIn, echoes } from '../attack/canaries.ts';
import { EchoingShop, ways } from '../attack/echoing-shop.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { dialects } from '../support/model-dialects.ts';
import { ModelServer, fails, streams, type Treatment } from '../support/model-server.ts';
import { worldWithProvider } from '../support/provider-world.ts';
import { plainMother } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { TestWorld } from '../support/test-world.ts';
import { vaultWith } from '../support/vault.ts';

// Secrets are planted in every connection and every provider, and looked for in whatever comes out of it all: documents,
// log lines, prompts, answers, errors.

const vault = vaultWith(`new:${canaries.vaultKey}`, `old:${canaries.olderVaultKey}`);
const keys = { consumerKey: canaries.shopKey, consumerSecret: canaries.shopSecret };

const shop = new EchoingShop();
const provider = new ModelServer();
beforeAll(() => Promise.all([shop.start(), provider.start()]));
afterAll(() => Promise.all([shop.stop(), provider.stop()]));

/** Asks the shop, and says again all that came of it; Mother repeats that. */
const script: Script = {
  mother: (seen) =>
    seen.messages[0]
      ? { text: 'I’ve asked.', calls: [['delegate_to_agent', { agent_id: 'shopper', message: 'Look.' }]] }
      : plainMother(seen),
  agents: {
    Shopper: ({ results }) => {
      if (results.length === 0)
        return {
          calls: [
            ['get_order', { order: 1042 }],
            ['search_customers', { search: 'an' }],
            ['search_orders', {}],
          ],
        };
      return { calls: [['finish', { result: results.join('\n') }]] };
    },
  },
};

const shopper = agentDefinition.parse({
  name: 'Shopper',
  description: 'Looks things up in the shop.',
  tags: [],
  kind: 'llm',
  instructions: 'Look it up.',
  tools: ['get_order', 'search_customers', 'search_orders'],
  credentialId: 'shop',
  orchestrationEnabled: true,
  examples: [],
});

/** Somebody's own tenant with a connection to the shop and an agent that uses it, and all that is said of it. */
async function worldWithShop() {
  const database = new MemoryStore();
  const logged: Fields[] = [];
  const onError = (error: unknown) => logged.push(knownOf(error));
  const connect = createConnect({
    store: database,
    vault,
    send: sendOutside({ allowLoopback: true }),
    onError,
  });
  const world = await TestWorld.open(script, {
    database,
    tools: allTools,
    around: (ports) => ({ ...ports, connect }),
  });
  const { tenantId, chat } = world;
  await saveConnection({ store: database, vault, allowHttp: true }, chat.uid, {
    tenantId,
    credentialId: 'shop',
    kind: 'woocommerce',
    label: 'Our shop',
    url: shop.url,
    keys,
  });
  await database.commit(savedAgent(tenantId, 'shopper', shopper, chat.uid));
  const check = () =>
    checkConnection(database, chat.uid, { tenantId, credentialId: 'shop' }, async () =>
      checkShop(await connect(tenantId, 'shop'), AbortSignal.timeout(5_000)),
    );
  return { world, database, logged, check };
}

describe('keys of a shop that says what it was sent', () => {
  it.each(Object.keys(ways))('%s -> the keys are nowhere', { timeout: 60_000 }, async (way) => {
    for (const form of Object.keys(echoes)) {
      [shop.way, shop.form] = [way, form];
      const { world, database, logged, check } = await worldWithShop();
      const checked = await check();
      await world.say('What about order 1042?');
      const received = shop.takeReceived();
      // It was really asked, and with the keys.
      expect(received.length).toBeGreaterThanOrEqual(2);
      expect(canariesIn(received)).not.toEqual([]);
      const [task] = await world.tasks();
      expect(task?.status).toBe('completed');
      // What stood in the place of the keys went all the way.
      expect(task?.result).toContain(way === 'in its data' ? '…' : '');
      const seen = { checked, documents: database.dump(), logs: [logged, world.logged] };
      expect({ form, in: canariesIn(seen) }).toEqual({ form, in: [] });
      expect({ form, in: canariesIn(world.model.requests) }).toEqual({ form, in: [] });
    }
  });
});

const said = `Incorrect key: ${canaries.providerKey}`;

const treatments: Readonly<Record<string, Treatment>> = {
  ...Object.fromEntries(
    [400, 401, 402, 403, 404, 422, 429, 500].map((status) => [
      `status ${status}`,
      fails(status, { message: said, type: said, code: canaries.providerKey }),
    ]),
  ),
  'a page of HTML': (response) => void response.writeHead(502).end(`<h1>${said}</h1>`),
  'a redirect': (response) =>
    void response.writeHead(307, { location: `http://127.0.0.1:1/${canaries.providerKey}` }).end(),
  'an error in the stream': streams([{ error: { message: said, type: said, code: canaries.providerKey } }]),
  'a header': fails(
    401,
    { message: 'No' },
    { 'x-request-id': canaries.providerKey, 'www-authenticate': said },
  ),
  'a list of models': (response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ data: [{ id: said }, { id: 'm' }], key: canaries.providerKey })),
  'a cut connection': (response) => void response.writeHead(200, { 'x-key': canaries.providerKey }).destroy(),
};

const withProvider = (adapter: 'chat' | 'responses') =>
  worldWithProvider({ vault, baseUrl: provider.baseURL, key: canaries.providerKey, adapter });

describe('the key of a provider that says it again', () => {
  it.each(Object.entries(treatments))('%s -> it is nowhere', async (_, treatment) => {
    for (const { api } of dialects) {
      const { world, database, logged, check } = await withProvider(api);
      provider.treat(treatment);
      await world.say('Hello');
      const checked = await check();
      expect(canariesIn(provider.received.map(({ headers }) => headers))).toEqual([canaries.providerKey]);
      expect(canariesIn(provider.received.map(({ body }) => body))).toEqual([]);
      expect(await world.said()).toHaveLength(1);
      expect(canariesIn({ checked, documents: database.dump(), logs: [logged, world.logged] })).toEqual([]);
    }
  });

  it('an answer -> it is nowhere', async () => {
    for (const dialect of dialects) {
      const { world, database, logged, check } = await withProvider(dialect.api);
      provider.treat(streams([dialect.text('Hello!'), ...dialect.end()]));
      await world.say('Hello');
      const checked = await check();
      expect(await world.said()).toMatchObject([{ content: 'Hello!', status: 'complete' }]);
      expect(canariesIn({ checked, documents: database.dump(), logs: [logged, world.logged] })).toEqual([]);
    }
  });
});

describe('what cannot be opened', () => {
  /** Each part of a sealed text changed, and what it is sealed with. */
  const changes = [
    { tag: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    { iv: 'AAAAAAAAAAAAAAAA' },
    { text: 'AAAA' },
    { text: '' },
    { keyId: 'old' },
    { keyId: canaries.vaultKey },
    { tag: 7 },
  ];

  it.each(changes)('%o -> said so, and nothing of any key', async (change) => {
    const shopping = await worldWithShop();
    const asking = await withProvider('chat');
    const changed = (field: string) =>
      Object.fromEntries(Object.entries(change).map(([key, value]) => [`${field}.${key}`, value]));
    const credential = paths.credentials.one(shopping.world.tenantId, 'shop');
    await shopping.database.commit([{ op: 'update', path: credential, data: changed('sealed') }]);
    await asking.database.commit([
      { op: 'update', path: paths.providers.one('provider'), data: changed('key') },
    ]);
    await shopping.world.say('What about order 1042?');
    await asking.world.say('Hello');
    const errors: unknown[] = await Promise.all(
      [shopping.check(), asking.check()].map((one) => one.catch((error: unknown) => error)),
    );
    expect(errors).toEqual([expect.any(Error), expect.any(Error)]);
    expect(shopping.logged.length).toBeGreaterThan(0);
    expect(asking.logged.length).toBeGreaterThan(0);
    expect(await asking.world.said()).toMatchObject([{ error: { code: 'provider_missing' } }]);
    const logs = [shopping.logged, shopping.world.logged, asking.logged, asking.world.logged];
    const prompts = shopping.world.model.requests;
    // The name of a key that somebody wrote into a document stands there, and goes no further.
    const documents = 'keyId' in change ? [] : [shopping.database.dump(), asking.database.dump()];
    expect(canariesIn({ errors, logs, prompts, documents })).toEqual([]);
  });
});
