import { serverTimestamp, Timestamp } from 'firebase/firestore';
import { chat, limits } from '../../../src/contracts/index.ts';
import { actors, newId, uidOf } from '../../support/rules.ts';
import type { Actor, Fields } from '../../support/rules.ts';
import { newChat } from '../documents.ts';
import { withEachFieldAdded, withEachFieldRetyped, withoutEachField } from '../variants.ts';
import { CLOSED, NAMED_LIKE_VALUES, OTHER_TENANT, TENANT } from '../world.ts';
import { by, byOwner, set } from './case.ts';
import type { Case } from './case.ts';

type Person = Exclude<Actor, 'anonymous'>;
const chatPath = (person: Person, id = newId()) => `users/${uidOf(person)}/orch-chats/${id}`;

/** The owner of the chat tries to create it like this. */
const create = (about: string, name: string, allowed: boolean, fields: Fields, alsoTaken?: boolean) =>
  byOwner(`a new chat: ${about}`, name, allowed, () => set(chatPath('chatOwner'), fields), alsoTaken);
const changed = (change: Fields): Fields => ({ ...newChat(TENANT), ...change });

const startsIn = (person: Person, tenantId: string, allowed: boolean) =>
  by(person, 'a new chat: the tenant', `${person} in "${tenantId}"`, allowed, () =>
    set(chatPath(person), newChat(tenantId)),
  );

const tenants: Case[] = [
  create('the tenant', 'as the page writes it', true, newChat(TENANT)),
  startsIn('member', TENANT, true),
  startsIn('admin', TENANT, true),
  startsIn('tenantOwner', TENANT, true),
  startsIn('otherTenantOwner', OTHER_TENANT, true),
  startsIn('chatOwner', OTHER_TENANT, false),
  startsIn('tenantOwner', OTHER_TENANT, false),
  startsIn('otherTenantOwner', TENANT, false),
  startsIn('stranger', TENANT, false),
  startsIn('claimant', TENANT, false),
  startsIn('removed', TENANT, false),
  startsIn('chatOwner', 'no-such-tenant', false),
  startsIn('chatOwner', '', false),
  startsIn('chatOwner', '..', false),
  startsIn('chatOwner', `${TENANT}/agents/planner`, false),
  // Where the world has such a membership, on a path through another collection.
  startsIn('chatOwner', `${OTHER_TENANT}/agents/a-1`, false),
  ...NAMED_LIKE_VALUES.flatMap((tenantId) => [
    create('the tenant', `the one named "${tenantId}"`, true, newChat(String(tenantId))),
    create('the tenant', `${tenantId}, which is not its name`, false, changed({ tenantId })),
  ]),
];

const others: Case[] = actors
  .filter((actor) => actor !== 'chatOwner')
  .map((actor) =>
    by(actor, 'a new chat: only under the own uid', actor, false, () =>
      set(chatPath('chatOwner'), newChat(TENANT)),
    ),
  );

const ids: Case[] = [
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
].map(([name = '', id]) =>
  byOwner('a new chat: the id', name, false, () => set(chatPath('chatOwner', id), newChat(TENANT))),
);

const shape: Case[] = [
  ...withoutEachField(newChat(TENANT)).map(([name, fields]) =>
    create('the shape', `without ${name}`, false, fields),
  ),
  ...withEachFieldRetyped(newChat(TENANT)).map(([name, fields]) => create('the shape', name, false, fields)),
  ...withEachFieldAdded(newChat(TENANT), {
    ...Object.fromEntries(Object.keys(chat.shape).map((field) => [field, 'x'])),
    counts: { running: 0, waiting: 0 },
    pinned: false,
    uid: uidOf('chatOwner'),
    unknown: null,
    'title.text': 'x',
  }).map(([name, fields]) => create('the shape', `with ${name}`, false, fields)),
];

const title = (name: string, text: string, allowed: boolean) =>
  create('the title', name, allowed, changed({ title: text }), chat.shape.title.safeParse(text).success);
const max = limits.titleLength;

const titles: Case[] = [
  title('1 character', 'P', true),
  title('as long as the contract allows', 'x'.repeat(max), true),
  title('that long in emoji', '🙂'.repeat(max), true),
  title('that long in the first character of two units', '\u{10000}'.repeat(max), true),
  title('that long in the last character of two units', '\u{10FFFF}'.repeat(max), true),
  title('that long in letters of three bytes', '語'.repeat(max), true),
  title('empty', '', false),
  title('one too long', 'x'.repeat(max + 1), false),
  title('one too long in emoji', '🙂'.repeat(max + 1), false),
];

const past = Timestamp.fromMillis(Date.now() - 60_000);
const future = Timestamp.fromMillis(Date.now() + 60_000);

const forged: Case[] = (
  [
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
  ] satisfies [string, Fields][]
).map(([name, forged]) => create('forged', name, false, changed(forged)));

const afterwards: Case[] = (
  [
    ['renamed', { title: 'Another' }],
    ['moved to another tenant', { tenantId: OTHER_TENANT }],
    ['opened again', { access: 'open' }],
    ['brought to the top', { lastMessageAt: serverTimestamp() }],
  ] satisfies [string, Fields][]
).map(([name, update]) =>
  byOwner('a chat that is closed', name, false, () => ({ writes: [{ path: CLOSED, update }] })),
);

export const createChat: readonly Case[] = [
  ...tenants,
  ...others,
  ...ids,
  ...shape,
  ...titles,
  ...forged,
  ...afterwards,
];
