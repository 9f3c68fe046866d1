import { serverTimestamp, Timestamp } from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat, limits } from '../../src/contracts/index.ts';
import { isAllowed, newId, set, startRules, uidOf } from '../support/rules.ts';
import type { Actor, Fields, Rules } from '../support/rules.ts';
import { aMember, aTenant, newChat } from './documents.ts';
import { withEachFieldAdded, withEachFieldRetyped, withoutEachField } from './variants.ts';
import { OTHER_TENANT, TENANT, tenantDocuments } from './world.ts';

let rules: Rules;

beforeAll(async () => {
  rules = await startRules();
  await rules.seed(tenantDocuments);
});
afterAll(() => rules.stop());

type Person = Exclude<Actor, 'anonymous'>;
const chatPath = (person: Person, id = newId()) => `users/${uidOf(person)}/orch-chats/${id}`;
const create = (fields: Fields, path = chatPath('chatOwner'), actor: Actor = 'chatOwner') =>
  set(rules.as(actor), path, fields);

test('what the page writes is allowed, and satisfies the contract', async () => {
  const path = chatPath('chatOwner');
  expect(await create(newChat(TENANT), path)).toBe(true);
  expect(chat.parse(await rules.stored(path))).toMatchObject({ tenantId: TENANT, access: 'open' });
});

describe('the tenant', () => {
  test.each<[Person, string]>([
    ['member', TENANT],
    ['admin', TENANT],
    ['tenantOwner', TENANT],
    ['otherTenantOwner', OTHER_TENANT],
  ])('%s starts a chat in %s', async (person, tenantId) => {
    expect(await create(newChat(tenantId), chatPath(person), person)).toBe(true);
  });

  test.each<[Person, string]>([
    ['chatOwner', OTHER_TENANT],
    ['tenantOwner', OTHER_TENANT],
    ['otherTenantOwner', TENANT],
    ['stranger', TENANT],
    ['chatOwner', 'no-such-tenant'],
    ['chatOwner', ''],
    ['chatOwner', '..'],
    ['chatOwner', `${TENANT}/agents/planner`],
  ])('%s does not start a chat in "%s"', async (person, tenantId) => {
    expect(await create(newChat(tenantId), chatPath(person), person)).toBe(false);
  });

  test.each([7, true])('%s is not the tenant of that name', async (tenantId) => {
    const name = String(tenantId);
    await rules.seed(
      new Map<string, Fields>([
        [`tenants/${name}`, aTenant()],
        [`tenants/${name}/members/${uidOf('chatOwner')}`, aMember(uidOf('chatOwner'), 'member')],
      ]),
    );
    expect(await create(newChat(name))).toBe(true);
    expect(await create({ ...newChat(name), tenantId })).toBe(false);
  });

  test('a member of it on a path through another collection does not count', async () => {
    const uid = uidOf('chatOwner');
    await rules.seed(
      new Map([[`tenants/${OTHER_TENANT}/agents/a-1/members/${uid}`, aMember(uid, 'member')]]),
    );
    expect(await create(newChat(`${OTHER_TENANT}/agents/a-1`))).toBe(false);
  });
});

describe('only under the own uid', () => {
  test.each<Actor>(['anonymous', 'stranger', 'member', 'admin', 'tenantOwner', 'otherTenantOwner'])(
    '%s does not start a chat of the chat owner',
    async (actor) => {
      expect(await create(newChat(TENANT), chatPath('chatOwner'), actor)).toBe(false);
    },
  );
});

describe('the id', () => {
  test.each([
    ['19 characters', newId(19)],
    ['21 characters', newId(21)],
    ['a hyphen', `-${newId(19)}`],
    ['an underscore', `${newId(19)}_`],
    ['a dot', `${newId(10)}.${newId(9)}`],
    ['a space', `${newId(19)} `],
    ['a line break', `${newId(19)}\n`],
    ['a line break after 20 characters', `${newId(20)}\n`],
    ['a letter beyond ASCII', `é${newId(19)}`],
    ['an Arabic digit', `٣${newId(19)}`],
    ['an emoji', `${newId(19)}🙂`],
    ['the name of an actor', 'mother'],
  ])('%s: denied', async (_, id) => {
    expect(await create(newChat(TENANT), chatPath('chatOwner', id))).toBe(false);
  });
});

describe('the shape', () => {
  test.each(withoutEachField(newChat(TENANT)))('without %s: denied', async (_, fields) => {
    expect(await create(fields)).toBe(false);
  });
  test.each(withEachFieldRetyped(newChat(TENANT)))('%s: denied', async (_, fields) => {
    expect(await create(fields)).toBe(false);
  });
  test.each(
    withEachFieldAdded(newChat(TENANT), {
      ...Object.fromEntries(Object.keys(chat.shape).map((field) => [field, 'x'])),
      counts: { running: 0, waiting: 0 },
      pinned: false,
      uid: uidOf('chatOwner'),
      unknown: null,
    }),
  )('with %s: denied', async (_, fields) => {
    expect(await create(fields)).toBe(false);
  });
});

describe('the title', () => {
  test.each([
    ['1 character', 'P'],
    ['as long as the contract allows', 'x'.repeat(limits.titleLength)],
    ['that long in emoji', '🙂'.repeat(limits.titleLength)],
    ['that long in letters of three bytes', '語'.repeat(limits.titleLength)],
  ])('%s: allowed', async (_, title) => {
    expect(await create({ ...newChat(TENANT), title })).toBe(true);
    expect(chat.shape.title.safeParse(title).success).toBe(true);
  });
  test.each([
    ['empty', ''],
    ['one too long', 'x'.repeat(limits.titleLength + 1)],
    ['one too long in emoji', '🙂'.repeat(limits.titleLength + 1)],
  ])('%s: denied', async (_, title) => {
    expect(await create({ ...newChat(TENANT), title })).toBe(false);
    expect(chat.shape.title.safeParse(title).success).toBe(false);
  });
});

describe('forged', () => {
  const past = Timestamp.fromMillis(Date.now() - 60_000);
  const future = Timestamp.fromMillis(Date.now() + 60_000);

  test.each<[string, Fields]>([
    ['schemaVersion 0', { schemaVersion: 0 }],
    ['schemaVersion 2', { schemaVersion: 2 }],
    ['schemaVersion 1.5', { schemaVersion: 1.5 }],
    ['schemaVersion "1"', { schemaVersion: '1' }],
    ['created in the past', { createdAt: past }],
    ['created in the future', { createdAt: future }],
    ['last message in the past', { lastMessageAt: past }],
    ['last message in the future', { lastMessageAt: future }],
    ['both times by the own clock', { createdAt: Timestamp.now(), lastMessageAt: Timestamp.now() }],
    ['access closed', { access: 'closed' }],
    ['access deleting', { access: 'deleting' }],
    ['access unknown', { access: 'Open' }],
  ])('%s: denied', async (_, forged) => {
    expect(await create({ ...newChat(TENANT), ...forged })).toBe(false);
  });
});

describe('afterwards', () => {
  test.each<[string, Fields]>([
    ['renamed', { title: 'Another' }],
    ['moved to another tenant', { tenantId: OTHER_TENANT }],
    ['opened again', { access: 'open' }],
    ['brought to the top', { lastMessageAt: serverTimestamp() }],
  ])('it is not %s by its owner', async (_, change) => {
    const path = chatPath('chatOwner');
    await rules.seed(new Map([[path, { ...newChat(TENANT), access: 'closed' }]]));
    expect(await isAllowed(rules.as('chatOwner').doc(path).update(change))).toBe(false);
  });
});
