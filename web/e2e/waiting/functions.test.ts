import { describe, expect, test, vi } from 'vitest';

import {
  callFunction,
  makeAccount,
  readCollection,
  readDocument,
  removeDocument,
  type Account,
  type Fields,
  type Stored,
  writeDocument,
} from '../support/emulators.ts';
import { PATIENCE_MS } from '../support/browser.ts';
import { OF_COMPANIES } from '../support/company-callables.ts';

// Each function is called through the emulator, and on its own: what the function before it does in the same process
// is done by hand here, so that nothing but this one function can have the effect.

const A_MINUTE = 60_000;
const CHAT = 'chat0000000000000001';
const versioned = { schemaVersion: 1 };

const called = new Set<string>();

async function tenantOf({ idToken }: Account): Promise<string> {
  const response = await callFunction('createPersonalTenant', { idToken });
  const { result } = (await response.json()) as { result: { tenantId: string } };
  return result.tenantId;
}

/** The documents of one chat of a new person's. */
class TestChat {
  readonly #path: string;
  #messages = 0;

  constructor(uid: string) {
    this.#path = `users/${uid}/orch-chats/${CHAT}`;
  }

  static async open(owner?: Account): Promise<TestChat> {
    const account = owner ?? (await makeAccount('Dora'));
    const chat = new TestChat(account.uid);
    const now = new Date();
    await chat.write('', {
      ...versioned,
      title: 'A chat',
      tenantId: await tenantOf(account),
      createdAt: now,
      lastMessageAt: now,
      access: 'open',
    });
    return chat;
  }

  /** A chat in which Planner waits for the time zone. */
  static async waiting(): Promise<{ chat: TestChat; question: Stored; task: Stored }> {
    const chat = await TestChat.open();
    await chat.say('Plan a call with the design team');
    const question = await chat.first('questions', { status: 'relayed' });
    return { chat, question, task: await chat.first('tasks', { status: 'waiting' }) };
  }

  /** Writes a message as the page does; its event wakes Mother. */
  async say(content: string): Promise<string> {
    this.#messages += 1;
    const id = `message${String(this.#messages).padStart(13, '0')}`;
    await this.write(`/messages/${id}`, {
      ...versioned,
      role: 'user',
      status: 'sent',
      content,
      createdAt: new Date(),
    });
    return id;
  }

  /** Says something that no event tells of: it takes the place of words that were dealt with. */
  async sayUnheard(id: string, content: string, ago: number): Promise<void> {
    const createdAt = new Date(Date.now() - ago);
    await this.write(`/messages/${id}`, { content, status: 'sent', createdAt });
  }

  write = (document: string, fields: Fields) => writeDocument(`${this.#path}${document}`, fields);
  remove = (document: string) => removeDocument(`${this.#path}${document}`);
  read = (document: string) => readDocument(`${this.#path}${document}`);

  /** The first document that is like this, as soon as there is one. */
  first = (collection: string, fields: Fields): Promise<Stored> =>
    vi.waitUntil(
      async () => {
        const all = await readCollection(`${this.#path}/${collection}`);
        return all.find(({ data }) => Object.entries(fields).every(([name, value]) => data[name] === value));
      },
      { timeout: PATIENCE_MS },
    );

  gone = (document: string) =>
    vi.waitUntil(async () => (await this.read(document)) === null, { timeout: PATIENCE_MS });

  /** Mother's words, as soon as she has said this. */
  heard = (words: string): Promise<Stored> =>
    vi.waitUntil(
      async () => {
        const all = await readCollection(`${this.#path}/messages`);
        return all.find(
          ({ data }) =>
            data['role'] === 'assistant' &&
            data['status'] === 'complete' &&
            (data['content'] as string).includes(words),
        );
      },
      { timeout: PATIENCE_MS },
    );
}

describe('createPersonalTenant', () => {
  called.add('createPersonalTenant');

  test('makes one tenant with its starter agents, also when it is called twice at once', async () => {
    const account = await makeAccount('Erin');
    const [one, other] = await Promise.all([tenantOf(account), tenantOf(account)]);
    expect(other).toBe(one);
    expect(await tenantOf(account)).toBe(one);
    expect(await readDocument(`tenants/${one}`)).toMatchObject({ plan: 'personal', name: 'Erin' });
    const members = await readCollection(`tenants/${one}/members`);
    expect(members.map(({ id, data }) => [id, data['role']])).toEqual([[account.uid, 'owner']]);
    const agents = await readCollection(`tenants/${one}/agents`);
    expect(agents.map(({ id }) => id).toSorted()).toEqual(['estimator', 'planner', 'writer']);
  });

  test('refuses whoever is not signed in, and what it does not know', async () => {
    const unknown = await callFunction('createPersonalTenant');
    expect([unknown.status, await unknown.json()]).toMatchObject([
      401,
      { error: { status: 'UNAUTHENTICATED' } },
    ]);
    const { idToken } = await makeAccount('Fay');
    const odd = await callFunction('createPersonalTenant', { idToken, data: { plan: 'enterprise' } });
    expect([odd.status, await odd.json()]).toMatchObject([400, { error: { status: 'INVALID_ARGUMENT' } }]);
  });
});

test('orchestrator: a message that was written is answered', async () => {
  called.add('orchestrator');
  const chat = await TestChat.open();
  const id = await chat.say('Hello');
  const reply = await chat.heard('Hello, good to see you');
  expect(reply.data['inReplyTo']).toEqual([id]);
  expect(await chat.read(`/messages/${id}`)).toMatchObject({ status: 'handled' });
});

test('agent-loop: an answer that was written into the transcript makes the sub-agent go on', async () => {
  called.add('agent-loop');
  const { chat, question, task } = await TestChat.waiting();
  const { subAgentId, toolCallId, answerIndex } = question.data as {
    subAgentId: string;
    toolCallId: string;
    answerIndex: number;
  };
  await chat.write(`/questions/${question.id}`, {
    status: 'answered',
    answer: 'Berlin',
    answeredBy: 'user',
    answeredAt: new Date(),
  });
  await chat.write(`/tasks/${task.id}`, { status: 'running', questionId: null });
  await chat.write(`/sub_agents/${subAgentId}`, { status: 'active' });
  const index = String(answerIndex).padStart(4, '0');
  await chat.write(`/sub_agents/${subAgentId}/sub_agent_messages/m-${index}`, {
    ...versioned,
    role: 'user',
    index: answerIndex,
    content: 'Berlin',
    status: 'sent',
    toolCallId,
    questionId: question.id,
    answeredBy: 'user',
    messageId: null,
    createdAt: new Date(),
  });
  const done = await chat.first('tasks', { status: 'completed' });
  expect(done.data['result']).toContain('Europe/Berlin');
  await chat.heard('Europe/Berlin');
});

test('orchestrator-notify: a task that ended is reported', async () => {
  called.add('orchestrator-notify');
  const { chat, task } = await TestChat.waiting();
  await chat.write('/mail/by-hand', {
    ...versioned,
    to: 'mother',
    kind: 'finished',
    taskId: task.id,
    questionId: null,
    createdAt: new Date(),
  });
  await chat.write(`/tasks/${task.id}`, {
    status: 'failed',
    questionId: null,
    error: { code: 'interrupted', message: 'It was interrupted by hand.' },
    finishedAt: new Date(),
  });
  const report = await chat.heard('Planner could not finish.');
  expect(report.data['taskIds']).toEqual([task.id]);
  await chat.gone('/mail/by-hand');
});

test('resume: a wake that was asked for is taken, and wakes', async () => {
  called.add('resume');
  const chat = await TestChat.open();
  const id = await chat.say('Hello');
  await chat.heard('Hello, good to see you');
  await chat.sayUnheard(id, 'Thanks', 0);
  await chat.write('/wakes/by-hand', { ...versioned, actorId: 'mother', createdAt: new Date() });
  await chat.gone('/wakes/by-hand');
  const reply = await chat.heard('You’re welcome');
  expect(reply.data['inReplyTo']).toEqual([id]);
});

test('sweeper: a message that no event told of is found after a minute, and answered', async () => {
  called.add('sweeper');
  const chat = await TestChat.open();
  const id = await chat.say('Hello');
  await chat.heard('Hello, good to see you');
  await chat.sayUnheard(id, 'Thanks', 2 * A_MINUTE);
  const response = await callFunction('sweeper-0');
  expect(response.ok).toBe(true);
  await chat.heard('You’re welcome');
});

describe('what is done to a chat', () => {
  /** A chat with one reply in it, and how its owner and a stranger call a function on it. */
  async function chatOf(name: string) {
    const owner = await makeAccount(name);
    const stranger = await makeAccount('Mallory');
    const chat = await TestChat.open(owner);
    await chat.say('Hello');
    const reply = await chat.heard('Hello, good to see you');
    const call = async (callable: string, data: Fields, { idToken }: Account = owner) => {
      called.add(callable);
      return (await callFunction(callable, { idToken, data: { chatId: CHAT, ...data } })).status;
    };
    return { chat, reply, call, stranger };
  }

  test('renameChat and pinChat: change the title and the place, and nothing else; only of one’s own', async () => {
    const { chat, call, stranger } = await chatOf('Gus');
    const before = await chat.read('');
    expect(await call('renameChat', { title: 'Stolen' }, stranger)).toBe(404);
    expect(await call('pinChat', { pinned: true }, stranger)).toBe(404);
    expect(await call('renameChat', { title: '' })).toBe(400);
    expect(await call('renameChat', { title: 'x'.repeat(81) })).toBe(400);
    expect(await call('pinChat', { pinned: 'yes' })).toBe(400);
    expect(await chat.read('')).toEqual(before);
    expect(await call('renameChat', { title: '  Greeting ' })).toBe(200);
    expect(await call('pinChat', { pinned: true })).toBe(200);
    expect(await chat.read('')).toEqual({ ...before, title: 'Greeting', pinned: true });
  });

  test('deleteChat and restoreChat: it takes no messages, until it is brought back; twice is once', async () => {
    const { chat, call, stranger } = await chatOf('Hal');
    expect(await call('deleteChat', {}, stranger)).toBe(404);
    expect(await call('deleteChat', {})).toBe(200);
    const deleted = await chat.read('');
    expect(deleted).toMatchObject({ access: 'deleting' });
    expect(await call('deleteChat', {})).toBe(200);
    expect((await chat.read(''))?.['deleteAt']).toEqual(deleted?.['deleteAt']);
    expect(await call('restoreChat', {}, stranger)).toBe(404);
    expect(await call('restoreChat', {})).toBe(200);
    expect(await call('restoreChat', {})).toBe(200);
    await chat.say('Thanks');
    await chat.heard('You’re welcome');
  });

  test('restoreChat: not after its time', async () => {
    const { chat, call } = await chatOf('Ida');
    await call('deleteChat', {});
    await chat.write('', { deleteAt: new Date(Date.now() - 1) });
    expect(await call('restoreChat', {})).toBe(400);
    expect(await chat.read('')).toMatchObject({ access: 'deleting' });
  });

  test('rateReply: is kept with the reply and with the run that made it, until it is taken back', async () => {
    const { chat, reply, call, stranger } = await chatOf('Jo');
    const run = `orchestration_runs/${reply.data['runId'] as string}`;
    const bad = { messageId: reply.id, rating: 'bad', comment: 'Too short' };
    expect(await call('rateReply', bad, stranger)).toBe(404);
    expect(await call('rateReply', { ...bad, messageId: 'mother-9' })).toBe(404);
    expect(await call('rateReply', { ...bad, rating: 'great' })).toBe(400);
    expect(await call('rateReply', bad)).toBe(200);
    expect(await chat.read(`/messages/${reply.id}`)).toMatchObject({
      feedback: 'bad',
      content: reply.data['content'],
    });
    expect(await readDocument(run)).toMatchObject({ feedback: { rating: 'bad', comment: 'Too short' } });
    expect(await call('rateReply', { messageId: reply.id, rating: null })).toBe(200);
    expect(await chat.read(`/messages/${reply.id}`)).toMatchObject({ feedback: null });
    expect(await readDocument(run)).toMatchObject({ feedback: null });
  });
});

test('no other function is loaded', async () => {
  const response = await fetch(new URL('/backends', process.env['MOTHER_FUNCTIONS_URL']));
  const { backends } = (await response.json()) as {
    backends: { functionTriggers: { name: string }[] }[];
  };
  const loaded = backends.flatMap(({ functionTriggers }) => functionTriggers.map(({ name }) => name));
  // Those of companies are called in companies.test.ts.
  expect([...called, ...OF_COMPANIES].toSorted()).toEqual(loaded.toSorted());
});
