import { z } from 'zod';
import { agentLimits, storedToolUse } from './agent.ts';
import { SCHEMA_VERSION, amount, evidence, toolCall, usage, versioned } from './base.ts';
import { errorCode } from './errors.ts';
import { limits } from './limits.ts';
import { MOTHER } from './paths.ts';
import { field } from './task.ts';
import { at } from './time.ts';

const mailFields = { ...versioned, to: z.string(), createdAt: at };

/** C/mail/{id}: immutable mail between actors, removed by the commit that acted on it. */
export const mail = z.discriminatedUnion('kind', [
  /** To Mother: a question is open. */
  z.object({ ...mailFields, kind: z.literal('asked'), taskId: z.string(), questionId: z.string() }),
  /** To Mother: a task has come to its end. */
  z.object({
    ...mailFields,
    kind: z.literal('finished'),
    taskId: z.string(),
    questionId: z.null().default(null),
  }),
  /** To Mother: what runs in the chat ends, for this reason. */
  z.object({ ...mailFields, kind: z.literal('end_all'), reason: errorCode }),
  /** To a sub-agent: its question of kind consent has its yes or no. */
  z.object({ ...mailFields, kind: z.literal('consented'), taskId: z.string(), questionId: z.string() }),
]);
export type Mail = z.infer<typeof mail>;

/** C/wakes/{actorId-rev}: asks for a fresh invocation of that actor; removed when taken. */
export const wake = z.object({ ...versioned, actorId: z.string(), createdAt: at });
export type Wake = z.infer<typeof wake>;

/**
 * C/rescues/{id}: how often the sweeper has woken somebody for one document that was left lying. As soon as that document
 * changes, this says nothing any more.
 */
export const rescue = z.object({
  ...versioned,
  /** The version of the document that it was woken for. */
  of: z.string(),
  /** The wakes that were taken without anything coming of them. */
  tries: z.int(),
  /** The last wake that was made, and when the next one may be. */
  wakeId: z.string(),
  nextAt: at,
  /** Firestore removes it after this (a TTL policy). */
  expiresAt: at,
});
export type Rescue = z.infer<typeof rescue>;

/** What Mother keeps of one message: enough to go on, at a size that does not grow. */
export const excerpt = z.object({
  id: z.string(),
  from: z.enum(['person', 'mother']),
  text: z.string(),
  createdAt: at,
});
export type Excerpt = z.infer<typeof excerpt>;

/** Something the person stated, with the words that prove it. */
export const fact = z.object({ text: z.string().max(limits.factLength), evidence });
export type Fact = z.infer<typeof fact>;

/** Mother's memory: bounded, so that a turn costs the same in a long chat. */
export const memory = z.object({
  recent: z.array(excerpt),
  /** What fell out of `recent` and is not in the summary yet. */
  unfolded: z.array(excerpt).default([]),
  /** The older conversation in short, with the ids of messages that matter, so that they can be read again. */
  summary: z.string().default(''),
  facts: z.array(fact),
});
export type Memory = z.infer<typeof memory>;

/** What Mother knows of a task that has not ended, so that a turn does not have to read it. */
export const openTask = z.object({
  taskId: z.string(),
  subAgentId: z.string(),
  name: z.string(),
  title: z.string(),
  /** It waits for one of those at work to end. */
  queued: z.boolean().default(false),
});
export type OpenTask = z.infer<typeof openTask>;

/** What Mother knows of a question that she relayed and that has no answer yet. */
export const openQuestion = z.object({
  questionId: z.string(),
  /** As the question's own. */
  kind: z.enum(['input', 'consent']).default('input'),
  taskId: z.string(),
  subAgentId: z.string(),
  name: z.string(),
  text: z.string(),
  options: z.array(z.string()),
  field: field.default({ type: 'text' }),
  /** Mother's guess, as it was offered to the person. */
  suggestion: z.string().nullable().default(null),
  /** The question that this one asks again. */
  repeats: z.string().nullable(),
  /** The question in whose card it is asked, because another task asked the same before. */
  sameAs: z.string().nullable().default(null),
  relayedAt: at,
});
export type OpenQuestion = z.infer<typeof openQuestion>;

/** Since when, and how often, the model has failed at a step in ways that pass. It counts for no other step. */
const failing = z.object({ step: z.int(), sinceAt: at, count: z.int() });
export type Failing = z.infer<typeof failing>;

/**
 * C/state/{actorId}: the one document that its lease's holder writes. Every commit of an actor goes through it, guarded
 * by its last update time, so at most one owner commits.
 */
const actor = {
  ...versioned,
  actorId: z.string(),
  tenantId: z.string(),
  /** Who works now, and until when; null when nobody does. */
  owner: z.string().nullable(),
  leaseEndsAt: at.nullable(),
  /** Counts claims: what an earlier owner still streams is told apart by it. */
  epoch: z.int(),
  /** Counts commits, so that each of them changes the document. */
  rev: z.int(),
  /** Counts finished steps; the ids of what a step makes come from it, so a repeated step makes the same ids. */
  step: z.int(),
  /** Take-overs of a lease that ran out, and commits that could not be stored, at this step. */
  attempts: z.int(),
  failing: failing.nullable().default(null),
  /** When the sweeper is to wake it: the end of a back-off, or a waiting question's deadline. */
  dueAt: at.nullable(),
  /** The nonce of the last commit: tells after an ambiguous error whether it was stored. */
  commitId: z.string(),
  /** What it has drawn of the tenant's budget of a month and not used yet; `reserved` is for a call on its way. */
  allotment: z.object({ period: z.string(), left: amount, reserved: amount }).nullable().default(null),
};

/** A model answer that is kept before what follows from it is committed. */
const keptAnswer = z.object({
  text: z.string(),
  toolCalls: z.array(toolCall),
  refusal: z.string().nullable(),
  usage: usage.nullable(),
  model: z.string(),
});

export const motherState = z.object({
  ...actor,
  kind: z.literal('mother'),
  memory,
  tasks: z.array(openTask),
  questions: z.array(openQuestion),
  /** Tasks that were started on account of results since the person last said something. */
  unasked: z.int().default(0),
  /** How many messages the person sent since when, and whether they were told to slow down. */
  sends: z.object({ sinceAt: at, count: z.int(), noticed: z.boolean() }).nullable().default(null),
  /** A turn that was handed over: its mail and the model's answers so far. Nothing of it is committed yet. */
  turn: z.object({ mail: z.array(z.string()), answers: z.array(keptAnswer) }).nullable(),
});
export type MotherState = z.infer<typeof motherState>;

/** A question that this sub-agent has asked: how the repeat ladder knows. */
export const asked = z.object({ questionId: z.string(), text: z.string(), attempt: z.int() });

/**
 * A step of which a call has an effect outside. It is on record before anything is sent, and each call before it is made:
 * whoever takes over does what was decided, and knows what may have been done.
 */
export const intent = z.object({
  answer: keptAnswer,
  calls: z.array(
    z.discriminatedUnion('status', [
      /** A person said yes to exactly this; it holds until then. */
      z.object({ id: z.string(), status: z.literal('allowed'), hash: z.string(), until: z.number() }),
      /** `hash` as a consent to it has it; empty where it was not kept yet. */
      z.object({ id: z.string(), status: z.literal('started'), hash: z.string().default('') }),
      z.object({
        id: z.string(),
        status: z.literal('done'),
        ok: z.boolean(),
        content: z.string(),
        /** Why nothing came of it, where that is not the other side's own no. */
        why: z.enum(['declined', 'effect_unknown']).nullable().default(null),
      }),
    ]),
  ),
});
export type Intent = z.infer<typeof intent>;

export const subAgentState = z.object({
  ...actor,
  kind: z.literal('sub_agent'),
  /** `running`: owes a model call. `waiting`: for an answer. `ended`: nothing wakes it any more. */
  phase: z.enum(['running', 'waiting', 'ended']),
  taskId: z.string(),
  name: z.string(),
  /** What it is made from; with the version, so that a run names what it ran. */
  agentId: z.string().default(''),
  agentVersion: z.int().default(1),
  agentKind: z.enum(['llm', 'deterministic']).default('llm'),
  instructions: z.string(),
  tools: z.array(storedToolUse),
  credentialId: z.string().nullable().default(null),
  limits: agentLimits.prefault({}),
  /** Tool calls so far, and milliseconds of work before the stretch that began at `workingSinceAt`. */
  toolCalls: z.int().default(0),
  workedMs: z.number().default(0),
  workingSinceAt: at.nullable().default(null),
  /** The transcript index of the brief or the answer that it goes on from, until a step has dealt with it. */
  heeding: z.int().nullable(),
  /** How long the transcript is: the index of its next message. */
  length: z.int(),
  asked: z.array(asked),
  intent: intent.nullable().default(null),
  /** While it waits for consent: the question, and the call that it is for. */
  consent: z.object({ questionId: z.string(), callId: z.string() }).nullable().default(null),
  /** How often it has asked for consent. */
  consents: z.int().default(0),
  /** Answers in a row that could not be used; the second one fails the task. */
  unusable: z.int(),
  usage,
});
export type SubAgentState = z.infer<typeof subAgentState>;

export const actorState = z.discriminatedUnion('kind', [motherState, subAgentState]);
export type ActorState = z.infer<typeof actorState>;

/** Of any actor whom nobody has woken yet. */
export const unclaimed = {
  owner: null,
  leaseEndsAt: null,
  epoch: 0,
  rev: 0,
  step: 0,
  attempts: 0,
  failing: null,
  dueAt: null,
  commitId: '',
  allotment: null,
} as const;

export const emptyMemory: Memory = { recent: [], unfolded: [], summary: '', facts: [] };

/** Mother's state before her first turn in a chat. */
export const firstMotherState = (tenantId: string): MotherState => ({
  schemaVersion: SCHEMA_VERSION,
  kind: 'mother',
  actorId: MOTHER,
  tenantId,
  ...unclaimed,
  memory: emptyMemory,
  tasks: [],
  questions: [],
  unasked: 0,
  sends: null,
  turn: null,
});
