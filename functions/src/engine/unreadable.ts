import {
  MOTHER,
  SCHEMA_VERSION,
  isFinal,
  paths,
  question as questionSchema,
  subAgent as subAgentSchema,
  subAgentState as stateSchema,
  task as taskSchema,
  type ActorRef,
  type AppError,
  type AssistantMessage,
  type Mail,
  type Question,
  type SubAgent,
  type SubAgentState,
  type Task,
} from '../contracts/index.ts';
import { post } from '../machine/draft.ts';
import { create, remove, update } from '../store/documents.ts';
import { PreconditionFailed, SERVER_TIME, type StoredDocument, type Write } from '../store/port.ts';
import type { Engine } from './engine.ts';
import { givenBack } from './given-back.ts';
import type { Invocation } from './invocation.ts';
import { knownOf } from './log.ts';
import { recordOfLost } from './lost-calls.ts';
import { consentMailId, newMessage, runningChange } from './mother-writes.ts';
import { transcriptPath } from './new-task.ts';

/**
 * A sub-agent met a document that it cannot read: its state, its task, its question or a line of its transcript. Its
 * task fails, with what of it can be read, and the person is told. What cannot be read is left as it is.
 */
export async function failUnread(
  engine: Engine,
  invocation: Invocation,
  ref: ActorRef,
  error: AppError,
): Promise<void> {
  engine.log.write('actor_unreadable', knownOf(error));
  const found = await look(engine, ref);
  if (!found) return;
  try {
    await engine.store.commit(writesOf(engine, ref, found, error));
  } catch (reason) {
    // Somebody else was faster, and has ended it or goes on with it.
    if (!(reason instanceof PreconditionFailed)) throw reason;
    return;
  }
  invocation.wake({ ...ref, actorId: MOTHER });
}

type Readable<T> = { readonly document: StoredDocument; readonly value: T };

type Found = {
  readonly taskId: string;
  readonly task: Readable<Task> | null;
  readonly state: Readable<SubAgentState> | null;
  readonly question: Readable<Question> | null;
  /** What it was told and has not read, if it is there. */
  readonly unread: StoredDocument | null;
};

/** What can be read of a sub-agent; null if it has ended. */
async function look({ store }: Engine, ref: ActorRef): Promise<Found | null> {
  const [own, stored] = await Promise.all([
    store.get(paths.subAgents.one(ref, ref.actorId)),
    store.get(paths.states.one(ref, ref.actorId)),
  ]);
  const subAgent = own && subAgentSchema.safeParse(own.data);
  if (!subAgent?.success || ended.has(subAgent.data.status)) return null;
  const { taskId } = subAgent.data;
  const state = readable(stored, stateSchema.safeParse(stored?.data));
  const document = await store.get(paths.tasks.one(ref, taskId));
  const task = readable(document, taskSchema.safeParse(document?.data));
  if (!document || (task && isFinal(task.value.status))) return null;
  const questionId = task ? task.value.questionId : (state?.value.asked.at(-1)?.questionId ?? null);
  const asked = questionId === null ? null : await store.get(paths.questions.one(ref, questionId));
  const question = readable(asked, questionSchema.safeParse(asked?.data));
  const index = state && (state.value.heeding ?? state.value.length);
  const unread = index === null ? null : await store.get(transcriptPath(ref, ref.actorId, index));
  return { taskId, task, state, question, unread };
}

const ended = new Set<SubAgent['status']>(['completed', 'failed', 'cancelled']);

const readable = <T>(
  document: StoredDocument | null,
  parsed: { success: true; data: T } | { success: false },
): Readable<T> | null => (document && parsed.success ? { document, value: parsed.data } : null);

function writesOf(
  engine: Engine,
  ref: ActorRef,
  { taskId, task, state, question, unread }: Found,
  error: AppError,
): Write[] {
  const versioned = { schemaVersion: SCHEMA_VERSION } as const;
  const isAsked = question?.value.status === 'relayed' || question?.value.status === 'open';
  const failed = { status: 'failed', error: error.shown, questionId: null, finishedAt: SERVER_TIME } as const;
  const notice = post({ kind: 'notice', content: error.shown.message });
  return [
    create<Mail>(paths.mail.one(ref, `finished-${taskId}`), {
      ...versioned,
      to: MOTHER,
      kind: 'finished',
      taskId,
      questionId: null,
      createdAt: SERVER_TIME,
    }),
    task
      ? update<Task>(task.document.path, failed, task.document.version)
      : // Mother cannot tell of it.
        create<AssistantMessage>(paths.messages.one(ref, `unreadable-${taskId}`), newMessage(notice)),
    update<SubAgent>(paths.subAgents.one(ref, ref.actorId), { status: 'failed' }),
    { op: 'update', path: paths.chat(ref), data: runningChange(-1) },
    ...(question && isAsked
      ? [update<Question>(question.document.path, { status: 'withdrawn' }, question.document.version)]
      : []),
    ...(state
      ? [
          update<SubAgentState>(state.document.path, endOf(state.value), state.document.version),
          ...givenBack([state.value]),
          ...recordOfLost(engine, ref, state.value),
          ...consentMailOf(ref, state.value),
        ]
      : []),
    ...(unread ? [{ op: 'update', path: unread.path, data: { status: 'handled' } } as const] : []),
  ];
}

const endOf = ({ rev }: SubAgentState): Partial<SubAgentState> => ({
  phase: 'ended',
  owner: null,
  leaseEndsAt: null,
  dueAt: null,
  heeding: null,
  intent: null,
  consent: null,
  allotment: null,
  rev: rev + 1,
});

/** A yes or no that came meanwhile is taken up with it. */
const consentMailOf = (ref: ActorRef, { consent }: SubAgentState): Write[] =>
  consent ? [remove(paths.mail.one(ref, consentMailId(consent.questionId)))] : [];
