import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkProvider as contract, limits, noPrice, paths, provider } from '../../../src/contracts/index.ts';
import { CHECK_TAKES_MS, checkProvider } from '../../../src/tenants/check-provider.ts';
import {
  deleteAdminAgent,
  deleteProvider,
  listModels,
  openProvider,
  saveAdminAgent,
  saveProvider,
} from '../../../src/tenants/providers.ts';
import { vaultOf } from '../../../src/vault/vault.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { dialects } from '../../support/model-dialects.ts';
import { ModelServer, fails, streams, type Treatment } from '../../support/model-server.ts';
import { refusal } from '../../support/refusal.ts';
import { newKey, vaultWith } from '../../support/vault.ts';

const [server, elsewhere] = [new ModelServer(), new ModelServer()];
beforeAll(() => Promise.all([server.start(), elsewhere.start()]));
afterAll(() => Promise.all([server.stop(), elsewhere.stop()]));

const vault = vaultWith(newKey('k'));
const KEY = 'sk-0123456789-canary';

let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore();
});

type Given = Parameters<typeof saveProvider>[2];

const save = (fields: Partial<Given> = {}, id = 'openai', allowHttp = true) =>
  saveProvider({ store, vault, allowHttp }, id, {
    name: 'OpenAI',
    adapter: 'chat',
    baseUrl: server.baseURL,
    key: KEY,
    ...fields,
  });

type Fields = Parameters<typeof saveAdminAgent>[2];

const saveAgent = (fields: Partial<Fields> = {}, id = 'careful') =>
  saveAdminAgent(store, id, {
    name: 'Careful Mother',
    description: 'Thinks twice.',
    providerId: 'openai',
    model: 'the-model',
    reasoningEffort: 'low',
    persona: 'You are careful.',
    price: noPrice,
    ...fields,
  });

const keyOf = async (id = 'openai') => (await openProvider(store, vault, id)).key;
const stored = async (id = 'openai') => provider.parse((await store.get(paths.providers.one(id)))?.data);

describe('saving a provider', () => {
  it('its key is sealed; the list has the last four characters', async () => {
    await save({ baseUrl: `${server.baseURL}/` });
    expect(JSON.stringify(store.dump())).not.toContain('canary');
    expect(await listModels(store)).toEqual({
      providers: [
        { id: 'openai', name: 'OpenAI', adapter: 'chat', baseUrl: server.baseURL, lastFour: 'nary' },
      ],
      adminAgents: [],
    });
    expect(await keyOf()).toBe(KEY);
  });

  it('another name without a key -> the one that is there stays', async () => {
    await save();
    await save({ name: 'Our OpenAI', adapter: 'responses', key: null });
    expect(await stored()).toMatchObject({ name: 'Our OpenAI', adapter: 'responses', lastFour: 'nary' });
    expect(await keyOf()).toBe(KEY);
  });

  it('an empty key -> none any more', async () => {
    await save();
    await save({ key: '' });
    expect(await stored()).toMatchObject({ key: null, lastFour: '' });
    expect(await keyOf()).toBe('');
  });

  it('a short key, with spaces around it -> as it is meant, and nothing of it is shown', async () => {
    await save({ key: ' ollama \n' });
    expect(await keyOf()).toBe('ollama');
    expect(await stored()).toMatchObject({ lastFour: '' });
  });

  it('another base URL without a key -> refused; with one -> taken', async () => {
    await save();
    const before = store.dump();
    const { code, words } = await refusal(save({ baseUrl: elsewhere.baseURL, key: null }));
    expect(code).toBe('invalid_input');
    expect(words).toMatch(/key has to be given again/);
    expect(store.dump()).toEqual(before);
    await save({ baseUrl: elsewhere.baseURL, key: 'sk-another-0123456' });
    expect(await keyOf()).toBe('sk-another-0123456');
  });

  it('another base URL of one that has no key -> taken', async () => {
    await save({ key: '' });
    await save({ baseUrl: elsewhere.baseURL, key: null });
    expect(await stored()).toMatchObject({ baseUrl: elsewhere.baseURL, key: null });
  });

  it('a base URL that was written into the document -> the key does not open for it', async () => {
    await save();
    await store.commit([
      { op: 'update', path: paths.providers.one('openai'), data: { baseUrl: elsewhere.baseURL } },
    ]);
    await expect(openProvider(store, vault, 'openai')).rejects.toThrow(/given for another address/);
  });

  it('a key that was copied to another provider -> does not open there', async () => {
    await save();
    await save({}, 'other');
    const { key } = await stored();
    await store.commit([{ op: 'update', path: paths.providers.one('other'), data: { key } }]);
    await expect(openProvider(store, vault, 'other')).rejects.toThrow(/does not open/);
  });

  it.each<[string, Partial<Given>, RegExp]>([
    ['a user name in the address', { baseUrl: 'https://user@api.example/v1' }, /user name/],
    ['a query in the address', { baseUrl: 'https://api.example/v1?key=x' }, /must not have/],
    ['a key with a line in it', { key: 'sk-1\nX-Header: 2' }, /no key has/],
    ['a key to an address without encryption, where it is deployed', {}, /no key is sent/],
  ])('%s -> refused in words, and nothing is stored', async (_, fields, says) => {
    const { code, words } = await refusal(save(fields, 'openai', false));
    expect(code).toBe('invalid_input');
    expect(words).toMatch(says);
    expect(store.dump()).toEqual([]);
  });

  it('without the vault’s keys -> said so, and nothing is stored', async () => {
    const saving = { store, vault: vaultOf(() => ''), allowHttp: true };
    const given = { name: 'N', adapter: 'chat', baseUrl: '', key: KEY } as const;
    expect((await refusal(saveProvider(saving, 'openai', given))).words).toMatch(/has to set it up/);
    expect(store.dump()).toEqual([]);
  });

  it('as many as there may be, and one more -> refused', async () => {
    for (let n = 0; n < limits.providers; n += 1) await save({}, `provider-${n}`);
    expect(await refusal(save())).toMatchObject({ code: 'too_many' });
    await save({ name: 'Still possible' }, 'provider-0');
  });
});

describe('admin agents', () => {
  beforeEach(() => save());

  it('saved, saved again, listed and deleted', async () => {
    await saveAgent();
    await saveAgent({ name: 'Quick Mother', reasoningEffort: null });
    expect((await listModels(store)).adminAgents).toEqual([
      {
        id: 'careful',
        name: 'Quick Mother',
        description: 'Thinks twice.',
        providerId: 'openai',
        model: 'the-model',
        reasoningEffort: null,
        persona: 'You are careful.',
        price: noPrice,
      },
    ]);
    await deleteAdminAgent(store, 'careful');
    expect((await listModels(store)).adminAgents).toEqual([]);
    expect(await refusal(deleteAdminAgent(store, 'careful'))).toMatchObject({ code: 'not_found' });
  });

  it('with a provider that is not there -> refused in words', async () => {
    const { code, words } = await refusal(saveAgent({ providerId: 'gone' }));
    expect(code).toBe('not_found');
    expect(words).toMatch(/Choose another one/);
  });

  it('as many as there may be, and one more -> refused', async () => {
    for (let n = 0; n < limits.adminAgents; n += 1) await saveAgent({}, `agent-${n}`);
    expect(await refusal(saveAgent())).toMatchObject({ code: 'too_many' });
  });

  it('their provider cannot be deleted, and they are named; without them it can', async () => {
    await saveAgent();
    await saveAgent({ name: 'Quick Mother' }, 'quick');
    const { code, words } = await refusal(deleteProvider(store, 'openai'));
    expect(code).toBe('in_use');
    expect(words).toContain('It serves Careful Mother and Quick Mother.');
    await deleteAdminAgent(store, 'careful');
    await deleteAdminAgent(store, 'quick');
    await deleteProvider(store, 'openai');
    expect(store.dump()).toEqual([]);
    expect(await refusal(deleteProvider(store, 'openai'))).toMatchObject({ code: 'not_found' });
  });
});

describe('trying a provider', () => {
  /** Lists these models, and treats a call as told. */
  const serving =
    (models: unknown, call: Treatment): Treatment =>
    (response, received) =>
      received.path === '/v1/models'
        ? void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(models))
        : call(response, received);
  const list = { object: 'list', data: [{ id: 'b' }, { id: 'a' }, { id: 'a' }, { id: 'a b\n' }, 'noise'] };
  const well = (api: 'chat' | 'responses'): Treatment => {
    const dialect = dialects.find((one) => one.api === api);
    return streams(dialect ? [dialect.text('OK'), ...dialect.end()] : []);
  };
  const check = async () => checkProvider(await openProvider(store, vault, 'openai'));

  it('however long it takes, the page waits for its words, with time for the way', () => {
    expect(contract.pageWaitsMs - CHECK_TAKES_MS).toBeGreaterThanOrEqual(10_000);
  });

  it('without an admin agent -> its models are listed', async () => {
    await save();
    server.treat(serving(list, well('chat')));
    expect(await check()).toEqual({
      ok: true,
      words: 'It lists 2 models. No admin agent uses it yet, so none was called.',
      models: ['a', 'b'],
    });
    expect(server.received).toMatchObject([
      { path: '/v1/models', headers: { authorization: `Bearer ${KEY}` } },
    ]);
  });

  it.each(['chat', 'responses'] as const)(
    'with an admin agent, by %s -> its model is really called',
    async (api) => {
      await save({ adapter: api });
      await saveAgent();
      server.treat(serving(list, well(api)));
      expect(await check()).toEqual({
        ok: true,
        words: 'It lists 2 models, and the-model answered.',
        models: ['a', 'b'],
      });
      expect(server.received[1]?.body).toMatchObject({ model: 'the-model' });
    },
  );

  it('a server that lists nothing but answers -> well', async () => {
    await save();
    await saveAgent();
    server.treat((response, received) =>
      (received.path === '/v1/models' ? fails(404, {}) : well('chat'))(response, received),
    );
    expect(await check()).toMatchObject({
      ok: true,
      words: 'It lists no models, and the-model answered.',
      models: [],
    });
  });

  it.each<[string, Treatment, RegExp]>([
    [
      'a key that is refused',
      fails(401, { code: 'invalid_api_key', message: KEY }),
      /^It rejected the key\.$/,
    ],
    ['a quota that is used up', fails(429, { code: 'insufficient_quota', message: KEY }), /quota/],
    ['a busy one', fails(429, { code: 'rate_limit_exceeded' }), /busy/],
    ['no such route', fails(404, { message: KEY }), /Check the base URL/],
    ['an error of its own', fails(500, { message: KEY }), /could not be reached/],
  ])('%s -> said so, without the key', async (_, treatment, says) => {
    await save();
    server.treat(treatment);
    const checked = await check();
    expect(checked).toMatchObject({ ok: false, words: expect.stringMatching(says), models: [] });
    expect(JSON.stringify(checked)).not.toContain('canary');
  });

  it('a model that there is not -> said so, with those that there are', async () => {
    await save();
    await saveAgent({ model: 'no-such-model' });
    server.treat(serving(list, fails(404, { code: 'model_not_found' })));
    expect(await check()).toEqual({
      ok: false,
      words:
        'no-such-model was called. It did not accept the request. Check the base URL, the API and the model’s name.',
      models: ['a', 'b'],
    });
  });

  it('a list that is none -> no models', async () => {
    await save();
    server.treat(serving('<h1>Welcome</h1>', well('chat')));
    expect(await check()).toMatchObject({ models: [] });
  });

  it('neither key nor base URL -> said so, and nothing is sent', async () => {
    await save({ key: '', baseUrl: '' });
    server.treat(fails(500, {}));
    expect(await check()).toMatchObject({ ok: false, words: expect.stringMatching(/neither/) });
    expect(server.received).toEqual([]);
  });

  it('a redirect to another server -> the key does not go there', async () => {
    await save();
    await saveAgent();
    elsewhere.treat(serving(list, well('chat')));
    const { origin } = new URL(elsewhere.baseURL);
    server.treat(
      (response, { path }) => void response.writeHead(307, { location: `${origin}${path}` }).end(),
    );
    await check();
    expect(server.received.length).toBeGreaterThan(0);
    expect(JSON.stringify(elsewhere.received.map(({ headers }) => headers))).not.toContain('canary');
  });

  it('one that is not there -> not found', async () => {
    expect(await refusal(check())).toMatchObject({ code: 'not_found' });
  });
});
