import { z } from 'zod';
import { shownError } from './errors.ts';
import { evidence, toolCall, usage, versioned } from './base.ts';
import { limits } from './limits.ts';
import { at } from './time.ts';

export const taskStatus = z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled']);
export type TaskStatus = z.infer<typeof taskStatus>;

/** C/tasks/{id}: one unit of delegated work, done by one sub-agent. A final status never changes. */
export const task = z.object({
  ...versioned,
  title: z.string(),
  goal: z.string().max(limits.goalLength),
  /** What Mother hands over beside the goal: the text of a JSON object, inherited by child tasks. */
  context: z.string().max(limits.contextLength).nullable(),
  status: taskStatus,
  agentId: z.string(),
  agentName: z.string(),
  /** Which version of the agent it is done by. */
  agentVersion: z.int().default(1),
  subAgentId: z.string(),
  /** The message of Mother's that started it: where the page draws it. */
  messageId: z.string(),
  parentTaskId: z.string().nullable(),
  /** The task that this one is another try of, and the one that took over from it. */
  continuesTaskId: z.string().nullable(),
  supersededBy: z.string().nullable(),
  /** While waiting: its one open or relayed question. */
  questionId: z.string().nullable(),
  result: z.string().nullable(),
  error: shownError.nullable(),
  usage,
  createdAt: at,
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
});
export type Task = z.infer<typeof task>;

export const isFinal = (status: TaskStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

export const subAgentStatus = z.enum(['active', 'waiting_for_user', 'completed', 'failed', 'cancelled']);
export type SubAgentStatus = z.infer<typeof subAgentStatus>;

/** A sub-agent's status follows from its task's, and from nothing else. */
export function subAgentStatusOf(status: TaskStatus): SubAgentStatus {
  switch (status) {
    case 'queued':
    case 'running':
      return 'active';
    case 'waiting':
      return 'waiting_for_user';
    case 'completed':
    case 'failed':
    case 'cancelled':
      return status;
    default:
      return status satisfies never;
  }
}

/** C/sub_agents/{id}: one running child, and what it is doing right now. */
export const subAgent = z.object({
  ...versioned,
  name: z.string(),
  agentId: z.string(),
  taskId: z.string(),
  status: subAgentStatus,
  /** `verb` is a present participle for the page ("Calculating"); `step` counts its model calls from 1. */
  progress: z.object({ verb: z.string(), step: z.int(), lastActivityAt: at }),
  createdAt: at,
});
export type SubAgent = z.infer<typeof subAgent>;

const transcriptEntry = { ...versioned, index: z.int().min(0), createdAt: at };

/**
 * C/sub_agents/{id}/sub_agent_messages/{id}: the transcript, in the order of `index`.
 * - `user`: the brief, or an answer (then with the tool call and the question that it answers, and who gave it).
 * - `assistant`: what the sub-agent said and called; the content of an ask is the question's text.
 * - `tool`: what a call gave back.
 */
export const subAgentMessage = z.discriminatedUnion('role', [
  z.object({
    ...transcriptEntry,
    role: z.literal('user'),
    content: z.string(),
    status: z.enum(['sent', 'handled']),
    toolCallId: z.string().nullable(),
    questionId: z.string().nullable(),
    answeredBy: z.enum(['user', 'orchestrator']).nullable(),
    /** The person's message that the answer came in, if it did. */
    messageId: z.string().nullable(),
  }),
  z.object({
    ...transcriptEntry,
    role: z.literal('assistant'),
    content: z.string(),
    toolCalls: z.array(toolCall),
  }),
  z.object({
    ...transcriptEntry,
    role: z.literal('tool'),
    toolCallId: z.string(),
    name: z.string(),
    content: z.string(),
    /** The call may have changed something elsewhere: another try has to know of it. */
    outside: z.boolean().default(false),
  }),
]);
export type SubAgentMessage = z.infer<typeof subAgentMessage>;

/** What an answer has to be, where words alone would not do. The page draws a field of that type. */
export const field = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  /** One of the question's options. */
  z.object({ type: z.literal('choice') }),
  z.object({
    type: z.literal('number'),
    integer: z.boolean(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  /** A day: 2026-01-31. */
  z.object({ type: z.literal('date') }),
]);
export type Field = z.infer<typeof field>;

/** One input of a tool, as a person can be asked for it. */
export const inputField = z.object({
  name: z.string(),
  /** What it is called in a question: "order number". */
  label: z.string(),
  field,
  options: z.array(z.string()),
  required: z.boolean(),
  /** What an answer is as JSON. `other`: a list or an object, which no answer can be. */
  as: z.enum(['string', 'number', 'boolean', 'other']),
});
export type InputField = z.infer<typeof inputField>;

/** One line of what a call will do, in the words of its tool. */
export const detail = z.object({ label: z.string(), value: z.string() });
export type Detail = z.infer<typeof detail>;

/** A call that waits for a person's yes: exactly what will be done, and the hash that the yes has to name. */
export const consentRequest = z.object({
  callId: z.string(),
  tool: z.string(),
  /** A sentence: "Refund 49.00 EUR of order 1042". */
  summary: z.string(),
  details: z.array(detail),
  /** SHA-256 over the agent, its connection and the address of that, the tool and its whole input; hexadecimal. */
  hash: z.string(),
  /** Who may say yes. */
  by: z.enum(['member', 'admin']),
});
export type ConsentRequest = z.infer<typeof consentRequest>;

/**
 * C/questions/{id}: what a sub-agent needs. `open`: Mother is checking whether she knows. `relayed`: the person is
 * asked, in the main chat. Only `relayed` asks anything of the person.
 */
export const question = z.object({
  ...versioned,
  /** `input`: words or a value. `consent`: a yes or no to one call, by the person's button only. */
  kind: z.enum(['input', 'consent']),
  subAgentId: z.string(),
  name: z.string(),
  taskId: z.string(),
  text: z.string().max(limits.questionLength),
  /** Of kind `input`: what the answer has to be. */
  field: field.default({ type: 'text' }),
  /** Of kind `consent`: what is asked for; the answer is `yes` or `no`. */
  consent: consentRequest.nullable().default(null),
  options: z.array(z.string().max(limits.optionLength)).max(limits.options),
  status: z.enum(['open', 'relayed', 'answered', 'expired', 'superseded', 'withdrawn']),
  /** What this sub-agent asked before, oldest first: so that Mother can tell what it repeats. */
  earlier: z.array(z.object({ questionId: z.string(), text: z.string() })).default([]),
  /** 1, or 2 where it repeats the question `repeats`. */
  attempt: z.int().min(1),
  repeats: z.string().nullable(),
  /** Another task's question that asks the same: the person sees that one's card, and one answer is for both. */
  sameAs: z.string().nullable().default(null),
  /** The ask_user call that waits for this, and the transcript index that the answer gets. */
  toolCallId: z.string(),
  answerIndex: z.int(),
  deadlineAt: at,
  /** Mother's guess that did not pass the checks, for the person to confirm with one button. */
  suggestion: z.string().nullable(),
  answer: z.string().nullable(),
  answeredBy: z.enum(['user', 'orchestrator']).nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  /** What the person put in place of the answer later: the work went on from there once more. */
  correction: z.string().nullable().default(null),
  evidence: z.array(evidence),
  createdAt: at,
  relayedAt: at.nullable(),
  answeredAt: at.nullable(),
});
export type Question = z.infer<typeof question>;
