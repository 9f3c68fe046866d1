import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoKeys } from '../../../emulator-data/shop/keys.ts';
import { startDemoShop, type DemoShop } from '../../../emulator-data/shop/server.ts';
import { checkShop, sendOutside } from '../../src/connectors/index.ts';
import {
  AppError,
  credential,
  credentialSummary,
  limits,
  paths,
  type Credential,
} from '../../src/contracts/index.ts';
import { knownOf } from '../../src/engine/log.ts';
import { set } from '../../src/store/documents.ts';
import { PreconditionFailed, type Store } from '../../src/store/port.ts';
import { createConnect } from '../../src/tenants/connect.ts';
import {
  checkConnection,
  deleteConnection,
  saveConnection,
  type Saving,
} from '../../src/tenants/connections.ts';
import { vaultOf, type Vault } from '../../src/vault/vault.ts';
import { emulatorStore } from '../support/emulator.ts';
import { ListeningServer } from '../support/listening-server.ts';
import { refusal } from '../support/refusal.ts';
import { aCompany, outcomes } from '../support/company.ts';
import { anAgentWith } from '../support/agent-with.ts';
import { newKey, vaultWith } from '../support/vault.ts';

const vault = vaultWith(newKey('k'));
const keys = { consumerKey: 'ck_0123456789_canary', consumerSecret: 'cs_0123456789_canary' };
const send = sendOutside({ allowLoopback: true });

let store: Store;
let demoShop: DemoShop;
beforeAll(async () => {
  store = await emulatorStore(true);
  demoShop = await startDemoShop(0);
});
afterAll(() => demoShop.stop());

type Input = Parameters<typeof saveConnection>[2];

/** A company with what an admin of it can do with its connections. */
async function company(other: Partial<Saving> = {}) {
  const people = await aCompany(store);
  const { tenantId } = people;
  const admin = people.admin.uid;
  const saving: Saving = { store, vault, allowHttp: true, ...other };
  const heard: string[] = [];
  const connect = createConnect({
    store,
    vault: saving.vault,
    send,
    onError: (error) => heard.push(knownOf(error).error),
  });
  const given = (fields: Partial<Input> = {}): Input => ({
    tenantId,
    credentialId: 'shop',
    kind: 'woocommerce',
    label: 'Our shop',
    url: 'https://shop.example',
    keys,
    ...fields,
  });
  return {
    tenantId,
    admin,
    member: people.member.uid,
    heard,
    connect: (credentialId = 'shop') => connect(tenantId, credentialId),
    save: (fields: Partial<Input> = {}, uid = admin) => saveConnection(saving, uid, given(fields)),
    delete: (force = false, uid = admin) =>
      deleteConnection(store, uid, { tenantId, credentialId: 'shop', force }),
    check: (uid = admin) =>
      checkConnection(store, uid, { tenantId, credentialId: 'shop' }, async () =>
        checkShop(await connect(tenantId, 'shop'), AbortSignal.timeout(5_000)),
      ),
    summary: async () => {
      const found = await store.get(paths.credentialSummaries.one(tenantId, 'shop'));
      return found && credentialSummary.parse(found.data);
    },
    stored: async () => {
      const all = await Promise.all(
        [paths.credentials.one(tenantId, 'shop'), paths.credentialSummaries.one(tenantId, 'shop')].map(
          (path) => store.get(path),
        ),
      );
      return all.map((found) => found && found.data);
    },
  };
}

describe('saving a connection', () => {
  it('a new one -> sealed, with a summary that has the last four characters; it opens for a call', async () => {
    const our = await company();
    await our.save({ url: 'https://shop.example/' });
    expect(JSON.stringify(await our.stored())).not.toContain('canary');
    expect(await our.summary()).toMatchObject({
      kind: 'woocommerce',
      label: 'Our shop',
      url: 'https://shop.example',
      lastFour: 'nary',
      checkedAt: null,
      problem: null,
    });
    expect(await our.connect()).toMatchObject({ kind: 'woocommerce', url: 'https://shop.example', keys });
  });

  it('a short key -> nothing of it is shown', async () => {
    const our = await company();
    await our.save({ keys: { consumerKey: 'ck_secret', consumerSecret: 'cs' } });
    expect(await our.summary()).toMatchObject({ lastFour: '' });
  });

  it('another label without keys -> those that are there stay, and what the last try gave', async () => {
    const our = await company();
    await our.save();
    await store.commit([
      {
        op: 'update',
        path: paths.credentialSummaries.one(our.tenantId, 'shop'),
        data: { problem: 'Closed.' },
      },
    ]);
    const [before] = await our.stored();
    await our.save({ label: 'The old shop', keys: null });
    expect((await our.stored())[0]).toEqual(before);
    expect(await our.summary()).toMatchObject({
      label: 'The old shop',
      lastFour: 'nary',
      problem: 'Closed.',
    });
  });

  it('other keys -> those, and the last try counts no more', async () => {
    const our = await company();
    await our.save();
    await store.commit([
      {
        op: 'update',
        path: paths.credentialSummaries.one(our.tenantId, 'shop'),
        data: { problem: 'Closed.' },
      },
    ]);
    const others = { consumerKey: 'ck_other_0123456', consumerSecret: 'cs_other' };
    await our.save({ keys: others });
    expect(await our.connect()).toMatchObject({ keys: others });
    expect(await our.summary()).toMatchObject({ lastFour: '3456', problem: null });
  });

  it.each([
    'https://evil.example',
    'https://shop.example.evil.example',
    'https://shop.example/other',
    'https://shop.example:8443',
    'http://shop.example',
  ])('another address, %s, without keys -> refused; with keys -> taken', async (url) => {
    const our = await company();
    await our.save();
    const before = await our.stored();
    const { code, words } = await refusal(our.save({ url, keys: null }));
    expect(code).toBe('invalid_input');
    expect(words).toMatch(/keys have to be given again/);
    expect(await our.stored()).toEqual(before);
    await our.save({ url });
    expect(await our.connect()).toMatchObject({ url });
  });

  it('the same address written differently, without keys -> the same', async () => {
    const our = await company();
    await our.save({ url: 'https://shop.example/store' });
    await our.save({ url: 'HTTPS://Shop.example:443/store//', keys: null, label: 'Again' });
    expect(await our.summary()).toMatchObject({ url: 'https://shop.example/store', label: 'Again' });
  });

  it.each([
    ['http, where it is deployed', 'http://shop.example', /https/],
    ['a user name', 'https://user@shop.example', /user name/],
    ['a password', 'https://:secret@shop.example', /user name/],
    ['a query', 'https://shop.example?x=1', /front page/],
    ['an empty query', 'https://shop.example/?', /front page/],
    ['a fragment', 'https://shop.example/#x', /front page/],
  ])('%s in the address -> refused in words', async (_, url, says) => {
    const our = await company({ allowHttp: false });
    const { code, words } = await refusal(our.save({ url }));
    expect(code).toBe('invalid_input');
    expect(words).toMatch(says);
    expect(await our.stored()).toEqual([null, null]);
  });

  it('a new one without keys -> refused', async () => {
    const our = await company();
    expect(await refusal(our.save({ keys: null }))).toMatchObject({ code: 'invalid_input' });
    expect(await our.stored()).toEqual([null, null]);
  });

  it.each([
    ['a member', true, 'not_allowed'],
    ['somebody else', false, 'not_found'],
  ])('by %s -> refused, and nothing is changed', async (_, isMember, code) => {
    const our = await company();
    await our.save();
    const before = await our.stored();
    const uid = isMember ? our.member : 'somebody-else';
    expect(await refusal(our.save({ label: 'Mine' }, uid))).toMatchObject({ code });
    expect(await refusal(our.delete(true, uid))).toMatchObject({ code });
    expect(await refusal(our.check(uid))).toMatchObject({ code });
    expect(await our.stored()).toEqual(before);
  });

  it('by an admin of another tenant, with an id of ours -> one of theirs, and ours is as it was', async () => {
    const [our, their] = [await company(), await company()];
    await our.save();
    const before = await our.stored();
    await their.save({ label: 'Theirs' });
    expect(await our.stored()).toEqual(before);
    expect(await their.summary()).toMatchObject({ label: 'Theirs' });
  });

  it('without the vault’s keys -> said so in words, and nothing is stored', async () => {
    const our = await company({ vault: vaultOf(() => '') });
    const { code, words } = await refusal(our.save());
    expect(code).toBe('internal');
    expect(words).toMatch(/has to set it up/);
    expect(await our.stored()).toEqual([null, null]);
  });

  it('as many as there may be, and one more -> refused', async () => {
    const our = await company();
    for (let n = 1; n < limits.connectionsPerTenant; n += 1) await our.save({ credentialId: `shop-${n}` });
    const both = [our.save({ credentialId: 'shop-0' }), our.save({ credentialId: 'shop-more' })];
    expect((await outcomes(both)).toSorted()).toEqual(['ok', 'too_many']);
    expect(await refusal(our.save())).toMatchObject({ code: 'too_many' });
    await our.save({ credentialId: 'shop-1', label: 'Still possible' });
  });

  it('twice at once, with another address each -> keys and address of the same one', async () => {
    const our = await company();
    await our.save();
    const [one, other] = ['one', 'other'].map((name) => ({
      url: `https://${name}.example`,
      keys: { consumerKey: `ck-${name}`, consumerSecret: `cs-${name}` },
    }));
    await Promise.all([our.save(one), our.save(other)]);
    const { url, keys: saved } = await our.connect();
    expect([one, other]).toContainEqual({ url, keys: saved });
    expect(await our.summary()).toMatchObject({ url });
  });

  it('by an admin who is removed meanwhile -> refused', async () => {
    const our = await company();
    let isRemoved = false;
    const removing: Store = {
      get: (path) => store.get(path),
      query: (query) => store.query(query),
      listen: (query, onChange) => store.listen(query, onChange),
      listenTo: (path, onChange) => store.listenTo(path, onChange),
      commit: async (writes) => {
        if (!isRemoved)
          await store.commit([{ op: 'delete', path: paths.members.one(our.tenantId, our.admin) }]);
        isRemoved = true;
        return store.commit(writes);
      },
    };
    const given = {
      tenantId: our.tenantId,
      credentialId: 'shop',
      kind: 'woocommerce',
      label: 'L',
      url: 'https://a.example',
      keys,
    } as const;
    const work = saveConnection({ store: removing, vault, allowHttp: false }, our.admin, given);
    expect(await refusal(work)).toMatchObject({ code: 'not_found' });
    expect(await our.stored()).toEqual([null, null]);
  });
});

describe('opening a connection', () => {
  it.each<[string, (our: Awaited<ReturnType<typeof company>>) => Promise<unknown>]>([
    ['deleted', (our) => our.delete()],
    [
      'of another tenant',
      (our) => store.commit([{ op: 'delete', path: paths.credentials.one(our.tenantId, 'shop') }]),
    ],
  ])('%s -> gone, in words', async (_, change) => {
    const our = await company();
    await our.save();
    await change(our);
    await expect(our.connect()).rejects.toThrow(/connection is gone/);
    expect(our.heard).toEqual([]);
  });

  it.each(['', '..', '../other/credentials/shop', 'a/b'])('the id “%s” -> gone', async (id) => {
    const our = await company();
    await expect(our.connect(id)).rejects.toThrow(/connection is gone/);
  });

  it.each<[string, Vault, RegExp]>([
    [
      'a key that is not there any more',
      vaultWith(newKey('other')),
      /credential shop of .* is sealed with key k/,
    ],
    ['no keys at all', vaultOf(() => ''), /VAULT_KEYS is not set/],
  ])('%s -> cannot be read, in words, and the log says why', async (_, without, says) => {
    const our = await company();
    await our.save();
    const heard: string[] = [];
    const connect = createConnect({
      store,
      vault: without,
      send,
      onError: (error) => heard.push(knownOf(error).error),
    });
    await expect(connect(our.tenantId, 'shop')).rejects.toThrow(/has to enter them again/);
    expect(heard).toEqual([expect.stringMatching(says)]);
  });

  it('a credential that was copied to another tenant or another id -> cannot be read', async () => {
    const [our, their] = [await company(), await company()];
    await our.save();
    const [stored] = await our.stored();
    const copy = credential.parse(stored);
    await store.commit([
      set<Credential>(paths.credentials.one(their.tenantId, 'shop'), copy),
      set<Credential>(paths.credentials.one(our.tenantId, 'copy'), copy),
    ]);
    await expect(their.connect()).rejects.toThrow(/cannot be read/);
    await expect(our.connect('copy')).rejects.toThrow(/cannot be read/);
    expect(their.heard).toEqual([expect.stringMatching(/does not open/)]);
  });

  it('an address that somebody wrote into the summary -> the keys go where they were given for', async () => {
    const our = await company();
    await our.save();
    const path = paths.credentialSummaries.one(our.tenantId, 'shop');
    await store.commit([{ op: 'update', path, data: { url: 'https://evil.example' } }]);
    expect(await our.connect()).toMatchObject({ url: 'https://shop.example' });
  });
});

describe('trying a connection', () => {
  it('the right keys -> well, and kept', async () => {
    const our = await company();
    await our.save({ url: demoShop.url, keys: demoKeys });
    expect(await our.check()).toMatchObject({ ok: true });
    const summary = await our.summary();
    expect(summary).toMatchObject({ problem: null });
    expect(summary?.checkedAt).not.toBeNull();
  });

  it('a wrong key -> said so, and kept; mended -> well', async () => {
    const our = await company();
    await our.save({ url: demoShop.url });
    const checked = await our.check();
    expect(checked).toMatchObject({ ok: false, words: expect.stringMatching(/key/) });
    expect(await our.summary()).toMatchObject({ problem: checked.words });
    await our.save({ url: demoShop.url, keys: demoKeys });
    expect(await our.check()).toMatchObject({ ok: true });
    expect(await our.summary()).toMatchObject({ problem: null });
  });

  it.each([
    ['a private address', 'https://10.0.0.1'],
    ['a name that leads inside', 'https://metadata.google.internal'],
    ['nobody there', 'http://127.0.0.1:9'],
  ])('%s -> said so in words, and kept', async (_, url) => {
    const our = await company();
    await our.save({ url });
    const checked = await our.check();
    expect(checked.ok).toBe(false);
    expect(checked.words).toMatch(/^[A-Z0-9m].*\.$/u);
    expect(await our.summary()).toMatchObject({ problem: checked.words });
  });

  it.each<[string, number, string]>([
    ['a page of HTML', 200, '<h1>Hello</h1>'],
    ['JSON of something else', 200, '{"orders":"none"}'],
    ['an error', 500, '{"code":"internal"}'],
    ['no such route', 404, '{"code":"rest_no_route","message":"No route"}'],
  ])('%s -> no shop, in words that repeat no key', async (_, status, body) => {
    const server = new ListeningServer((request, response) => {
      response.writeHead(status, { 'x-echo': String(request.headers.authorization) });
      response.end(body.replace('Hello', String(request.headers.authorization)));
    });
    await server.start();
    const our = await company();
    await our.save({ url: `http://127.0.0.1:${server.port}` });
    const checked = await our.check();
    await server.stop();
    expect(server.received).toMatchObject([{ method: 'GET' }]);
    expect(checked.ok).toBe(false);
    const pair = Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString('base64');
    for (const secret of [...Object.values(keys), pair])
      expect(JSON.stringify([checked, await our.stored()])).not.toContain(secret);
  });

  it('changed while it was tried -> what was tried is not kept of what is there now', async () => {
    const our = await company();
    await our.save({ url: demoShop.url });
    const named = { tenantId: our.tenantId, credentialId: 'shop' };
    const checked = await checkConnection(store, our.admin, named, async () => {
      await our.save({ url: demoShop.url, keys: demoKeys });
      return { ok: false, words: 'No.' };
    });
    expect(checked).toEqual({ ok: false, words: 'No.' });
    expect(await our.summary()).toMatchObject({ problem: null, checkedAt: null });
  });

  it('one that is not there -> not found', async () => {
    const our = await company();
    expect(await refusal(our.check())).toMatchObject({ code: 'not_found' });
  });
});

describe('deleting a connection', () => {
  it('one that nobody uses -> gone, keys and summary', async () => {
    const our = await company();
    await our.save();
    await our.delete();
    expect(await our.stored()).toEqual([null, null]);
    expect(await refusal(our.delete())).toMatchObject({ code: 'not_found' });
  });

  it('in use -> refused, naming the agents of this tenant; with force -> gone', async () => {
    const [our, their] = [await company(), await company()];
    await our.save();
    await store.commit([
      anAgentWith(our.tenantId, 'Shop assistant', 'shop'),
      anAgentWith(our.tenantId, 'Other', 'another-shop'),
      anAgentWith(their.tenantId, 'Theirs', 'shop'),
    ]);
    const { code, words } = await refusal(our.delete());
    expect(code).toBe('in_use');
    expect(words).toContain('It is used by Shop assistant.');
    expect(await our.summary()).not.toBeNull();
    await our.delete(true);
    expect(await our.stored()).toEqual([null, null]);
  });

  it('used by very many -> some are named, the others counted', async () => {
    const our = await company();
    await our.save();
    await store.commit(Array.from({ length: 9 }, () => anAgentWith(our.tenantId, 'Same', 'shop')));
    expect((await refusal(our.delete())).words).toContain('It is used by Same and 4 more.');
  });

  it('as it was saved anew -> another one does not come back by halves', async () => {
    const our = await company();
    await our.save();
    await Promise.all([our.save({ label: 'New', keys: null }).catch(refused), our.delete()]);
    const [kept, summary] = await our.stored();
    expect(kept === null).toBe(summary === null);
  });
});

/** Deleted before it was saved: that is an answer too. */
function refused(error: unknown): void {
  if (!(error instanceof AppError || error instanceof PreconditionFailed)) throw error;
}
