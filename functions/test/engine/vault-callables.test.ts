import { inspect } from 'node:util';
import type { CallableFunction, CallableRequest } from 'firebase-functions/https';
import { getFirestore, type CollectionReference } from 'firebase-admin/firestore';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Deployed from '../../src/index.ts';
import { noPrice } from '../../src/contracts/index.ts';
import type { Store } from '../../src/store/port.ts';
import { canaries, canariesIn } from '../attack/canaries.ts';
import { EchoingShop } from '../attack/echoing-shop.ts';
import { aCompany } from '../support/company.ts';
import { emulatorStore } from '../support/emulator.ts';
import { ModelServer, fails } from '../support/model-server.ts';
import { anAgentWith } from '../support/agent-with.ts';

// The callables of connections, providers and admin agents as they are deployed, over the Firestore emulator: who may call
// them, and that no key comes out of them again, whatever goes wrong. All that is printed is looked at too.

const levels = ['debug', 'info', 'log', 'warn', 'error'] as const;
const printed: string[] = [];

type Name = keyof typeof Deployed;

let functions: typeof Deployed;
let store: Store;
let our: Awaited<ReturnType<typeof aCompany>>;
const shop = new EchoingShop();
const provider = new ModelServer();

beforeAll(async () => {
  for (const level of levels)
    vi.spyOn(console, level).mockImplementation(
      (...words) => void printed.push(inspect(words, { depth: 20 })),
    );
  vi.stubEnv('FUNCTIONS_EMULATOR', 'true');
  await Promise.all([shop.start(), provider.start()]);
  store = await emulatorStore(true);
  // Read when they are imported.
  functions = await import('../../src/index.ts');
  our = await aCompany(store);
});
afterAll(async () => {
  await Promise.all([shop.stop(), provider.stop()]);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

type Who = { readonly uid: string; readonly superAdmin?: unknown } | null;

/** What a page gets of a call: the result, or the error with all that it holds. */
async function call(name: Name, data: object, who: Who): Promise<{ result?: unknown; error?: unknown }> {
  const called = functions[name] as CallableFunction<unknown, Promise<unknown>>;
  const auth = who && {
    uid: who.uid,
    token: { uid: who.uid, superAdmin: who.superAdmin },
    rawToken: 'token',
  };
  const request = { data, auth: auth ?? undefined, acceptsStreaming: false, rawRequest: {} };
  try {
    return { result: await called.run(request as unknown as CallableRequest) };
  } catch (error) {
    return { error };
  }
}

const codeOf = ({ error }: { error?: unknown }): unknown =>
  error instanceof Error && 'code' in error ? error.code : null;

/** Every document of the database. */
async function everyDocument(): Promise<unknown[]> {
  const below = async (collections: readonly CollectionReference[]): Promise<unknown[]> => {
    const all = await Promise.all(
      collections.map(async (collection) => {
        const documents = await collection.listDocuments();
        return Promise.all(
          documents.map(async (document) => [
            (await document.get()).data(),
            await below(await document.listCollections()),
          ]),
        );
      }),
    );
    return all.flat();
  };
  return below(await getFirestore().listCollections());
}

const keys = { consumerKey: canaries.shopKey, consumerSecret: canaries.shopSecret };
const wrong = { consumerKey: canaries.wrongKey, consumerSecret: canaries.wrongSecret };

const connection = (fields: object = {}) => ({
  tenantId: our.tenantId,
  credentialId: 'shop',
  kind: 'woocommerce',
  label: 'Our shop',
  url: shop.url,
  keys,
  ...fields,
});
const named = () => ({ tenantId: our.tenantId, credentialId: 'shop' });
const aProvider = (fields: object = {}) => ({
  providerId: 'openai',
  name: 'OpenAI',
  adapter: 'chat',
  baseUrl: provider.baseURL,
  key: canaries.providerKey,
  ...fields,
});
const anAgent = (fields: object = {}) => ({
  adminAgentId: 'careful',
  name: 'Careful',
  description: '',
  providerId: 'openai',
  model: 'm',
  reasoningEffort: null,
  persona: '',
  price: noPrice,
  ...fields,
});

/** What a super-admin alone may call. */
const forSuperAdmins = (): readonly (readonly [Name, object])[] => [
  ['listModels', {}],
  ['saveProvider', aProvider()],
  ['checkProvider', { providerId: 'openai' }],
  ['saveAdminAgent', anAgent()],
  ['deleteAdminAgent', { adminAgentId: 'careful' }],
  ['deleteProvider', { providerId: 'openai' }],
];
const superAdmin = { uid: 'sue', superAdmin: true };

describe('callables that keep keys', () => {
  it('without the vault’s keys, or with some that cannot be used -> refused in words, and the log says which setting', async () => {
    const admin = { uid: our.admin.uid };
    for (const setting of ['', canaries.vaultKey, `k:${canaries.vaultKey.slice(2)}`]) {
      vi.stubEnv('VAULT_KEYS', setting);
      printed.length = 0;
      const answers = [
        await call('saveConnection', connection(), admin),
        await call('saveProvider', aProvider(), superAdmin),
      ];
      expect(answers.map(codeOf)).toEqual(['internal', 'internal']);
      expect(JSON.stringify(answers)).toContain('has to set it up');
      expect(printed.join()).toContain('VAULT_KEYS');
      expect(canariesIn([answers, printed])).toEqual([]);
    }
    expect(canariesIn(await everyDocument())).toEqual([]);
  });

  it('nobody, somebody and who says that they are one -> not allowed what super-admins are', async () => {
    vi.stubEnv('VAULT_KEYS', `k:${canaries.vaultKey}`);
    for (const [name, data] of forSuperAdmins()) {
      expect([name, codeOf(await call(name, data, null))]).toEqual([name, 'unauthenticated']);
      for (const superAdmin of [undefined, false, 'true', 1, { is: true }, ['true']]) {
        const answer = await call(name, data, { uid: our.owner.uid, superAdmin });
        expect([name, superAdmin, codeOf(answer)]).toEqual([name, superAdmin, 'permission-denied']);
      }
    }
    expect(await store.query({ collection: 'providers', where: [], limit: 10 })).toEqual([]);
  });

  it('who is no admin of the tenant -> not allowed what its admins are', async () => {
    for (const [name, data] of [
      ['saveConnection', connection()],
      ['checkConnection', named()],
      ['deleteConnection', { ...named(), force: true }],
    ] as const) {
      expect([name, codeOf(await call(name, data, null))]).toEqual([name, 'unauthenticated']);
      const member = await call(name, data, { uid: our.member.uid });
      expect([name, codeOf(member)]).toEqual([name, 'permission-denied']);
      expect([name, codeOf(await call(name, data, superAdmin))]).toEqual([name, 'not-found']);
    }
  });

  it('everything with a connection, and everything wrong with it -> no key comes out again', async () => {
    const admin = { uid: our.admin.uid };
    printed.length = 0;
    const answers: Awaited<ReturnType<typeof call>>[] = [];
    const does = async (name: Name, data: object) => {
      const answer = await call(name, data, admin);
      answers.push(answer);
      return answer;
    };
    expect(await does('saveConnection', connection())).toEqual({ result: {} });
    for (const way of [
      'in its data',
      'as it refuses the keys',
      'as it breaks down',
      'as the name of a host',
    ]) {
      for (const form of ['taken apart', 'with each letter as a code of JSON']) {
        [shop.way, shop.form] = [way, form];
        await does('checkConnection', named());
      }
    }
    expect(await does('saveConnection', connection({ keys: wrong }))).toEqual({ result: {} });
    await does('checkConnection', named());
    const refused = [
      connection({ url: 'https://evil.example', keys: null }),
      connection({ url: `https://${canaries.shopKey}:${canaries.shopSecret}@shop.example` }),
      connection({ url: `https://shop.example?consumer_secret=${canaries.shopSecret}` }),
      connection({ keys: { ...keys, consumerSecret: canaries.shopSecret.repeat(100) } }),
      connection({ keys: canaries.shopSecret }),
      connection({ [canaries.shopKey]: 1 }),
      connection({ credentialId: `../${canaries.shopKey}` }),
      connection({ tenantId: `company-${canaries.shopKey}` }),
    ];
    for (const data of refused) expect((await does('saveConnection', data)).error).toBeInstanceOf(Error);
    await store.commit([anAgentWith(our.tenantId, 'Shopper', 'shop')]);
    expect(codeOf(await does('deleteConnection', { ...named(), force: false }))).toBe('failed-precondition');
    const path = `tenants/${our.tenantId}/credentials/shop`;
    expect(canariesIn(await everyDocument())).toEqual([]);
    await store.commit([{ op: 'update', path, data: { 'sealed.tag': 'AAAAAAAAAAAAAAAAAAAAAA==' } }]);
    expect(await does('checkConnection', named())).toMatchObject({ result: { ok: false } });
    await does('saveConnection', connection({ label: 'Another', keys: null }));
    expect(await does('deleteConnection', { ...named(), force: true })).toEqual({ result: {} });
    expect(printed.join()).toContain('connection_unreadable');
    const sent = answers.map(({ result, error }) => [result, JSON.stringify(error), error]);
    expect(canariesIn([sent, printed, await everyDocument()])).toEqual([]);
    expect(canariesIn(shop.takeReceived())).not.toEqual([]);
  });

  it('everything with a provider, and everything wrong with it -> no key comes out again', async () => {
    printed.length = 0;
    const answers: Awaited<ReturnType<typeof call>>[] = [];
    const does = async (name: Name, data: object) => {
      const answer = await call(name, data, superAdmin);
      answers.push(answer);
      return answer;
    };
    expect(await does('saveProvider', aProvider())).toEqual({ result: {} });
    expect(await does('saveAdminAgent', anAgent())).toEqual({ result: {} });
    provider.treat(fails(401, { message: canaries.providerKey, code: canaries.providerKey }));
    expect(await does('checkProvider', { providerId: 'openai' })).toMatchObject({ result: { ok: false } });
    expect(canariesIn(provider.received.map(({ headers }) => headers))).toEqual([canaries.providerKey]);
    for (const data of [
      aProvider({ baseUrl: 'https://evil.example', key: null }),
      aProvider({ baseUrl: `https://user:${canaries.providerKey}@api.example` }),
      aProvider({ key: canaries.providerKey.repeat(100) }),
      aProvider({ key: `${canaries.providerKey}\nX: 1` }),
      aProvider({ [canaries.providerKey]: canaries.providerKey }),
    ])
      expect((await does('saveProvider', data)).error).toBeInstanceOf(Error);
    expect(codeOf(await does('deleteProvider', { providerId: 'openai' }))).toBe('failed-precondition');
    expect(await does('listModels', {})).toMatchObject({
      result: {
        providers: [{ id: 'openai', lastFour: canaries.providerKey.slice(-4) }],
        adminAgents: [{ id: 'careful' }],
      },
    });
    expect(canariesIn(await everyDocument())).toEqual([]);
    await store.commit([{ op: 'update', path: 'providers/openai', data: { 'key.keyId': 'gone' } }]);
    expect(codeOf(await does('checkProvider', { providerId: 'openai' }))).toBe('internal');
    expect(await does('deleteAdminAgent', { adminAgentId: 'careful' })).toEqual({ result: {} });
    expect(await does('deleteProvider', { providerId: 'openai' })).toEqual({ result: {} });
    const sent = answers.map(({ result, error }) => [result, JSON.stringify(error), error]);
    expect(canariesIn([sent, printed, await everyDocument()])).toEqual([]);
  });
});
