import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  actorState,
  agent,
  chat,
  groups,
  mail,
  member,
  message,
  part,
  paths,
  patterns,
  question,
  run,
  subAgent,
  subAgentMessage,
  task,
  tenant,
  wake,
} from '../../src/contracts/index.ts';
import { actors, get, list, newId, remove, set, startRules, uidOf } from '../support/rules.ts';
import type { Actor, Fields, Firestore, Query, Rules } from '../support/rules.ts';
import {
  aChat,
  aMail,
  aMember,
  aMotherState,
  anAgent,
  anAssistantMessage,
  anything,
  aPart,
  aQuestion,
  aRun,
  aSubAgent,
  aSubAgentMessage,
  aSubAgentState,
  aTask,
  aTenant,
  aUserMessage,
  aWake,
  newChat,
  newMessage,
} from './documents.ts';
import { OTHER_TENANT, TENANT, tenantDocuments } from './world.ts';

const nobody: readonly Actor[] = [];
const chatOwner: readonly Actor[] = ['chatOwner'];
const members: readonly Actor[] = ['chatOwner', 'member', 'admin', 'tenantOwner'];
const admins: readonly Actor[] = ['admin', 'tenantOwner'];

/** One collection: what is stored in it, and who may do what. Whoever is not named may not. */
type Row = {
  readonly get?: readonly Actor[];
  readonly list?: readonly Actor[];
  readonly create?: readonly Actor[];
  readonly update?: readonly Actor[];
  readonly delete?: readonly Actor[];
  readonly stored: Fields;
  /** Where there is none, the collection has no contract yet. */
  readonly contract?: z.ZodType;
  /** What create and update are tried with, if a client may write here: then only the rule on the verb can deny. */
  readonly written?: () => Fields;
  /** The query that list is tried with, if not the whole collection. */
  readonly query?: (db: Firestore, path: string) => Query;
};

const CHAT = `users/${uidOf('chatOwner')}/orch-chats/abcdefghij0123456789`;
const ofTenant = (tenantId: string) => (db: Firestore, path: string) =>
  db.collection(path).where('tenantId', '==', tenantId);

// The specification. Keys are collections of the chat owner and of the tenant; each holds one document.
const matrix: Record<string, Row> = {
  // A person's own.
  [`users`]: { stored: anything() },
  [`users/${uidOf('chatOwner')}/orch-chats`]: {
    get: chatOwner,
    list: chatOwner,
    create: chatOwner,
    stored: aChat(TENANT),
    contract: chat,
    written: () => newChat(TENANT),
  },
  [`${CHAT}/messages`]: {
    get: chatOwner,
    list: chatOwner,
    create: chatOwner,
    stored: aUserMessage(),
    contract: message,
    written: newMessage,
  },
  [`${CHAT}/messages/mother-1/parts`]: { get: chatOwner, list: chatOwner, stored: aPart(), contract: part },
  [`${CHAT}/tasks`]: { get: chatOwner, list: chatOwner, stored: aTask(), contract: task },
  [`${CHAT}/sub_agents`]: { get: chatOwner, list: chatOwner, stored: aSubAgent(), contract: subAgent },
  [`${CHAT}/sub_agents/mother-1-0/sub_agent_messages`]: {
    get: chatOwner,
    list: chatOwner,
    stored: aSubAgentMessage(),
    contract: subAgentMessage,
  },
  [`${CHAT}/questions`]: { get: chatOwner, list: chatOwner, stored: aQuestion(), contract: question },

  // The engine's, inside of a person's chat.
  [`${CHAT}/mail`]: { stored: aMail(), contract: mail },
  [`${CHAT}/state`]: { stored: aMotherState(TENANT), contract: actorState },
  [`${CHAT}/budgets`]: { stored: anything() },
  [`${CHAT}/wakes`]: { stored: aWake(), contract: wake },
  [`${CHAT}/rescues`]: { stored: anything() },

  // A tenant's.
  [`tenants`]: { get: members, stored: aTenant(), contract: tenant },
  [`tenants/${TENANT}/members`]: {
    get: members,
    list: members,
    stored: aMember('uid-x', 'member'),
    contract: member,
  },
  [`tenants/${TENANT}/agents`]: { get: members, list: members, stored: anAgent(), contract: agent },
  [`tenants/${TENANT}/workflows`]: { get: members, list: members, stored: anything() },
  [`tenants/${TENANT}/executions`]: { get: members, list: members, stored: anything() },
  [`tenants/${TENANT}/executions/e-1/nodes`]: { get: members, list: members, stored: anything() },
  [`tenants/${TENANT}/credentials`]: { stored: anything() },
  [`tenants/${TENANT}/credential_summaries`]: { get: admins, list: admins, stored: anything() },
  [`orchestration_runs`]: {
    get: admins,
    list: admins,
    stored: aRun(TENANT, uidOf('chatOwner')),
    contract: run,
    query: ofTenant(TENANT),
  },

  // The operator's.
  [`admin_agents`]: { stored: anything() },
  [`providers`]: { stored: anything() },
  [`mail`]: { stored: anything() },
  [`anything_else`]: { stored: anything() },
};

/** Where a collection holds documents of two forms: one of the second. */
const secondForms: readonly [path: string, stored: Fields, contract: z.ZodType][] = [
  [`${CHAT}/messages/mother-1`, anAssistantMessage(), message],
  [`${CHAT}/state/mother-1-0`, aSubAgentState(TENANT), actorState],
];

/** A tenant that is not there, though a member of it is: otherwise nobody could be let create one as its member. */
const UNBORN = 'unborn';
const vacant = (path: string) => `${path}/${path === 'tenants' ? UNBORN : newId()}`;

/** The one stored document. Its id has the shape that a client may give, so that only the verb can deny an update. */
const STORED_IDS: Record<string, string> = { users: uidOf('chatOwner'), tenants: TENANT };
const existing = (path: string) => `${path}/${STORED_IDS[path] ?? 'abcdefghij0123456789'}`;

/** `users/{}/orch-chats`: a collection without the ids on the way to it. */
const kindOf = (path: string): string =>
  path
    .split('/')
    .map((segment, index) => (index % 2 === 0 ? segment : '{}'))
    .join('/');

const rows = Object.entries(matrix);
let rules: Rules;

beforeAll(async () => {
  rules = await startRules();
  await rules.seed(
    new Map([
      ...tenantDocuments,
      ...rows.map(([path, row]) => [existing(path), row.stored] as const),
      [`tenants/${UNBORN}/members/${uidOf('tenantOwner')}`, aMember(uidOf('tenantOwner'), 'owner')],
      ...secondForms.map(([path, stored]) => [path, stored] as const),
      [`orchestration_runs/other`, aRun(OTHER_TENANT, uidOf('otherTenantOwner'))],
    ]),
  );
});
afterAll(() => rules.stop());

/** The actors that the rules let do it. */
async function whoMay(attempt: (db: Firestore) => Promise<boolean>): Promise<Actor[]> {
  const outcomes = await Promise.all(actors.map((actor) => attempt(rules.as(actor))));
  return actors.filter((_, index) => outcomes[index]);
}

const named = (allowed: readonly Actor[]) => (allowed.length > 0 ? allowed.join(', ') : 'nobody');

describe.each(rows)('%s', (path, row) => {
  const written = row.written ?? (() => row.stored);
  const query = row.query ?? ((db: Firestore) => db.collection(path));

  test(`get: ${named(row.get ?? nobody)}`, async () => {
    expect(await whoMay((db) => get(db, existing(path)))).toEqual(row.get ?? nobody);
  });
  test(`list: ${named(row.list ?? nobody)}`, async () => {
    expect(await whoMay((db) => list(query(db, path)))).toEqual(row.list ?? nobody);
  });
  test(`create: ${named(row.create ?? nobody)}`, async () => {
    expect(await whoMay((db) => set(db, vacant(path), written()))).toEqual(row.create ?? nobody);
  });
  test(`update: ${named(row.update ?? nobody)}`, async () => {
    expect(await whoMay((db) => set(db, existing(path), written()))).toEqual(row.update ?? nobody);
  });
  test(`delete: ${named(row.delete ?? nobody)}`, async () => {
    expect(await whoMay((db) => remove(db, existing(path)))).toEqual(row.delete ?? nobody);
  });
  test('the stored document is still there and satisfies its contract', async () => {
    const stored = await rules.stored(existing(path));
    expect(stored).toEqual(row.stored);
    expect(row.contract?.safeParse(stored).error).toBeUndefined();
  });
});

test.each(secondForms)('%s satisfies its contract', async (path, _, contract) => {
  expect(contract.safeParse(await rules.stored(path)).error).toBeUndefined();
});

describe('the matrix lists every collection', () => {
  const ref = { uid: 'u', chatId: 'c' };
  // A new entry of `paths` does not compile until it is given a collection here.
  const used: Record<keyof typeof paths, string> = {
    chats: paths.chats('u'),
    chat: parentOf(paths.chat(ref)),
    messages: paths.messages.all(ref),
    parts: paths.parts(ref, 'm'),
    tasks: paths.tasks.all(ref),
    subAgents: paths.subAgents.all(ref),
    transcript: paths.transcript(ref, 's'),
    questions: paths.questions.all(ref),
    mail: paths.mail.all(ref),
    states: paths.states.all(ref),
    wakes: paths.wakes.all(ref),
    rescues: paths.rescues.all(ref),
    tenant: parentOf(paths.tenant('t')),
    member: parentOf(paths.member('t', 'u')),
    agents: paths.agents('t'),
    agent: parentOf(paths.agent('t', 'a')),
    run: parentOf(paths.run('r')),
  };
  const listed = rows.map(([path]) => kindOf(path));

  test('all entries of `paths` are looked at', () => {
    expect(Object.keys(used).toSorted()).toEqual(Object.keys(paths).toSorted());
  });
  test.each(Object.entries(used))('paths.%s', (_, path) => {
    expect(listed).toContain(kindOf(path));
  });
  test.each(Object.entries(patterns))('patterns.%s', (_, pattern) => {
    expect(listed).toContain(kindOf(parentOf(pattern)));
  });
  test.each(Object.entries(groups))('groups.%s', (_, group) => {
    expect(listed.map((path) => path.split('/').at(-1))).toContain(group);
  });
});

/** The collection that a document is in. */
function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

describe('nobody reads across chats and tenants', () => {
  const names = new Set(rows.map(([path]) => kindOf(path).split('/').at(-1) ?? ''));

  test.each([...names])('collection group %s', async (name) => {
    expect(await whoMay((db) => list(db.collectionGroup(name)))).toEqual([]);
  });
  test('nor the runs of all tenants at once', async () => {
    expect(await whoMay((db) => list(db.collection('orchestration_runs')))).toEqual([]);
  });
  test("nor another tenant's runs, but its own admins do", async () => {
    const query = ofTenant(OTHER_TENANT);
    expect(await whoMay((db) => list(query(db, 'orchestration_runs')))).toEqual(['otherTenantOwner']);
    expect(await whoMay((db) => get(db, 'orchestration_runs/other'))).toEqual(['otherTenantOwner']);
  });
});
