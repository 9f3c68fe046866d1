import { z } from 'zod';
import { shownError } from './errors.ts';
import { documentId, evidence, versioned } from './base.ts';
import { limits } from './limits.ts';
import { at } from './time.ts';

/**
 * users/{uid}/orch-chats/{chatId}. The client creates it with exactly `title`, `tenantId`, `schemaVersion`,
 * `createdAt` = `lastMessageAt` = server time and `access: 'open'`; everything else is the backend's.
 */
export const chat = z.object({
  ...versioned,
  title: z.string().min(1).max(limits.titleLength),
  tenantId: z.string(),
  createdAt: at,
  lastMessageAt: at,
  access: z.enum(['open', 'closed', 'deleting']),
  pinned: z.boolean().default(false),
  /** While `deleting`: from when on it is removed; until then it can be brought back. */
  deleteAt: at.nullable().default(null),
  /** While `deleting`: it was closed before, and brought back it is closed again. */
  wasClosed: z.boolean().default(false),
  /** For badges: tasks at work, and questions that wait for the person, what several agents ask counted once. */
  counts: z.object({ running: z.int().default(0), waiting: z.int().default(0) }).prefault({}),
});
export type Chat = z.infer<typeof chat>;

/** Which agent got a message's words as the answer to its question, and whether it has gone on since. */
const passedTo = z.object({ subAgentId: z.string(), name: z.string(), questionId: z.string() });

/** Asks for another try of a message of Mother's that failed, or of a task that failed. */
export const retry = z.object({ kind: z.enum(['message', 'task']), id: documentId });
export type Retry = z.infer<typeof retry>;

/** Puts an answer right that an agent already got: its question, and the right answer. */
export const correction = z.strictObject({
  questionId: documentId,
  answer: z.string().min(1).max(limits.answerLength),
});
export type Correction = z.infer<typeof correction>;

/** A yes or no to the call that a question of kind `consent` shows, by the hash that stood there. */
export const consent = z.strictObject({
  questionId: documentId,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  decision: z.enum(['yes', 'no']),
});
export type Consent = z.infer<typeof consent>;

/** Stops what Mother is replying (by the id of the message that streams), one task, or everything in the chat. */
export const stop = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('turn'), id: documentId }),
  z.strictObject({ kind: z.literal('task'), id: documentId }),
  z.strictObject({ kind: z.literal('all') }),
]);
export type Stop = z.infer<typeof stop>;

/**
 * C/messages/{id}, from the person. The client creates it with exactly `role`, `content`, `status: 'sent'`,
 * `schemaVersion`, `createdAt` = server time and at most one intent: `replyTo` (a question's id; content is the
 * answer) `retry`, `stop`, `correct` or `consent`
 * (content is empty). Its id is 20 letters or digits; the backend's ids contain a hyphen.
 */
export const userMessage = z.object({
  ...versioned,
  role: z.literal('user'),
  content: z.string().max(limits.messageLength),
  status: z.enum(['sent', 'handled', 'refused']),
  createdAt: at,
  replyTo: documentId.optional(),
  retry: retry.optional(),
  stop: stop.optional(),
  correct: correction.optional(),
  consent: consent.optional(),
  passedTo: z.array(passedTo).optional(),
  resumedAt: at.optional(),
  /** Why it was refused, in words for the person. */
  refusal: shownError.optional(),
});
export type UserMessage = z.infer<typeof userMessage>;

/**
 * C/messages/{id}, from Mother.
 * - `text`: her words. `result`: her words on finished tasks. `question`: a relayed question.
 * - `ack`: an answer was passed on; `notice`: a line of the system's, for example "Is this for Researcher?".
 * With `choices` it asks which question an answer is for.
 *
 * While `streaming`, the text is in the parts and `content` is empty.
 */
export const assistantMessage = z.object({
  ...versioned,
  role: z.literal('assistant'),
  kind: z.enum(['text', 'result', 'question', 'ack', 'notice']),
  content: z.string(),
  status: z.enum(['streaming', 'complete', 'failed', 'stopped']),
  createdAt: at,
  /** Ids of the person's messages that this replies to. */
  inReplyTo: z.array(z.string()),
  /** What one button each answers which question with, until one of them is pressed. */
  choices: z.array(z.object({ questionId: z.string(), answer: z.string() })).default([]),
  /** The finished tasks that this reports. */
  taskIds: z.array(z.string()),
  questionId: z.string().nullable(),
  startedAt: at,
  /** While streaming: the provider is busy, and when the next try is. */
  retryAt: at.nullable(),
  error: shownError.nullable(),
  /** The run that made it, and what the person thinks of it. */
  runId: z.string().nullable().default(null),
  feedback: z.enum(['good', 'bad']).nullable().default(null),
  /** On an `ack`: what was passed on to whom, and out of which words of the person's. */
  answered: z
    .object({
      subAgentId: z.string(),
      name: z.string(),
      question: z.string(),
      answer: z.string(),
      answeredBy: z.enum(['user', 'orchestrator']),
      evidence: z.array(evidence),
    })
    .nullable(),
});
export type AssistantMessage = z.infer<typeof assistantMessage>;

export const message = z.discriminatedUnion('role', [userMessage, assistantMessage]);
export type Message = z.infer<typeof message>;

/**
 * C/messages/{id}/parts/{epoch-try-n}: streamed text, append-only. Of all parts those of the highest (epoch, try)
 * count, in the order of n; anything else was written by an owner or a try that was given up.
 */
export const part = z.object({
  ...versioned,
  epoch: z.int(),
  try: z.int(),
  n: z.int(),
  text: z.string(),
  createdAt: at,
  /** Firestore removes it after this (a TTL policy). */
  expiresAt: at,
});
export type Part = z.infer<typeof part>;

/** The text that the parts of one message make so far. */
export function joinParts(parts: readonly Part[]): string {
  const newest = parts.reduce<Part | undefined>(
    (best, one) =>
      !best || one.epoch > best.epoch || (one.epoch === best.epoch && one.try > best.try) ? one : best,
    undefined,
  );
  if (!newest) return '';
  return parts
    .filter((one) => one.epoch === newest.epoch && one.try === newest.try)
    .toSorted((a, b) => a.n - b.n)
    .map((one) => one.text)
    .join('');
}
