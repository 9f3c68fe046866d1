import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  actorState,
  agent,
  AppError,
  chat,
  limits,
  mail,
  member,
  message,
  part,
  question,
  run,
  SCHEMA_VERSION,
  subAgent,
  subAgentMessage,
  task,
  tenant,
  wake,
} from '../../../src/contracts/index.ts';
import { parse } from '../../../src/store/documents.ts';
import * as good from '../../support/factories.ts';

type Case = readonly [title: string, schema: z.ZodType, document: object];

const documents: Case[] = [
  ['a chat', chat, good.chat()],
  ['a person’s message', message, good.userMessage()],
  [
    'a person’s message with all that can become of it',
    message,
    good.userMessage({
      replyTo: 'agent-1-q0',
      passedTo: [{ subAgentId: 'agent-1', name: 'Researcher', questionId: 'agent-1-q0' }],
      resumedAt: good.NOW,
      refusal: { code: 'already_answered', message: 'x' },
    }),
  ],
  ['a message of Mother’s', message, good.assistantMessage()],
  [
    'an acknowledgement',
    message,
    good.assistantMessage({
      kind: 'ack',
      answered: {
        subAgentId: 'agent-1',
        name: 'Researcher',
        question: 'Which year?',
        answer: '2021',
        answeredBy: 'orchestrator',
        evidence: [good.evidence()],
      },
    }),
  ],
  ['a part', part, good.part()],
  ['a task', task, good.task()],
  ['a sub-agent', subAgent, good.subAgent()],
  ['a brief', subAgentMessage, good.toldEntry()],
  ['a sub-agent’s words', subAgentMessage, good.saidEntry()],
  ['a tool’s result', subAgentMessage, good.toolEntry()],
  ['a question', question, good.question()],
  ['a relayed question', question, good.relayedQuestion()],
  ['mail', mail, good.mail()],
  ['a wake', wake, good.wake()],
  ['Mother’s state', actorState, good.motherState()],
  [
    'Mother’s state with all that it can hold',
    actorState,
    good.motherState({
      owner: 'x',
      leaseEndsAt: good.NOW,
      dueAt: good.NOW,
      memory: { unfolded: [], summary: '', recent: [good.excerpt()], facts: [good.fact()] },
      tasks: [good.openTask()],
      questions: [good.openQuestion()],
      turn: { mail: ['m1'], answers: [] },
    }),
  ],
  ['a sub-agent’s state', actorState, good.subAgentState()],
  ['a tenant', tenant, good.tenant()],
  ['a member', member, good.member()],
  ['an agent', agent, good.agent()],
  ['a run', run, good.run()],
];

const parsed = (schema: z.ZodType, data: Record<string, unknown>) =>
  parse({ path: 'some/document', id: 'document', data, version: '1' }, schema).value;

/** The error of a document that cannot be read. */
function errorOf(schema: z.ZodType, data: Record<string, unknown>): AppError {
  try {
    parsed(schema, data);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it can be read');
}

describe.each(documents)('%s', (_, schema, document) => {
  const data = good.stored(document);

  it('at rest -> read as it is, its times in milliseconds', () => {
    expect(parsed(schema, data)).toEqual(document);
  });

  it.each([0, SCHEMA_VERSION + 1, '1', null, undefined])(
    'schema version %s -> unsupported, not malformed',
    (version) => {
      const error = errorOf(schema, { ...data, schemaVersion: version });
      expect(error.code).toBe('unsupported_version');
      expect(error.message).toContain('some/document');
    },
  );

  it('any field missing -> malformed, unless it may be left out; the log says which, and not what it held', () => {
    for (const field of Object.keys(data).filter((key) => key !== 'schemaVersion')) {
      const rest = Object.fromEntries(Object.entries(data).filter(([key]) => key !== field));
      if (schema.safeParse(rest).success) continue;
      const error = errorOf(schema, rest);
      expect(error.code).toBe('malformed_document');
      expect(error.message).toContain(field);
    }
  });

  it('a time that is no timestamp -> malformed', () => {
    const times = Object.keys(data).filter((key) => key.endsWith('At') && data[key] !== null);
    const wrong = [good.NOW, '2026-09-15', { seconds: 1 }, {}];
    const codes = times.flatMap((field) =>
      wrong.map((time) => errorOf(schema, { ...data, [field]: time }).code),
    );
    expect(codes).toEqual(codes.map(() => 'malformed_document'));
  });
});

describe('anything else', () => {
  it('-> an error with a code, never another one', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.nat(), (data, at) => {
        const schema = documents[at % documents.length]?.[1] ?? chat;
        expect(['malformed_document', 'unsupported_version']).toContain(errorOf(schema, data).code);
        expect(errorOf(schema, { ...data, schemaVersion: SCHEMA_VERSION }).code).toBe('malformed_document');
      }),
    );
  });

  it('a message that is too long -> malformed', () => {
    const content = (length: number) => good.stored(good.userMessage({ content: 'x'.repeat(length) }));
    expect(message.safeParse(content(limits.messageLength)).success).toBe(true);
    expect(errorOf(message, content(limits.messageLength + 1)).code).toBe('malformed_document');
  });

  it('a chat as the page makes it, without counts -> they are zero', () => {
    const { counts, ...made } = good.stored(good.chat());
    expect(counts).toBeDefined();
    expect(parsed(chat, made)).toMatchObject({ counts: { running: 0, waiting: 0 } });
  });
});
