import { describe, expect, test } from 'vitest';

import * as contracts from '../../functions/src/contracts/callables/index.ts';
import {
  callFunction,
  makeAccount,
  readCollection,
  readDocument,
  writeDocument,
  type Account,
  type Fields,
} from './support/emulators.ts';

// Somebody who is signed in calls the functions past the page. Every callable there is has its cases here: which ones
// there are is asked of the contracts, and of the emulator that has loaded them.

const CHAT = 'chat0000000000000001';
const versioned = { schemaVersion: 1 };

const TENANT = 'company-somebodyelses0000001';
const definition: Fields = {
  name: 'Clerk',
  description: 'Knows the invoices.',
  tags: ['invoice'],
  kind: 'llm',
  instructions: 'You know the invoices.',
  tools: [],
  orchestrationEnabled: true,
  examples: [],
};
const tenantId = TENANT;
const price = { input: 0, cached: 0, output: 0 };

/** What a call of each of them has to hold; `{}` where it takes nothing. */
const valid: Readonly<Record<string, Fields>> = {
  createPersonalTenant: {},
  createCompany: { id: 'abcdefghij0123456789', name: 'Acme' },
  renameTenant: { tenantId, name: 'Another' },
  inviteMember: { tenantId, email: 'ina@example.com', role: 'admin' },
  revokeInvitation: { tenantId, invitationId: 'i-1' },
  acceptInvitation: { tenantId, invitationId: 'i-1', secret: 'a-secret' },
  changeRole: { tenantId, uid: 'u-1', role: 'admin' },
  removeMember: { tenantId, uid: 'u-1' },
  transferOwnership: { tenantId, uid: 'u-1' },
  saveOrchestration: {
    tenantId,
    changes: { enabled: false, confidenceThreshold: 0.5, persona: 'Obey.' },
  },
  listMothers: { tenantId },
  listTools: { tenantId },
  saveAgent: { tenantId, agentId: 'clerk', version: 0, definition },
  archiveAgent: { tenantId, agentId: 'clerk', archived: true },
  tryAgent: { tenantId, tryId: 'abcdefghij0123456789', definition, goal: 'Try.' },
  saveConnection: {
    tenantId,
    credentialId: 'shop',
    kind: 'woocommerce',
    label: 'The shop',
    url: 'https://shop.example.com',
    keys: { consumerKey: 'ck_0123456789abcdef', consumerSecret: 'cs_0123456789abcdef' },
  },
  checkConnection: { tenantId, credentialId: 'shop' },
  deleteConnection: { tenantId, credentialId: 'shop', force: true },
  renameChat: { chatId: CHAT, title: 'Another title' },
  pinChat: { chatId: CHAT, pinned: true },
  deleteChat: { chatId: CHAT },
  restoreChat: { chatId: CHAT },
  rateReply: { chatId: CHAT, messageId: 'mother-0', rating: 'bad', comment: 'No' },
  listModels: {},
  saveProvider: { providerId: 'p-1', name: 'X', adapter: 'chat', baseUrl: '', key: null },
  checkProvider: { providerId: 'p-1' },
  deleteProvider: { providerId: 'p-1' },
  saveAdminAgent: {
    adminAgentId: 'm-1',
    name: 'X',
    description: '',
    providerId: 'p-1',
    model: 'x',
    reasoningEffort: null,
    persona: '',
    price,
  },
  deleteAdminAgent: { adminAgentId: 'm-1' },
};
const callables = Object.keys(valid);
const withInput = callables.filter((name) => Object.keys(valid[name] ?? {}).length > 0);
const taking = (field: string) => callables.filter((name) => field in (valid[name] ?? {}));
/** Of the whole deployment. */
const bySuperAdmins = [
  'listModels',
  'saveProvider',
  'checkProvider',
  'deleteProvider',
  'saveAdminAgent',
  'deleteAdminAgent',
];

/** Who somebody says they are, and where they say that something is. */
const forged: readonly Fields[] = [
  { uid: 'somebody-else' },
  { userId: 'somebody-else', auth: { uid: 'somebody-else' } },
  { tenantId: 'personal-somebody-else' },
  { role: 'owner', admin: true },
  { path: 'users/somebody-else/orch-chats/chat0000000000000001' },
  { schemaVersion: 2, access: 'open' },
  { constructor: { prototype: { isAdmin: true } } },
];

/** What is no id of a document. */
const strangeIds = [
  '',
  ' ',
  '.',
  '..',
  '../../somebody-else/orch-chats/chat0000000000000001',
  `${CHAT}/messages/mother-0`,
  '__proto__',
  '__name__',
  '%2e%2e%2f',
  `${CHAT}\n`,
  `${CHAT}\u0000`,
  'c\u200Bhat0000000000000001',
  'x'.repeat(129),
  'x'.repeat(100_000),
  null,
  7,
  true,
  [CHAT],
  { id: CHAT },
];

type Refused = { result?: unknown; error?: { status?: string; message?: string; details?: unknown } };

/** Calls with anything at all, also with what is no object; gives the status, and whether the answer says anything inside. */
async function call(name: string, data: unknown, { idToken }: Partial<Account> = {}) {
  const response = await fetch(`${process.env['MOTHER_FUNCTIONS_URL']}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(idToken !== undefined && { authorization: `Bearer ${idToken}` }),
    },
    body: JSON.stringify({ data }),
  });
  const text = await response.text();
  expect(text).not.toMatch(/orch-chats|tenants\/|\bat .*\.ts|stack|zod|schema/iu);
  return { status: response.status, ...(JSON.parse(text) as Refused) };
}

/** Everything that a person has and that a call could change. */
const everythingOf = async (uid: string) => ({
  chats: await readCollection(`users/${uid}/orch-chats`),
  messages: await readCollection(`users/${uid}/orch-chats/${CHAT}/messages`),
  tenant: await readDocument(`tenants/personal-${uid}`),
  members: await readCollection(`tenants/personal-${uid}/members`),
  agents: await readCollection(`tenants/personal-${uid}/agents`),
});

/** Somebody with a chat, in which a reply stands. */
async function personWithChat(name: string): Promise<Account> {
  const account = await makeAccount(name);
  await callFunction('createPersonalTenant', { idToken: account.idToken });
  const chat = `users/${account.uid}/orch-chats/${CHAT}`;
  const createdAt = new Date();
  const tenantId = `personal-${account.uid}`;
  await writeDocument(chat, {
    ...versioned,
    title: 'A chat',
    tenantId,
    access: 'open',
    createdAt,
    lastMessageAt: createdAt,
  });
  await writeDocument(`${chat}/messages/mother-0`, {
    ...versioned,
    role: 'assistant',
    kind: 'text',
    content: 'Hello',
    status: 'complete',
    createdAt,
    startedAt: createdAt,
    inReplyTo: [],
    taskIds: [],
    questionId: null,
    retryAt: null,
    error: null,
    runId: null,
    feedback: null,
    answered: null,
  });
  return account;
}

/** A company that somebody owns. */
async function companyOf(account: Account): Promise<string> {
  companies += 1;
  const id = `c${Date.now()}${companies}`.padEnd(20, 'x').slice(0, 20);
  const { result } = await call('createCompany', { id, name: 'Acme' }, account);
  return (result as { tenantId: string }).tenantId;
}
let companies = 0;

const everythingOfTenant = async (tenant: string) => ({
  tenant: await readDocument(`tenants/${tenant}`),
  members: await readCollection(`tenants/${tenant}/members`),
  invitations: await readCollection(`tenants/${tenant}/invitations`),
  agents: await readCollection(`tenants/${tenant}/agents`),
  credentials: await readCollection(`tenants/${tenant}/credentials`),
  jobs: await readCollection(`tenants/${tenant}/jobs`),
});

test('every callable has its cases', async () => {
  const named = Object.values(contracts).flatMap((one) =>
    typeof one === 'object' && one !== null && 'name' in one ? [one.name] : [],
  );
  expect(named.toSorted()).toEqual(callables.toSorted());
  const response = await fetch(new URL('/backends', process.env['MOTHER_FUNCTIONS_URL']));
  const { backends } = (await response.json()) as {
    backends: { functionTriggers: { name: string; labels?: Record<string, string> }[] }[];
  };
  const loaded = backends.flatMap(({ functionTriggers }) => functionTriggers);
  const callable = loaded.filter(({ labels }) => labels?.['deployment-callable'] === 'true');
  expect(callable.map(({ name }) => name).toSorted()).toEqual(callables.toSorted());
});

describe.each(callables)('%s', (name) => {
  // The emulator takes any token for what it says; that a forged one is refused is Firebase's, and not tried here.
  test('not signed in -> told so, and nothing is changed', async () => {
    const { uid } = await personWithChat('Vera');
    const before = await everythingOf(uid);
    const answer = await call(name, { ...valid[name], uid });
    expect([answer.status, answer.error?.status]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.error?.message).toBe('You are signed out. Sign in to go on.');
    expect(await everythingOf(uid)).toEqual(before);
  });

  test('with who one would like to be -> refused, and nothing is changed', async () => {
    const [victim, attacker] = [await personWithChat('Vera'), await personWithChat('Mallory')];
    const before = [await everythingOf(victim.uid), await everythingOf(attacker.uid)];
    const claims = [...forged, { uid: victim.uid }, { tenantId: `personal-${victim.uid}` }];
    // What it takes anyway is tried below.
    const strange = claims.filter((fields) =>
      Object.keys(fields).some((key) => !(key in (valid[name] ?? {}))),
    );
    for (const fields of strange) {
      const answer = await call(name, { ...valid[name], ...fields }, attacker);
      expect([fields, answer.status, answer.error?.status]).toEqual([fields, 400, 'INVALID_ARGUMENT']);
      expect(answer.error?.message).toBe('That input is not valid.');
    }
    expect([await everythingOf(victim.uid), await everythingOf(attacker.uid)]).toEqual(before);
  });

  test('with something else than an object, or far too much -> refused, and nothing is changed', async () => {
    const account = await personWithChat('Vera');
    const before = await everythingOf(account.uid);
    const deep = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`) as unknown;
    for (const data of [
      'text',
      7,
      true,
      [],
      [valid[name] ?? {}],
      { more: 'x'.repeat(5_000_000) },
      { deep },
    ]) {
      const answer = await call(name, data, account);
      expect([answer.status, answer.error?.status]).toEqual([400, 'INVALID_ARGUMENT']);
    }
    expect(await everythingOf(account.uid)).toEqual(before);
  });
});

describe.each(taking('chatId'))('%s', (name) => {
  test('a chat of somebody else’s, or none -> not there, and nothing is changed', async () => {
    const [victim, attacker] = [await personWithChat('Vera'), await makeAccount('Mallory')];
    const before = await everythingOf(victim.uid);
    for (const chatId of [CHAT, 'nothing-of-the-kind']) {
      const answer = await call(name, { ...valid[name], chatId }, attacker);
      expect([answer.status, answer.error?.status]).toEqual([404, 'NOT_FOUND']);
      expect(answer.error?.message).toBe('It is no longer there.');
    }
    expect(await everythingOf(victim.uid)).toEqual(before);
    expect(await readCollection(`users/${attacker.uid}/orch-chats`)).toEqual([]);
  });
});

describe.each(taking('tenantId'))('%s', (name) => {
  test('a company of somebody else’s, their own space, or none -> the same words, and nothing is changed', async () => {
    const [victim, attacker] = [await personWithChat('Vera'), await personWithChat('Mallory')];
    const company = await companyOf(victim);
    const before = [await everythingOf(victim.uid), await everythingOfTenant(company)];
    const input = { ...valid[name], ...('uid' in (valid[name] ?? {}) && { uid: victim.uid }) };
    const answers = [];
    for (const tenant of [company, `personal-${victim.uid}`, 'company-nothing00000000000001']) {
      const { status, error } = await call(name, { ...input, tenantId: tenant }, attacker);
      answers.push([status, error?.status, error?.message]);
    }
    const refused =
      name === 'acceptInvitation'
        ? [400, 'FAILED_PRECONDITION', 'This invitation is no longer valid. Ask for a new one.']
        : [404, 'NOT_FOUND', 'It is no longer there.'];
    expect(answers).toEqual([refused, refused, refused]);
    expect([await everythingOf(victim.uid), await everythingOfTenant(company)]).toEqual(before);
  });
});

describe.each(bySuperAdmins)('%s', (name) => {
  test('by who owns a company, whatever they say of themselves -> refused', async () => {
    const owner = await personWithChat('Vera');
    await companyOf(owner);
    const answer = await call(name, valid[name], owner);
    expect([answer.status, answer.error?.status]).toEqual([403, 'PERMISSION_DENIED']);
    const claimed = await call(name, { ...valid[name], superAdmin: true }, owner);
    expect(claimed.status).toBe(400);
  });
});

describe.each(withInput)('%s', (name) => {
  test('each field as something else than it is, or missing -> refused, and nothing is changed', async () => {
    const account = await personWithChat('Vera');
    const before = await everythingOf(account.uid);
    const input = valid[name] ?? {};
    const ids = Object.keys(input).filter(
      (field) => field === 'id' || field === 'uid' || field.endsWith('Id'),
    );
    const wrong = [
      ...ids.flatMap((field) => strangeIds.map((id) => ({ ...input, [field]: id }))),
      ...Object.keys(input).flatMap((field) =>
        // Of changes there may be none.
        [[], ...(field === 'changes' ? [{ more: 1 }] : [{}]), 1e308, 'x'.repeat(100_000)].map((value) => ({
          ...input,
          [field]: value,
        })),
      ),
      ...ids.map((field) => Object.fromEntries(Object.entries(input).filter(([key]) => key !== field))),
    ];
    for (const data of wrong) {
      const answer = await call(name, data, account);
      expect([JSON.stringify(data).slice(0, 200), answer.status]).toEqual([
        JSON.stringify(data).slice(0, 200),
        400,
      ]);
    }
    expect(await everythingOf(account.uid)).toEqual(before);
  });
});

test('far too many tags, or far too long ones -> said where, and how many there may be', async () => {
  const account = await personWithChat('Vera');
  const company = await companyOf(account);
  const save = (tags: readonly string[]) =>
    call(
      'saveAgent',
      { ...valid['saveAgent'], tenantId: company, definition: { ...definition, tags } },
      account,
    );
  const many = await save(Array.from({ length: 10_000 }, (_, n) => `tag ${n}`));
  expect([many.status, many.error?.message]).toEqual([
    400,
    expect.stringContaining('definition.tags: Too big'),
  ]);
  expect(many.error?.message).toContain('20');
  const long = await save(['fits', 'x'.repeat(500)]);
  expect([long.status, long.error?.message]).toEqual([
    400,
    expect.stringContaining('definition.tags.1: Too big'),
  ]);
  expect(long.error?.message).not.toContain('xxx');
  expect((await save(['Fits', 'fits '])).status).toBe(200);
  const [saved] = await readCollection(`tenants/${company}/agents`);
  expect(saved?.data).toMatchObject({ tags: ['fits'], version: 1 });
});
