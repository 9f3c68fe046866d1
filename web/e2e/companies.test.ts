import { describe, expect, test, vi } from 'vitest';

import {
  callFunction,
  makeAccount,
  makePerson,
  readCollection,
  readDocument,
  setClaims,
  signIn,
  writeDocument,
  type Account,
  type Fields,
} from './support/emulators.ts';
import { OF_COMPANIES } from './support/company-callables.ts';
import { PATIENCE_MS } from './support/browser.ts';

// Each callable of companies and of super-admins, called through the emulator by who may, with what it then does.

// The first call of a function starts a process of its own, and these are many.
vi.setConfig({ testTimeout: 120_000 });

const CHAT = 'chat0000000000000001';
const versioned = { schemaVersion: 1 };
const called = new Set<string>();

type Answer = { status: number; result?: Fields; error?: { message?: string } };

async function call(name: string, data: Fields, { idToken }: Account): Promise<Answer> {
  const response = await callFunction(name, { idToken, data });
  if (response.ok) called.add(name);
  return { status: response.status, ...((await response.json()) as object) };
}
const done = async (name: string, data: Fields, by: Account): Promise<Fields> => {
  const { status, result = {}, error } = await call(name, data, by);
  expect([name, status, error]).toEqual([name, 200, undefined]);
  return result;
};

const text = (value: unknown) => (typeof value === 'string' ? value : '');

let made = 0;
const pageId = () => {
  made += 1;
  return `p${Date.now()}x${made}`.padEnd(20, 'x').slice(0, 20);
};

/** Somebody whose address is confirmed. */
async function confirmed(name: string): Promise<Account> {
  const uid = `u-${name.toLowerCase()}-${pageId()}`;
  const email = `${uid}@Example.com`;
  const password = `${name}-local`;
  await makePerson({ uid, email, password, displayName: name });
  return signIn({ uid, email, password });
}

async function companyOf(owner: Account): Promise<string> {
  const { tenantId } = await done('createCompany', { id: pageId(), name: 'Acme' }, owner);
  return text(tenantId);
}

/** What the link says that was sent to somebody. */
async function mailTo(email: string): Promise<Fields> {
  const sent = (await readCollection('mail')).find(
    ({ data }) => JSON.stringify(data['to']) === JSON.stringify([email]),
  );
  const found = /\/join\/(?<tenantId>[^/]+)\/(?<invitationId>[^#]+)#(?<secret>\S+?)(?:\\n|\s|")/u.exec(
    JSON.stringify(sent?.data['message']),
  );
  return { ...found?.groups };
}

/** Asks somebody to join a company, who does. */
async function joins(
  tenantId: string,
  owner: Account,
  role: 'admin' | 'member',
  name: string,
): Promise<Account> {
  const account = await confirmed(name);
  await done('inviteMember', { tenantId, email: account.email, role }, owner);
  await done('acceptInvitation', await mailTo(account.email.toLowerCase()), account);
  return account;
}

const roleOf = async (tenantId: string, { uid }: Account) =>
  (await readDocument(`tenants/${tenantId}/members/${uid}`))?.['role'];

const definition: Fields = {
  name: 'Sums',
  description: 'Adds up.',
  tags: ['Sums', ' sums '],
  kind: 'llm',
  instructions: 'You add up.',
  tools: [{ name: 'calculate' }],
  orchestrationEnabled: true,
  examples: [],
};

describe('people of a company', () => {
  test('invited, joins by the link in the e-mail, is removed -> their chat is closed, and they are out', async () => {
    const owner = await confirmed('Olga');
    const company = await companyOf(owner);
    const [ina, unconfirmed] = [await confirmed('Ina'), await makeAccount('Uma')];
    for (const { email } of [ina, unconfirmed]) {
      const asked = { tenantId: company, email, role: 'member' };
      expect((await call('inviteMember', asked, owner)).status).toBe(200);
    }
    const invited = await mailTo(ina.email.toLowerCase());
    expect(invited).toMatchObject({ tenantId: company });
    const refused = await call('acceptInvitation', await mailTo(unconfirmed.email), unconfirmed);
    expect([refused.status, refused.error?.message]).toEqual([
      400,
      'Your e-mail address is not confirmed yet. Confirm it, then open the link again.',
    ]);
    const joined = await call('acceptInvitation', invited, ina);
    expect([joined.status, joined.result]).toEqual([200, { tenantId: company, name: 'Acme' }]);
    expect(await readDocument(`tenants/${company}/members/${ina.uid}`)).toMatchObject({
      name: 'Ina',
      email: ina.email.toLowerCase(),
    });

    const chat = `users/${ina.uid}/orch-chats/${CHAT}`;
    const now = new Date();
    await writeDocument(chat, {
      ...versioned,
      title: 'A chat',
      tenantId: company,
      access: 'open',
      createdAt: now,
      lastMessageAt: now,
    });
    const removed = await call('removeMember', { tenantId: company, uid: ina.uid }, owner);
    expect(removed.status).toBe(200);
    expect(await readDocument(chat)).toMatchObject({ access: 'closed' });
    expect(await readCollection(`tenants/${company}/jobs`)).toEqual([]);
    const outside = await call('listMothers', { tenantId: company }, ina);
    expect(outside.status).toBe(404);
  });

  test('the work of a removal was cut off -> the sweeper goes on with it', async () => {
    const owner = await confirmed('Olga');
    const tenantId = await companyOf(owner);
    const gone = await confirmed('Gil');
    const chat = `users/${gone.uid}/orch-chats/${CHAT}`;
    const createdAt = new Date(Date.now() - 120_000);
    const times = { createdAt, lastMessageAt: createdAt };
    await writeDocument(chat, { ...versioned, title: 'A chat', tenantId, access: 'open', ...times });
    const kind = { type: 'close_chats', uid: gone.uid };
    await writeDocument(`tenants/${tenantId}/jobs/close-cut-off`, { ...versioned, kind, createdAt });
    expect((await callFunction('sweeper-0')).ok).toBe(true);
    expect(await readDocument(chat)).toMatchObject({ access: 'closed' });
    expect(await readCollection(`tenants/${tenantId}/jobs`)).toEqual([]);
  });

  test('renamed, roles changed, an invitation taken back, handed over -> so it is', async () => {
    const owner = await confirmed('Olga');
    const tenantId = await companyOf(owner);
    const member = await joins(tenantId, owner, 'member', 'Mia');
    await done('renameTenant', { tenantId, name: 'Acme & Sons' }, owner);
    expect(await readDocument(`tenants/${tenantId}`)).toMatchObject({ name: 'Acme & Sons' });
    await done('changeRole', { tenantId, uid: member.uid, role: 'admin' }, owner);
    expect(await roleOf(tenantId, member)).toBe('admin');
    const asked = { tenantId, email: 'eve@example.com', role: 'member' };
    const { invitationId = '' } = await done('inviteMember', asked, member);
    await done('revokeInvitation', { tenantId, invitationId }, owner);
    expect(await readDocument(`tenants/${tenantId}/invitations/${text(invitationId)}`)).toMatchObject({
      status: 'revoked',
    });
    const leaving = await call('removeMember', { tenantId, uid: owner.uid }, owner);
    expect([leaving.status, leaving.error?.message]).toEqual([
      400,
      'A company needs an owner. Hand it over to somebody first.',
    ]);
    await done('transferOwnership', { tenantId, uid: member.uid }, owner);
    expect([await roleOf(tenantId, member), await roleOf(tenantId, owner)]).toEqual(['owner', 'admin']);
    await done('removeMember', { tenantId, uid: owner.uid }, owner);
    expect(await roleOf(tenantId, owner)).toBeUndefined();
  });
});

describe('agents and settings of a company', () => {
  test('an agent is saved, tried out, archived; agents are switched off -> so it is', async () => {
    const owner = await confirmed('Olga');
    const tenantId = await companyOf(owner);
    const { tools } = await done('listTools', { tenantId }, owner);
    expect(JSON.stringify(tools)).toContain('"calculate"');
    expect(await done('saveAgent', { tenantId, agentId: 'sums', version: 0, definition }, owner)).toEqual({
      version: 1,
    });
    expect(await readDocument(`tenants/${tenantId}/agents/sums`)).toMatchObject({ tags: ['sums'] });
    expect(await readDocument(`tenants/${tenantId}/agents/sums/versions/1`)).toMatchObject({
      savedBy: owner.uid,
    });

    const tried = { tenantId, tryId: pageId(), definition, goal: 'Add 40 and 2.' };
    const { chatId, taskId } = await done('tryAgent', tried, owner);
    const task = `users/${owner.uid}/orch-chats/${text(chatId)}/tasks/${text(taskId)}`;
    expect(await readDocument(task)).toMatchObject({ agentName: 'Sums', title: 'Add 40 and 2.' });
    const woken = async () => {
      const state = await readDocument(task.replace(/tasks\/task/u, 'state/agent'));
      return Number(state?.['epoch']);
    };
    await expect.poll(woken, { timeout: PATIENCE_MS }).toBeGreaterThan(0);

    await done('archiveAgent', { tenantId, agentId: 'sums', archived: true }, owner);
    expect(await readDocument(`tenants/${tenantId}/agents/sums`)).toMatchObject({
      orchestrationEnabled: false,
    });
    const changes = { enabled: false, confidenceThreshold: 0.9, persona: 'Be brief.' };
    await done('saveOrchestration', { tenantId, changes }, owner);
    expect(await readDocument(`tenants/${tenantId}`)).toMatchObject({ orchestration: changes });
    expect(await readCollection(`tenants/${tenantId}/jobs`)).toMatchObject([
      { data: { kind: { type: 'end_tasks' } } },
    ]);
  });

  test('a connection is saved, tried and deleted', async () => {
    const owner = await confirmed('Olga');
    const tenantId = await companyOf(owner);
    const shop = { tenantId, credentialId: 'shop' };
    await done(
      'saveConnection',
      {
        ...shop,
        kind: 'woocommerce',
        label: 'The shop',
        url: 'http://127.0.0.1:9/nothing',
        keys: { consumerKey: 'ck_0123456789abcdef', consumerSecret: 'cs_0123456789abcdef' },
      },
      owner,
    );
    expect(await readDocument(`tenants/${tenantId}/credential_summaries/shop`)).toMatchObject({
      lastFour: 'cdef',
    });
    expect(await done('checkConnection', shop, owner)).toMatchObject({ ok: false });
    await done('deleteConnection', { ...shop, force: false }, owner);
    expect(await readDocument(`tenants/${tenantId}/credentials/shop`)).toBeNull();
  });
});

test('what a super-admin sets up can be chosen as Mother, and is gone when it is deleted', async () => {
  const person = await confirmed('Sue');
  await setClaims(person, { superAdmin: true });
  const sue = await signIn(person);
  const providerId = pageId();
  const adminAgentId = pageId();
  const name = `Mother ${adminAgentId}`;
  const provider = {
    providerId,
    name: 'Local',
    adapter: 'chat',
    baseUrl: 'http://127.0.0.1:9/v1',
    key: null,
  };
  await done('saveProvider', provider, sue);
  expect(await done('checkProvider', { providerId }, sue)).toMatchObject({ ok: false });
  const mother = {
    adminAgentId,
    name,
    description: 'Kind.',
    providerId,
    model: 'm-1',
    reasoningEffort: null,
    persona: 'You are kind.',
    price: { input: 1, cached: 1, output: 1 },
  };
  await done('saveAdminAgent', mother, sue);
  expect(JSON.stringify(await done('listModels', {}, sue))).toContain(name);
  const tenantId = await companyOf(sue);
  const mothers = async () => JSON.stringify(await done('listMothers', { tenantId }, sue));
  expect(await mothers()).toContain(name);
  expect(await mothers()).not.toContain('You are kind.');
  await done('saveOrchestration', { tenantId, changes: { adminAgentId } }, sue);
  await done('deleteAdminAgent', { adminAgentId }, sue);
  await done('deleteProvider', { providerId }, sue);
  expect(await mothers()).not.toContain(name);
});

test('each of them has been called by then', () => {
  expect([...called].toSorted()).toEqual(OF_COMPANIES.toSorted());
});
