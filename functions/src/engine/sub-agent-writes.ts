import {
  MOTHER,
  SCHEMA_VERSION,
  addUsage,
  paths,
  subAgentStatusOf,
  type ActorRef,
  type Mail,
  type Question,
  type ShownError,
  type SubAgent,
  type SubAgentMessage,
  type SubAgentState,
  type Task,
  type Usage,
} from '../contracts/index.ts';
import type { SubAgentEffect } from '../machine/effects.ts';
import { create, update, type Draft, type Read } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';
import { runningChange } from './mother-writes.ts';
import { transcriptPath } from './new-task.ts';

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

type Of<T extends SubAgentEffect['type']> = Extract<SubAgentEffect, { type: T }>;

/** What a sub-agent's effects are written for: itself, its state before, its task as it was read, and what it used. */
export type Step = {
  readonly ref: ActorRef;
  readonly state: SubAgentState;
  readonly task: Read<Task>;
  readonly used: Usage;
  /** The question that it waited for, where that is part of the decision. */
  readonly question: Read<Question> | null;
};

/**
 * What a sub-agent's effects are in documents. Every step writes its task, guarded by the task's version: after a
 * stop nothing of it can be added any more.
 */
export function subAgentWrites(step: Step, effects: readonly SubAgentEffect[]): Write[] {
  const { ref, state, task, used } = step;
  const changes = effects.map((effect) => changeBy(step, effect));
  const taskChange = Object.assign(
    { usage: addUsage(task.value.usage, used) },
    ...changes.map((one) => one.task ?? {}),
  );
  const status = changes.findLast((one) => one.task?.status)?.task?.status;
  const subAgentChange: Partial<Draft<SubAgent>> = {
    ...(status ? { status: subAgentStatusOf(status) } : {}),
    ...progressOf(effects),
  };
  const hasProgress = Object.keys(subAgentChange).length > 0;
  return [
    update<Task>(task.path, taskChange, task.version),
    ...(hasProgress ? [update<SubAgent>(paths.subAgents.one(ref, state.actorId), subAgentChange)] : []),
    ...changes.flatMap((one) => one.writes),
  ];
}

/** Whether the effects are mail for Mother. */
export const isMail = (effects: readonly SubAgentEffect[]): boolean =>
  effects.some(
    ({ type }) =>
      type === 'ask' || type === 'ask_consent' || type === 'complete' || type === 'cancel' || type === 'fail',
  );

function progressOf(effects: readonly SubAgentEffect[]): Partial<Draft<SubAgent>> {
  const progress = effects.findLast((effect) => effect.type === 'progress');
  if (!progress) return {};
  return { progress: { verb: progress.verb, step: progress.step, lastActivityAt: SERVER_TIME } };
}

type Change = { readonly task?: Partial<Draft<Task>>; readonly writes: readonly Write[] };

function changeBy(step: Step, effect: SubAgentEffect): Change {
  const { ref, state } = step;
  switch (effect.type) {
    case 'say': {
      const entry: Draft<SubAgentMessage> = { ...versioned, ...effect.entry, createdAt: SERVER_TIME };
      return {
        writes: [create<SubAgentMessage>(transcriptPath(ref, state.actorId, effect.entry.index), entry)],
      };
    }
    case 'heed':
      return {
        writes: [
          {
            op: 'update',
            path: transcriptPath(ref, state.actorId, effect.index),
            data: { status: 'handled' },
          },
        ],
      };
    case 'progress':
      return { writes: [] };
    case 'ask':
      return asks(step, effect);
    case 'ask_consent':
      return asksConsent(step, effect);
    case 'complete':
      return ends(step, { status: 'completed', result: effect.result });
    case 'cancel':
      return ends(step, { status: 'cancelled', error: effect.error });
    case 'fail':
      return fails(step, effect);
    default:
      return effect satisfies never;
  }
}

type Asked = Pick<
  Question,
  | 'kind'
  | 'text'
  | 'field'
  | 'consent'
  | 'options'
  | 'earlier'
  | 'attempt'
  | 'repeats'
  | 'toolCallId'
  | 'answerIndex'
  | 'deadlineAt'
>;

function asks(step: Step, effect: Of<'ask'>): Change {
  const { type: _, questionId, options, earlier, ...asked } = effect;
  return waits(step, questionId, {
    ...asked,
    kind: 'input',
    consent: null,
    options: [...options],
    earlier: [...earlier],
  });
}

/** The same as a question, for Mother and for the page; only its answer comes another way. */
const asksConsent = (step: Step, { questionId, request, deadlineAt }: Of<'ask_consent'>): Change =>
  waits(step, questionId, {
    kind: 'consent',
    text: request.summary,
    field: { type: 'text' },
    consent: request,
    options: [],
    earlier: [],
    attempt: 1,
    repeats: null,
    toolCallId: request.callId,
    answerIndex: step.state.length,
    deadlineAt,
  });

function waits({ ref, state }: Step, questionId: string, asked: Asked): Change {
  const question = create<Question>(paths.questions.one(ref, questionId), {
    ...versioned,
    subAgentId: state.actorId,
    name: state.name,
    taskId: state.taskId,
    ...asked,
    status: 'open',
    sameAs: null,
    suggestion: null,
    answer: null,
    answeredBy: null,
    confidence: null,
    correction: null,
    evidence: [],
    createdAt: SERVER_TIME,
    relayedAt: null,
    answeredAt: null,
  });
  const mail = create<Mail>(paths.mail.one(ref, `asked-${questionId}`), {
    ...toMother,
    kind: 'asked',
    taskId: state.taskId,
    questionId,
  });
  return { task: { status: 'waiting', questionId }, writes: [question, mail] };
}

const toMother = { ...versioned, to: MOTHER, createdAt: SERVER_TIME } as const;

type End = { status: 'completed'; result: string } | { status: 'cancelled' | 'failed'; error: ShownError };

function ends({ ref, state }: Step, end: End): Change {
  const { taskId } = state;
  return {
    task: { ...end, questionId: null, finishedAt: SERVER_TIME },
    writes: [
      create<Mail>(paths.mail.one(ref, `finished-${taskId}`), {
        ...toMother,
        kind: 'finished',
        taskId,
        questionId: null,
      }),
      { op: 'update', path: paths.chat(ref), data: runningChange(-1) },
    ],
  };
}

function fails(step: Step, { error, expired }: Of<'fail'>): Change {
  const { question } = step;
  if (expired === null || !question) return ends(step, { status: 'failed', error });
  const change = ends(step, { status: 'failed', error });
  const expiry = update<Question>(question.path, { status: 'expired' }, question.version);
  return { ...change, writes: [...change.writes, expiry] };
}
