import { Timestamp } from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assistantMessage, limits, userMessage } from '../../src/contracts/index.ts';
import { isAllowed, newId, set, startRules, uidOf } from '../support/rules.ts';
import type { Actor, Fields, Rules } from '../support/rules.ts';
import {
  aChat,
  newChat,
  newCorrection,
  newMessage,
  newReply,
  newRetry,
  newStop,
  newStopOfAll,
} from './documents.ts';
import { withEachFieldAdded, withEachFieldRetyped, withoutEachField } from './variants.ts';
import { OTHER_TENANT, TENANT, tenantDocuments } from './world.ts';

const chats = `users/${uidOf('chatOwner')}/orch-chats`;
const OPEN = `${chats}/openopenopenopen0001`;
const CLOSED = `${chats}/closedclosedclosed01`;
const DELETING = `${chats}/deletingdeleting0001`;
const MISSING = `${chats}/missingmissing000001`;

let rules: Rules;

beforeAll(async () => {
  rules = await startRules();
  await rules.seed(
    new Map<string, Fields>([
      ...tenantDocuments,
      [OPEN, aChat(TENANT)],
      [CLOSED, { ...aChat(TENANT), access: 'closed' }],
      [DELETING, { ...aChat(TENANT), access: 'deleting' }],
    ]),
  );
});
afterAll(() => rules.stop());

const messagePath = (chat = OPEN, id = newId()) => `${chat}/messages/${id}`;
const create = (fields: Fields, path = messagePath(), actor: Actor = 'chatOwner') =>
  set(rules.as(actor), path, fields);

const replyTo = 'mother-1-0-q1';
const retry = { kind: 'task', id: 'mother-1-0' };
const retryOfMessage = { kind: 'message', id: 'mother-1' };

const backendFields = Object.keys({ ...assistantMessage.shape, ...userMessage.shape }).filter(
  (field) => !['replyTo', 'retry', 'stop', 'correct'].includes(field),
);

/** Each form of a message, and the intents that would make it another thing than a valid message. */
const forms: [string, () => Fields, intents: Fields][] = [
  ['a plain message', newMessage, { retry }],
  ['a reply to a question', newReply, { retry }],
  ['a retry of a task', newRetry, { replyTo }],
  ['a retry of a message', () => ({ ...newRetry(), retry: retryOfMessage }), { replyTo }],
  ['a stop of a task', newStop, { replyTo, retry }],
  ['a stop of everything', newStopOfAll, { replyTo, retry }],
  ['a correction', newCorrection, { replyTo, retry }],
];

describe.each(forms)('%s', (_, form, intents) => {
  test('as the page writes it is allowed, and satisfies the contract', async () => {
    const path = messagePath();
    expect(await create(form(), path)).toBe(true);
    expect(userMessage.parse(await rules.stored(path))).toMatchObject({ role: 'user', status: 'sent' });
  });

  describe('its chat', () => {
    test.each([
      ['closed', CLOSED],
      ['being deleted', DELETING],
      ['not there', MISSING],
    ])('is %s: denied', async (_, chat) => {
      expect(await create(form(), messagePath(chat))).toBe(false);
    });
    test.each<Actor>(['anonymous', 'stranger', 'member', 'admin', 'tenantOwner', 'otherTenantOwner'])(
      'is not that of %s: denied',
      async (actor) => {
        expect(await create(form(), messagePath(), actor)).toBe(false);
      },
    );
  });

  describe('its shape', () => {
    // Without its intent, a reply is a plain message; a retry is then empty.
    const required = withoutEachField(form()).filter(([field]) => field !== 'replyTo');
    test.each(required)('without %s: denied', async (_, fields) => {
      expect(await create(fields)).toBe(false);
    });
    test.each(withEachFieldRetyped(form()))('%s: denied', async (_, fields) => {
      expect(await create(fields)).toBe(false);
    });
    test.each(
      withEachFieldAdded(form(), {
        ...Object.fromEntries(backendFields.map((field) => [field, 'x'])),
        // Two intents at once (a plain message with `replyTo` is a reply), and intents that are not built.
        ...intents,
        ...('stop' in form() ? {} : { stop: { kind: 'all' } }),
        ...('correct' in form() ? {} : { correct: { questionId: replyTo, answer: 'x' } }),
        consent: { questionId: replyTo, hash: 'x', yes: true },
        unknown: null,
      }),
    )('with %s: denied', async (_, fields) => {
      expect(await create(fields)).toBe(false);
    });
  });

  describe('forged', () => {
    test.each<[string, Fields]>([
      ['from Mother', { role: 'assistant' }],
      ['from the system', { role: 'system' }],
      ['already handled', { status: 'handled' }],
      ['already refused', { status: 'refused' }],
      ['complete', { status: 'complete' }],
      ['schemaVersion 0', { schemaVersion: 0 }],
      ['schemaVersion 2', { schemaVersion: 2 }],
      ['schemaVersion "1"', { schemaVersion: '1' }],
      ['from the past', { createdAt: Timestamp.fromMillis(Date.now() - 60_000) }],
      ['from the future', { createdAt: Timestamp.fromMillis(Date.now() + 60_000) }],
      ['by the own clock', { createdAt: Timestamp.now() }],
    ])('%s: denied', async (_, forged) => {
      expect(await create({ ...form(), ...forged })).toBe(false);
    });
  });
});

describe('its id', () => {
  test.each([
    ['19 characters', newId(19)],
    ['21 characters', newId(21)],
    ['a hyphen', `${newId(10)}-${newId(9)}`],
    ['the form of the backend', 'mother-1-0'],
    ['an underscore', `_${newId(19)}`],
    ['a dot', `${newId(19)}.`],
    ['a line break', `${newId(19)}\n`],
    ['a line break after 20 characters', `${newId(20)}\n`],
    ['a letter beyond ASCII', `${newId(19)}é`],
    ['an Arabic digit', `٣${newId(19)}`],
    ['an emoji', `🙂${newId(19)}`],
  ])('%s: denied', async (_, id) => {
    expect(await create(newMessage(), messagePath(OPEN, id))).toBe(false);
  });
});

describe.each([
  ['a plain message', newMessage],
  ['a reply', newReply],
])('the content of %s', (_, form) => {
  const max = limits.messageLength;

  test.each([
    ['1 character', 'x'],
    ['several lines', '\n\n First\r\nsecond\n'],
    ['as long as the contract allows', 'x'.repeat(max)],
    ['that long in emoji', '🙂'.repeat(max)],
    ['that long, with emoji at the border', `${'x'.repeat(max - 1)}🙂`],
    ['that long in letters of three bytes', '語'.repeat(max)],
    ['that long, one word among white space', `${' '.repeat(max - 1)}x`],
  ])('%s: allowed', async (_, content) => {
    expect(await create({ ...form(), content })).toBe(true);
    expect(userMessage.shape.content.safeParse(content).success).toBe(true);
  });

  test.each([
    ['one too long', 'x'.repeat(max + 1)],
    ['one too long in emoji', '🙂'.repeat(max + 1)],
    ['one too long, with emoji at the border', `${'x'.repeat(max)}🙂`],
  ])('%s: denied', async (_, content) => {
    expect(await create({ ...form(), content })).toBe(false);
    expect(userMessage.shape.content.safeParse(content).success).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['tabs and line breaks', '\t\r\n'],
  ])('%s: denied', async (_, content) => {
    expect(await create({ ...form(), content })).toBe(false);
  });

  test.each([0x00, 0x01, 0x200b, 0x2060, 0xad, 0x0300])(
    'character %i, which trim() leaves: allowed, as the page does',
    async (code) => {
      const content = String.fromCodePoint(code);
      expect(content.trim()).not.toBe('');
      expect(await create({ ...form(), content })).toBe(true);
    },
  );
});

const ids: [string, string, boolean][] = [
  ['1 character', 'q', true],
  ["the backend's form", 'mother-12-0_q-1', true],
  ["the page's form", newId(), true],
  ['128 characters', 'q'.repeat(128), true],
  ['nothing', '', false],
  ['129 characters', 'q'.repeat(129), false],
  ['a path', 'q-1/evidence/e-1', false],
  ['a way up', '..', false],
  ['a reserved name', '__q__', false],
  ['a hyphen first', '-q', false],
  ['a space', 'q 1', false],
  ['a line break', 'q-1\n', false],
  ['a letter beyond ASCII', 'é', false],
];

describe('an intent names a document by its id', () => {
  test.each(ids)('a reply to %s', async (_, replyTo, allowed) => {
    expect(await create({ ...newReply(), replyTo })).toBe(allowed);
  });
  test.each(ids)('a retry of %s', async (_, id, allowed) => {
    expect(await create({ ...newRetry(), retry: { kind: 'task', id } })).toBe(allowed);
  });
});

describe('a retry', () => {
  test.each(withoutEachField(retry))('without %s: denied', async (_, retry) => {
    expect(await create({ ...newRetry(), retry })).toBe(false);
  });
  test.each(withEachFieldRetyped(retry))('%s: denied', async (_, retry) => {
    expect(await create({ ...newRetry(), retry })).toBe(false);
  });
  test.each(withEachFieldAdded(retry, { taskId: 'mother-1-0', unknown: null }))(
    'with %s: denied',
    async (_, retry) => {
      expect(await create({ ...newRetry(), retry })).toBe(false);
    },
  );
  test.each(['question', 'chat', '', 'Task'])('of kind "%s": denied', async (kind) => {
    expect(await create({ ...newRetry(), retry: { ...retry, kind } })).toBe(false);
  });
  test.each(['x', ' ', '\n'])('with the words "%s": denied', async (content) => {
    expect(await create({ ...newRetry(), content })).toBe(false);
  });
});

describe('a stop', () => {
  const { stop } = newStop();
  test.each(withoutEachField(stop))('without %s: denied', async (_, stop) => {
    expect(await create({ ...newStop(), stop })).toBe(false);
  });
  test.each(withEachFieldRetyped(stop))('%s: denied', async (_, stop) => {
    expect(await create({ ...newStop(), stop })).toBe(false);
  });
  test.each(withEachFieldAdded(stop, { taskId: 'mother-1-0', unknown: null }))(
    'with %s: denied',
    async (_, stop) => {
      expect(await create({ ...newStop(), stop })).toBe(false);
    },
  );
  test.each(['turn', 'task'])('of a %s: allowed', async (kind) => {
    expect(await create({ ...newStop(), stop: { ...stop, kind } })).toBe(true);
  });
  test.each(['', 'chat', 'All', 'message'])('of kind "%s": denied', async (kind) => {
    expect(await create({ ...newStop(), stop: { ...stop, kind } })).toBe(false);
  });
  test('of everything, with an id: denied', async () => {
    expect(await create({ ...newStop(), stop: { kind: 'all', id: 'mother-1-0' } })).toBe(false);
  });
  test.each(ids)('of %s', async (_, id, allowed) => {
    expect(await create({ ...newStop(), stop: { kind: 'task', id } })).toBe(allowed);
  });
  test.each(['x', ' '])('with the words "%s": denied', async (content) => {
    expect(await create({ ...newStop(), content })).toBe(false);
    expect(await create({ ...newStopOfAll(), content })).toBe(false);
  });
});

describe('a correction', () => {
  const { correct } = newCorrection();
  test.each(withoutEachField(correct))('without %s: denied', async (_, correct) => {
    expect(await create({ ...newCorrection(), correct })).toBe(false);
  });
  test.each(withEachFieldRetyped(correct))('%s: denied', async (_, correct) => {
    expect(await create({ ...newCorrection(), correct })).toBe(false);
  });
  test.each(withEachFieldAdded(correct, { kind: 'x', unknown: null }))(
    'with %s: denied',
    async (_, correct) => {
      expect(await create({ ...newCorrection(), correct })).toBe(false);
    },
  );
  test.each(ids)('of %s', async (_, questionId, allowed) => {
    expect(await create({ ...newCorrection(), correct: { ...correct, questionId } })).toBe(allowed);
  });
  test.each([
    ['as long as the contract allows', 'x'.repeat(limits.answerLength), true],
    ['that long in emoji', '🙂'.repeat(limits.answerLength), true],
    ['one too long', 'x'.repeat(limits.answerLength + 1), false],
    ['nothing', '', false],
    ['spaces', '   ', false],
  ])('to an answer %s', async (_, answer, allowed) => {
    expect(await create({ ...newCorrection(), correct: { ...correct, answer } })).toBe(allowed);
  });
  test.each(['x', ' '])('with the words "%s": denied', async (content) => {
    expect(await create({ ...newCorrection(), content })).toBe(false);
  });
});

describe('in one batch', () => {
  const batch = (writes: readonly (readonly [path: string, fields: Fields])[]) => {
    const db = rules.as('chatOwner');
    const all = db.batch();
    for (const [path, fields] of writes) all.set(db.doc(path), fields);
    return isAllowed(all.commit());
  };
  const newChatPath = () => `${chats}/${newId()}`;

  test('a chat and its first message: allowed', async () => {
    const chat = newChatPath();
    const message = messagePath(chat);
    expect(
      await batch([
        [chat, newChat(TENANT)],
        [message, newMessage()],
      ]),
    ).toBe(true);
    expect(await rules.stored(message)).toBeDefined();
  });
  test('the message before its chat: allowed', async () => {
    const chat = newChatPath();
    expect(
      await batch([
        [messagePath(chat), newMessage()],
        [chat, newChat(TENANT)],
      ]),
    ).toBe(true);
  });
  test('two messages in a chat that is there: allowed', async () => {
    expect(
      await batch([
        [messagePath(), newMessage()],
        [messagePath(), newReply()],
      ]),
    ).toBe(true);
  });
  test.each<[string, Fields]>([
    ['that is closed', { ...newChat(TENANT), access: 'closed' }],
    ['in a tenant of others', newChat(OTHER_TENANT)],
    ['with a title too long', { ...newChat(TENANT), title: 'x'.repeat(limits.titleLength + 1) }],
  ])('a chat %s and its first message: denied, and nothing is stored', async (_, fields) => {
    const chat = newChatPath();
    const message = messagePath(chat);
    expect(
      await batch([
        [chat, fields],
        [message, newMessage()],
      ]),
    ).toBe(false);
    expect(await rules.stored(chat)).toBeUndefined();
    expect(await rules.stored(message)).toBeUndefined();
  });
  test('a chat and a malformed first message: denied, and nothing is stored', async () => {
    const chat = newChatPath();
    expect(
      await batch([
        [chat, newChat(TENANT)],
        [messagePath(chat), { ...newMessage(), content: '' }],
      ]),
    ).toBe(false);
    expect(await rules.stored(chat)).toBeUndefined();
  });
  test('a closed chat opened again, and a message: denied', async () => {
    expect(
      await batch([
        [CLOSED, newChat(TENANT)],
        [messagePath(CLOSED), newMessage()],
      ]),
    ).toBe(false);
  });
  test('a message into one chat and one into a closed one: both denied', async () => {
    const message = messagePath();
    expect(
      await batch([
        [message, newMessage()],
        [messagePath(CLOSED), newMessage()],
      ]),
    ).toBe(false);
    expect(await rules.stored(message)).toBeUndefined();
  });
});
