import { type AssistantMessage, type Message, SCHEMA_VERSION, type UserMessage } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

// Messages for tests, of which each says only what it is about.

type Fields<T> = Partial<T> & { readonly id: string; readonly pending?: boolean };

export function fromPerson({ id, pending = false, ...fields }: Fields<UserMessage>): Parsed<UserMessage> {
  const data: UserMessage = {
    schemaVersion: SCHEMA_VERSION,
    role: 'user',
    content: 'Hello',
    status: 'sent',
    createdAt: 1_000,
    ...fields,
  };
  return { id, ok: true, data, pending };
}

export function fromMother({ id, pending = false, ...fields }: Fields<AssistantMessage>): Parsed<Message> {
  const data: AssistantMessage = {
    schemaVersion: SCHEMA_VERSION,
    role: 'assistant',
    kind: 'text',
    content: 'Hello',
    status: 'complete',
    createdAt: 2_000,
    inReplyTo: [],
    choices: [],
    taskIds: [],
    questionId: null,
    startedAt: 2_000,
    retryAt: null,
    error: null,
    runId: null,
    feedback: null,
    answered: null,
    ...fields,
  };
  return { id, ok: true, data, pending };
}
