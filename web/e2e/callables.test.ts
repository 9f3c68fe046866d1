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

/** What a call of each of them has to hold; `{}` where it takes nothing. */
const valid: Readonly<Record<string, Fields>> = {
  createPersonalTenant: {},
  renameChat: { chatId: CHAT, title: 'Another title' },
  pinChat: { chatId: CHAT, pinned: true },
  deleteChat: { chatId: CHAT },
  restoreChat: { chatId: CHAT },
  rateReply: { chatId: CHAT, messageId: 'mother-0', rating: 'bad', comment: 'No' },
};
const callables = Object.keys(valid);
const onChats = callables.filter((name) => name !== 'createPersonalTenant');

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

type Refused = { error?: { status?: string; message?: string; details?: unknown } };

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
    for (const fields of claims) {
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

describe.each(onChats)('%s', (name) => {
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

  test('each field as something else than it is, or missing -> refused, and nothing is changed', async () => {
    const account = await personWithChat('Vera');
    const before = await everythingOf(account.uid);
    const input = valid[name] ?? {};
    const ids = ['chatId', 'messageId'].filter((field) => field in input);
    const wrong = [
      ...ids.flatMap((field) => strangeIds.map((id) => ({ ...input, [field]: id }))),
      ...Object.keys(input).flatMap((field) =>
        [[], {}, 1e308, 'x'.repeat(100_000)].map((value) => ({ ...input, [field]: value })),
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
