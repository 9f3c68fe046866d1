import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  SCHEMA_VERSION,
  noPrice,
  paths,
  type AdminAgent,
  type Provider,
} from '../../../src/contracts/index.ts';
import { knownOf } from '../../../src/engine/log.ts';
import { createModel, defaultCallLimits } from '../../../src/model/index.ts';
import { remove, set, update } from '../../../src/store/documents.ts';
import { SERVER_TIME } from '../../../src/store/port.ts';
import { createTenantModels, type TenantModel } from '../../../src/tenants/tenant-models.ts';
import { sealProviderKey } from '../../../src/vault/contents.ts';
import { vaultOf, type Vault } from '../../../src/vault/vault.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { ask, errorOf } from '../../support/model-calls.ts';
import { dialects } from '../../support/model-dialects.ts';
import { ModelServer, fails, streams } from '../../support/model-server.ts';
import { newKey, vaultWith } from '../../support/vault.ts';

const server = new ModelServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const vault = vaultWith(newKey('k'));
const versioned = { schemaVersion: SCHEMA_VERSION } as const;
const times = { createdAt: SERVER_TIME, updatedAt: SERVER_TIME };
const price = { input: 1_250_000, cached: 125_000, output: 10_000_000 };

const aProvider = (key: string, fields: Partial<Provider> = {}) =>
  set<Provider>(paths.providers.one('openai'), {
    ...versioned,
    name: 'OpenAI',
    adapter: 'responses',
    baseUrl: server.baseURL,
    key: key === '' ? null : sealProviderKey(vault, 'openai', server.baseURL, key),
    lastFour: key.slice(-4),
    ...times,
    ...fields,
  });

const anAgent = (fields: Partial<AdminAgent> = {}) =>
  set<AdminAgent>(paths.adminAgents.one('careful'), {
    ...versioned,
    name: 'Careful Mother',
    description: '',
    providerId: 'openai',
    model: 'the-careful-model',
    reasoningEffort: 'high',
    persona: 'You are careful.',
    price,
    ...times,
    ...fields,
  });

/** What answers well, in the words of either API. */
const wellIn = (api: 'responses' | 'chat') => {
  const dialect = dialects.find((one) => one.api === api);
  return streams(dialect ? [dialect.text('ok'), ...dialect.end()] : []);
};

let store: MemoryStore;
let now: number;
let heard: string[];
let reads: number;
let isAway: boolean;
beforeEach(async () => {
  store = new MemoryStore();
  [now, heard, reads, isAway] = [0, [], 0, false];
  await store.commit([aProvider('sk-first'), anAgent()]);
  server.treat(wellIn('responses'));
});

const own: TenantModel = {
  port: createModel({ model: 'own' }),
  adminAgentId: '',
  name: 'Mother',
  persona: '',
  price: noPrice,
  model: 'own',
};

const modelsOf = (with_: Vault = vault) =>
  createTenantModels({
    store: {
      get: (path) => {
        reads += 1;
        return isAway ? Promise.reject(new Error('away')) : store.get(path);
      },
      query: (query) => store.query(query),
    },
    vault: with_,
    own,
    limits: defaultCallLimits,
    now: () => now,
    onError: (error) => heard.push(knownOf(error).error),
  });

const careful = { adminAgentId: 'careful' };
const keysSent = () => server.received.map(({ headers }) => headers['authorization']);
const missing = { code: 'provider_missing', transient: false };

describe('the model of a tenant', () => {
  it('chosen none -> the deployment’s own, without a read', async () => {
    expect(await modelsOf().of({ adminAgentId: null })).toBe(own);
    expect(reads).toBe(0);
  });

  it('an admin agent -> its provider’s address and key, its model, effort, persona and price', async () => {
    const model = await modelsOf().of(careful);
    expect(model).toMatchObject({
      adminAgentId: 'careful',
      name: 'Careful Mother',
      persona: 'You are careful.',
      model: 'the-careful-model',
      price,
    });
    expect((await ask(model.port)).text).toBe('ok');
    expect(server.received).toMatchObject([
      {
        path: '/v1/responses',
        headers: { authorization: 'Bearer sk-first' },
        body: { model: 'the-careful-model', reasoning: { effort: 'high' } },
      },
    ]);
  });

  it('a provider that speaks Chat Completions and needs no key', async () => {
    server.treat(wellIn('chat'));
    await store.commit([aProvider('', { adapter: 'chat' }), anAgent({ reasoningEffort: null })]);
    expect((await ask((await modelsOf().of(careful)).port)).text).toBe('ok');
    expect(server.received).toMatchObject([{ path: '/v1/chat/completions' }]);
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
    expect(server.received[0]?.body).not.toHaveProperty('reasoning_effort');
  });

  it('is read once a minute, for everybody who chose it', async () => {
    const models = modelsOf();
    const [first] = await Promise.all([models.of(careful), models.of(careful)]);
    now = 59_999;
    expect(await models.of(careful)).toBe(first);
    expect(reads).toBe(2);
    now = 60_000;
    // Nobody has changed it: it is the same, with its client.
    expect(await models.of(careful)).toBe(first);
    expect(reads).toBe(4);
  });

  it('the provider’s key, then the agent’s model changed -> in use a minute later', async () => {
    const models = modelsOf();
    await ask((await models.of(careful)).port);
    await store.commit([aProvider('sk-second')]);
    now += 60_000;
    await ask((await models.of(careful)).port);
    await store.commit([anAgent({ model: 'another' })]);
    now += 60_000;
    await ask((await models.of(careful)).port);
    expect(keysSent()).toEqual(['Bearer sk-first', 'Bearer sk-second', 'Bearer sk-second']);
    expect(server.received.map(({ body }) => body['model'])).toEqual([
      'the-careful-model',
      'the-careful-model',
      'another',
    ]);
  });
});

describe('a model that cannot be used', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['the admin agent deleted', () => store.commit([remove(paths.adminAgents.one('careful'))])],
    ['the provider deleted', () => store.commit([remove(paths.providers.one('openai'))])],
    ['the provider’s key gone', () => store.commit([aProvider('', { baseUrl: '' })])],
  ])('%s -> its calls say so, and nothing is sent', async (_, change) => {
    await change();
    const model = await modelsOf().of(careful);
    expect(await errorOf(ask(model.port))).toMatchObject(missing);
    expect(model).toMatchObject({ adminAgentId: 'careful' });
    expect(server.received).toEqual([]);
    expect(heard).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'an admin agent that cannot be read',
      () =>
        store.commit([{ op: 'update', path: paths.adminAgents.one('careful'), data: { price: 'cheap' } }]),
      /at: price/,
    ],
    [
      'a provider that cannot be read',
      () => store.commit([{ op: 'update', path: paths.providers.one('openai'), data: { adapter: 'smoke' } }]),
      /at: adapter/,
    ],
    [
      'a key that does not open',
      () =>
        store.commit([{ op: 'update', path: paths.providers.one('openai'), data: { 'key.tag': 'AAAA' } }]),
      /provider openai does not open/,
    ],
    [
      'an address that the key was not given for',
      () =>
        store.commit([update<Provider>(paths.providers.one('openai'), { baseUrl: 'http://127.0.0.1:9/v1' })]),
      /given for another address/,
    ],
  ])('%s -> the same, and the log says which', async (_, change, says) => {
    await change();
    expect(await errorOf(ask((await modelsOf().of(careful)).port))).toMatchObject(missing);
    expect(server.received).toEqual([]);
    expect(heard).toEqual([expect.stringMatching(says)]);
  });

  it('no keys of the vault -> the same, and the log says so', async () => {
    const model = await modelsOf(vaultOf(() => '')).of(careful);
    expect(await errorOf(ask(model.port))).toMatchObject(missing);
    expect(heard).toEqual([expect.stringContaining('VAULT_KEYS is not set')]);
  });

  it('mended -> works with the next call', async () => {
    const models = modelsOf();
    await store.commit([remove(paths.providers.one('openai'))]);
    expect(await errorOf(ask((await models.of(careful)).port))).toMatchObject(missing);
    await store.commit([aProvider('sk-second')]);
    expect((await ask((await models.of(careful)).port)).text).toBe('ok');
  });

  it('a key that the provider revoked in the middle -> gone; another key given -> works with the next call', async () => {
    const models = modelsOf();
    const model = await models.of(careful);
    await ask(model.port);
    server.treat(fails(401, { code: 'invalid_api_key', message: 'sk-first' }));
    const error = await errorOf(ask(model.port));
    expect(error).toMatchObject(missing);
    expect(error.message).toBe('the provider reported an error with status 401: invalid_api_key');
    await store.commit([aProvider('sk-second')]);
    server.treat(wellIn('responses'));
    expect((await ask((await models.of(careful)).port)).text).toBe('ok');
    expect(keysSent()).toEqual(['Bearer sk-second']);
  });

  it('a provider that is busy is not gone', async () => {
    server.treat(fails(429, { code: 'rate_limit_exceeded' }));
    const model = await modelsOf().of(careful);
    expect(await errorOf(ask(model.port))).toMatchObject({ code: 'model_busy', transient: true });
  });

  it('a database that does not answer is no verdict: the next call looks again', async () => {
    const models = modelsOf();
    isAway = true;
    await expect(models.of(careful)).rejects.toThrow('away');
    isAway = false;
    expect((await ask((await models.of(careful)).port)).text).toBe('ok');
    expect(heard).toEqual([]);
  });

  it.each(['', '../x', 'a/b', '.'])('the id “%s” -> gone, and nothing is read', async (adminAgentId) => {
    expect(await errorOf(ask((await modelsOf().of({ adminAgentId })).port))).toMatchObject(missing);
    expect(reads).toBe(0);
  });

  it('an agent whose provider’s id leads elsewhere -> gone', async () => {
    await store.commit([anAgent({ providerId: '../tenants/acme' })]);
    expect(await errorOf(ask((await modelsOf().of(careful)).port))).toMatchObject(missing);
    expect(reads).toBe(1);
  });
});
