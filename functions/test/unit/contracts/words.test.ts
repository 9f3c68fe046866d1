import { describe, expect, it } from 'vitest';
import {
  AppError,
  errorCode,
  groups,
  isFinal,
  limits,
  MOTHER,
  paths,
  patterns,
  personalTenantId,
  shown,
  subAgentStatusOf,
  taskStatus,
} from '../../../src/contracts/index.ts';

describe('errors', () => {
  it.each(errorCode.options)('%s -> words for the person, that end as a sentence', (code) => {
    expect(shown(code)).toEqual({ code, message: expect.stringMatching(/^[A-Z].*[a-z].*\.$/u) });
  });

  it('words of their own -> those', () => {
    expect(shown('not_found', 'It is gone.')).toEqual({ code: 'not_found', message: 'It is gone.' });
  });

  it('thrown -> the log has its message, the person the words of its code', () => {
    const cause = new Error('socket hang up');
    const error = new AppError('model_busy', 'provider said 429', { cause });
    expect(error.message).toBe('provider said 429');
    expect(error.cause).toBe(cause);
    expect(error.shown).toEqual(shown('model_busy'));
    expect(error.shown.message).not.toContain('429');
  });
});

describe('a sub-agent’s status', () => {
  it.each([
    ['queued', 'active'],
    ['running', 'active'],
    ['waiting', 'waiting_for_user'],
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
  ] as const)('its task is %s -> %s', (status, expected) => {
    expect(subAgentStatusOf(status)).toBe(expected);
  });

  it('every status of a task -> final or still at work', () => {
    expect(taskStatus.options.filter(isFinal)).toEqual(['completed', 'failed', 'cancelled']);
  });
});

describe('paths', () => {
  const chat = { uid: 'u', chatId: 'c' };
  const C = 'users/u/orch-chats/c';

  it.each([
    [paths.chats('u'), 'users/u/orch-chats'],
    [paths.chat(chat), C],
    [paths.messages.all(chat), `${C}/messages`],
    [paths.messages.one(chat, 'm'), `${C}/messages/m`],
    [paths.parts(chat, 'm'), `${C}/messages/m/parts`],
    [paths.tasks.one(chat, 't'), `${C}/tasks/t`],
    [paths.subAgents.one(chat, 's'), `${C}/sub_agents/s`],
    [paths.transcript(chat, 's'), `${C}/sub_agents/s/sub_agent_messages`],
    [paths.questions.one(chat, 'q'), `${C}/questions/q`],
    [paths.mail.one(chat, 'x'), `${C}/mail/x`],
    [paths.states.one(chat, MOTHER), `${C}/state/mother`],
    [paths.wakes.one(chat, 'w'), `${C}/wakes/w`],
    [paths.members.one('t', 'u'), 'tenants/t/members/u'],
    [paths.agents.one('t', 'a'), 'tenants/t/agents/a'],
    [paths.runs.one('r'), 'orchestration_runs/r'],
  ])('%s', (path, expected) => {
    expect(path).toBe(expected);
  });

  it('what triggers listen to and what groups query -> where the documents are', () => {
    const given: Record<string, string> = {
      '{uid}': 'u',
      '{chatId}': 'c',
      '{messageId}': 'm',
      '{taskId}': 't',
      '{subAgentId}': 's',
      '{subAgentMessageId}': 'sm',
      '{wakeId}': 'w',
    };
    const filled = Object.values(patterns).map((pattern) =>
      pattern.replaceAll(/\{\w+\}/gu, (name) => given[name] ?? name),
    );
    expect(filled).toEqual([
      paths.messages.one(chat, 'm'),
      paths.tasks.one(chat, 't'),
      `${paths.transcript(chat, 's')}/sm`,
      paths.wakes.one(chat, 'w'),
    ]);
    const collections = [
      paths.messages.all(chat),
      paths.transcript(chat, 's'),
      paths.mail.all(chat),
      paths.states.all(chat),
      paths.chats('u'),
      paths.members.all('t'),
      paths.jobs.all('t'),
      paths.credentials.all('t'),
    ];
    expect(collections.map((path) => path.split('/').at(-1))).toEqual(Object.values(groups));
  });

  it('a person’s own tenant -> the same id each time', () => {
    expect(personalTenantId('u')).toBe('personal-u');
  });
});

describe('limits that depend on each other', () => {
  it('a step of a sub-agent with all its calls and its answer -> fits its transcript, as often as there may be steps', () => {
    expect(1 + limits.steps * (1 + limits.toolCallsPerStep) + limits.asks).toBeLessThan(limits.transcript);
  });

  it('a lease is renewed well before it ends, and a call is given up before its invocation is', () => {
    expect(limits.renewMs * 2).toBeLessThan(limits.leaseMs);
    expect(limits.callMs + limits.handOverSpareMs).toBeLessThan(limits.invocationMs);
    expect(limits.shortBackOffMs).toBeLessThan(limits.longestBackOffMs);
  });
});
