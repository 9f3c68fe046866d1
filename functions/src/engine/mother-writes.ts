import {
  SCHEMA_VERSION,
  paths,
  subAgentStatusOf,
  type AssistantMessage,
  type Chat,
  type ChatRef,
  type Mail,
  type Member,
  type MotherState,
  type Question,
  type SubAgent,
  type SubAgentMessage,
  type Task,
  type TaskStatus,
  type UserMessage,
  type Wake,
} from '../contracts/index.ts';
import type { MotherEffect, Post } from '../machine/effects.ts';
import { startWrites, transcriptPath } from './new-task.ts';
import { countCards } from '../machine/same.ts';
import { create, remove, update, type Draft } from '../store/documents.ts';
import { Increment, SERVER_TIME, type Version, type Write } from '../store/port.ts';

type Of<T extends MotherEffect['type']> = Extract<MotherEffect, { type: T }>;

/** Which chat the effects are for, and the versions of the documents that the decision looked at. */
export type Target = {
  readonly chat: ChatRef;
  readonly tenantId: string;
  readonly versions: ReadonlyMap<string, Version>;
  /** The run that the commit belongs to. */
  readonly runId: string;
};

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** What Mother's effects are in documents. Each status that others can change too is guarded by its own version. */
export function motherWrites(
  target: Target,
  effects: readonly MotherEffect[],
  { questions }: Pick<MotherState, 'questions'>,
): Write[] {
  if (effects.length === 0) return [];
  const chat = chatWrite(target, effects, countCards(questions));
  const allowing = effects.some(({ type }) => type === 'consent') ? asTheyWere(target) : [];
  return [...effects.flatMap((effect) => writesOf(target, effect)), ...allowing, chat];
}

/** The actors that the effects are mail for. */
export const woken = (effects: readonly MotherEffect[]): string[] => [
  ...new Set(
    effects.flatMap((effect) => {
      switch (effect.type) {
        case 'start_task':
          return effect.task.queued ? [] : [effect.task.subAgentId];
        case 'answer':
        case 'consent':
          return [effect.question.subAgentId];
        case 'begin_task':
        case 'end_task':
          return [effect.subAgentId];
        default:
          return [];
      }
    }),
  ),
];

function writesOf(target: Target, effect: MotherEffect): Write[] {
  const { chat } = target;
  switch (effect.type) {
    case 'post':
      return [create<AssistantMessage>(paths.messages.one(chat, effect.id), newMessage(effect.post))];
    case 'close':
      return [
        update<AssistantMessage>(paths.messages.one(chat, effect.id), {
          ...effect.post,
          retryAt: null,
          runId: target.runId,
        }),
      ];
    case 'reword':
      return [update<AssistantMessage>(paths.messages.one(chat, effect.id), { content: effect.content })];
    case 'handle':
      return [handleWrite(chat, effect)];
    case 'refuse':
      return [
        update<UserMessage>(paths.messages.one(chat, effect.messageId), {
          status: 'refused',
          refusal: effect.error,
        }),
      ];
    case 'replace_failed':
      return [update<AssistantMessage>(paths.messages.one(chat, effect.messageId), { status: 'stopped' })];
    case 'consume':
      return [remove(paths.mail.one(chat, effect.mailId))];
    case 'start_task':
      return startWrites(target, effect.task);
    case 'begin_task':
      return beginWrites(target, effect);
    case 'relay':
      return [relayWrite(target, effect)];
    case 'suggest':
      return [questionWrite(target, effect.questionId, { suggestion: effect.suggestion })];
    case 'answer':
      return answerWrites(target, effect);
    case 'consent':
      return consentWrites(target, effect);
    case 'correct':
      return [questionWrite(target, effect.questionId, { correction: effect.correction })];
    case 'supersede':
      return [supersedeWrite(target, effect)];
    case 'end_task':
      return endWrites(target, effect);
    default:
      return effect satisfies never;
  }
}

/** A new message of Mother's, as a document. */
export const newMessage = (post: Post): Draft<AssistantMessage> => ({
  ...versioned,
  role: 'assistant',
  ...post,
  createdAt: SERVER_TIME,
  startedAt: SERVER_TIME,
  retryAt: null,
  runId: null,
  feedback: null,
});

function handleWrite(chat: ChatRef, { messageId, passedTo }: Of<'handle'>): Write {
  const path = paths.messages.one(chat, messageId);
  return update<UserMessage>(
    path,
    passedTo.length === 0 ? { status: 'handled' } : { status: 'handled', passedTo: [...passedTo] },
  );
}

/** Guards a write by the version that was read: nobody writes what they have not looked at. */
function guard({ versions }: Target, path: string): Version {
  const version = versions.get(path);
  if (version === undefined) throw new Error(`${path} was decided on without having been read`);
  return version;
}

function questionWrite(
  target: Target,
  questionId: string,
  data: Parameters<typeof update<Question>>[1],
): Write {
  const path = paths.questions.one(target.chat, questionId);
  return update<Question>(path, data, guard(target, path));
}

function taskWrites(
  target: Target,
  taskId: string,
  subAgentId: string,
  status: TaskStatus,
  data: Parameters<typeof update<Task>>[1],
): Write[] {
  const path = paths.tasks.one(target.chat, taskId);
  return [
    update<Task>(path, { ...data, status }, guard(target, path)),
    update<SubAgent>(paths.subAgents.one(target.chat, subAgentId), { status: subAgentStatusOf(status) }),
  ];
}

function relayWrite(target: Target, effect: Of<'relay'>): Write {
  const { questionId, attempt, repeats, suggestion, sameAs } = effect;
  const relayed = {
    status: 'relayed',
    relayedAt: SERVER_TIME,
    attempt,
    repeats,
    suggestion,
    sameAs,
  } as const;
  return questionWrite(target, questionId, relayed);
}

function answerWrites(target: Target, effect: Of<'answer'>): Write[] {
  const { questionId, question, answer, answeredBy, confidence, messageId } = effect;
  const { subAgentId, taskId, answerIndex, toolCallId } = question;
  const evidence = [...effect.evidence];
  const given = {
    status: 'answered',
    answer,
    answeredBy,
    confidence,
    evidence,
    answeredAt: SERVER_TIME,
  } as const;
  return [
    questionWrite(target, questionId, given),
    ...taskWrites(target, taskId, subAgentId, 'running', { questionId: null }),
    create<SubAgentMessage>(transcriptPath(target.chat, subAgentId, answerIndex), {
      ...versioned,
      role: 'user',
      index: answerIndex,
      content: answer,
      status: 'sent',
      toolCallId,
      questionId,
      answeredBy,
      messageId,
      createdAt: SERVER_TIME,
    }),
  ];
}

/** A yes or no is mail, and a wake goes with it: nothing in the transcript changes by it. */
function consentWrites(target: Target, { questionId, question, decision }: Of<'consent'>): Write[] {
  const { chat } = target;
  const { subAgentId, taskId } = question;
  const given = {
    status: 'answered',
    answer: decision,
    answeredBy: 'user',
    answeredAt: SERVER_TIME,
  } as const;
  return [
    questionWrite(target, questionId, given),
    ...taskWrites(target, taskId, subAgentId, 'running', { questionId: null }),
    create<Mail>(paths.mail.one(chat, consentMailId(questionId)), {
      ...versioned,
      to: subAgentId,
      kind: 'consented',
      taskId,
      questionId,
      createdAt: SERVER_TIME,
    }),
    create<Wake>(`${paths.wakes.all(chat)}/${questionId}-given`, {
      ...versioned,
      actorId: subAgentId,
      createdAt: SERVER_TIME,
    }),
  ];
}

/** Where it was looked at what the person may, it changes nothing of them, and fails if anything has changed. */
function asTheyWere({ chat: { uid }, tenantId, versions }: Target): Write[] {
  const path = paths.members.one(tenantId, uid);
  const version = versions.get(path);
  return version === undefined ? [] : [update<Member>(path, { uid }, version)];
}

/** The mail that tells a sub-agent of the yes or no to its question. */
export const consentMailId = (questionId: string): string => `consented-${questionId}`;

function supersedeWrite(target: Target, { taskId, by }: Of<'supersede'>): Write {
  const path = paths.tasks.one(target.chat, taskId);
  return update<Task>(path, { supersededBy: by }, guard(target, path));
}

function endWrites(target: Target, effect: Of<'end_task'>): Write[] {
  const { chat } = target;
  const { taskId, subAgentId, status, error, supersededBy, questionId } = effect;
  return [
    ...taskWrites(target, taskId, subAgentId, status, {
      error,
      supersededBy,
      questionId: null,
      finishedAt: SERVER_TIME,
    }),
    ...(questionId === null ? [] : [questionWrite(target, questionId, { status: 'withdrawn' })]),
    // It may be in the middle of its work, or wait for an answer that will not come: it has to hear of it.
    create<Wake>(`${paths.wakes.all(chat)}/${subAgentId}-end`, {
      ...versioned,
      actorId: subAgentId,
      createdAt: SERVER_TIME,
    }),
  ];
}

/** Its brief becomes mail; that is a change, so a wake goes with it. */
function beginWrites(target: Target, { taskId, subAgentId }: Of<'begin_task'>): Write[] {
  const { chat } = target;
  return [
    ...taskWrites(target, taskId, subAgentId, 'running', { startedAt: SERVER_TIME }),
    { op: 'update', path: transcriptPath(chat, subAgentId, 0), data: { status: 'sent' } },
    create<Wake>(`${paths.wakes.all(chat)}/${subAgentId}-begin`, {
      ...versioned,
      actorId: subAgentId,
      createdAt: SERVER_TIME,
    }),
  ];
}

/** How much one effect changes the number of tasks at work. */
function started(effect: MotherEffect): number {
  switch (effect.type) {
    case 'start_task':
      return 1;
    case 'end_task':
      return -1;
    default:
      return 0;
  }
}

/**
 * The chat's badges. What waits for the person is counted anew each time, out of Mother's own list: only she knows what
 * is asked together, and nobody else adds to it.
 */
function chatWrite({ chat }: Target, effects: readonly MotherEffect[], waiting: number): Write {
  const running = effects.map(started).reduce((sum, one) => sum + one, 0);
  const changes = { lastMessageAt: SERVER_TIME, 'counts.waiting': waiting, ...runningChange(running) };
  return {
    op: 'update',
    path: paths.chat(chat),
    data: changes satisfies Partial<Record<keyof Chat | `counts.${string}`, unknown>>,
  };
}

/** A change of the number of tasks at work, as an increment: two actors may change it at once. */
export const runningChange = (by: number) => (by === 0 ? {} : { 'counts.running': new Increment(by) });
