import {
  namesInWords,
  shown,
  type ErrorCode,
  type Evidence,
  type Excerpt,
  type Message,
  type MotherState,
  type Question,
  type Role,
  type Task,
  type Tenant,
  type UserMessage,
} from '../contracts/index.ts';
import type { AvailableAgent, MotherEffect, NewTask, Post } from './effects.ts';
import { cut, recall } from './memory.ts';
import { asksTheSame, cardOf, groupOf, rootOf, takesTheSame } from './same.ts';

/** One piece of Mother's mail. */
export type Incoming =
  | { readonly kind: 'message'; readonly id: string; readonly message: UserMessage }
  | { readonly kind: 'asked'; readonly mailId: string; readonly taskId: string; readonly questionId: string }
  | { readonly kind: 'finished'; readonly mailId: string; readonly taskId: string }
  | { readonly kind: 'end_all'; readonly mailId: string; readonly reason: ErrorCode };

/** The id of a piece of mail, and of the document that it came in. */
export const idOfMail = (mail: Incoming): string => (mail.kind === 'message' ? mail.id : mail.mailId);

/** What a decision may look at: the documents that the mail and the model's calls name, as they are now. */
export type World = {
  readonly now: number;
  readonly orchestration: Tenant['orchestration'];
  readonly agents: ReadonlyMap<string, AvailableAgent>;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly questions: ReadonlyMap<string, Question>;
  readonly messages: ReadonlyMap<string, Message>;
  /** Transcripts of tasks that are tried again, by sub-agent. */
  readonly transcripts: ReadonlyMap<string, NonNullable<NewTask['continues']>['transcript']>;
  /** What a message that streams has shown so far, where somebody else left it. */
  readonly streamed: ReadonlyMap<string, string>;
  /** The person's role in the tenant (null: no member), looked up for a yes, and its admins’ names where one of them has to say it. */
  readonly role: Role | null;
  readonly admins: readonly string[];
  /** What find_agents found, by the call's raw arguments. */
  readonly found: ReadonlyMap<string, readonly AvailableAgent[]>;
};

/** One model turn of Mother's. */
export type Turn = {
  readonly mail: readonly Incoming[];
  /** The message that streams this turn's words; null where only questions are checked, which says nothing. */
  readonly messageId: string | null;
};

/** A decision in the making: Mother's next state and the effects so far. Lives inside one pure function. */
export type Draft = {
  state: MotherState;
  effects: MotherEffect[];
  /** Which questions ask the same in other words, as Mother's model says. */
  alike: [string, string][];
  /** For which questions something may be the answer, which the person is asked. */
  choices: Choice[];
};

/** A question, and what may be its answer. */
export type Choice = { readonly questionId: string; readonly name: string; readonly answer: string };

/** The id of the message that streams Mother's words at a step: the same when the step is taken again. */
export const messageOfStep = (step: number): string => `mother-${step}`;

export const draftOf = (state: MotherState): Draft => ({ state, effects: [], alike: [], choices: [] });

const plainPost: Omit<Post, 'kind' | 'content'> = {
  status: 'complete',
  inReplyTo: [],
  choices: [],
  taskIds: [],
  questionId: null,
  error: null,
  answered: null,
};

export const post = (fields: Pick<Post, 'kind' | 'content'> & Partial<Post>): Post => ({
  ...plainPost,
  ...fields,
});

/** Adds a message of Mother's and remembers it. */
export function say(
  draft: Draft,
  now: number,
  id: string,
  message: Post,
  type: 'post' | 'close' = 'post',
): void {
  draft.effects.push({ type, id, post: message });
  if (message.content !== '')
    remember(draft, [{ id, from: 'mother', text: message.content, createdAt: now }]);
}

export function remember(draft: Draft, excerpts: readonly Excerpt[]): void {
  draft.state = { ...draft.state, memory: recall(draft.state.memory, excerpts) };
}

export const excerptOf = (id: string, message: UserMessage): Excerpt => ({
  id,
  from: 'person',
  text: message.content,
  createdAt: message.createdAt,
});

export const without = <T, K extends keyof T>(all: readonly T[], key: K, value: T[K]): T[] =>
  all.filter((one) => one[key] !== value);

const inQuotes = (text: string) => `“${cut(text, 200)}”`;

type Answer = {
  questionId: string;
  question: Question;
  answer: string;
  answeredBy: 'user' | 'orchestrator';
  confidence: number | null;
  evidence: readonly Evidence[];
  messageId: string | null;
};

/** Passes an answer on to the sub-agent that asked; nobody has to guess at it any more. */
export function passOn(draft: Draft, given: Answer): void {
  const { questionId, question } = given;
  draft.effects = draft.effects.filter((one) => one.type !== 'suggest' || one.questionId !== questionId);
  draft.choices = without(draft.choices, 'questionId', questionId);
  draft.effects.push({ type: 'answer', ...given });
  draft.state = { ...draft.state, questions: without(draft.state.questions, 'questionId', questionId) };
  reword(draft, rootOf({ questionId, sameAs: question.sameAs }));
}

/** One line for the person that says that an answer was passed on, to one agent or to several that asked the same. */
export function acknowledge(
  draft: Draft,
  now: number,
  given: Answer,
  others: readonly Question[] = [],
): void {
  const { questionId, question, answer, answeredBy, messageId, evidence } = given;
  const names = namesInWords([question, ...others].map(({ name }) => name));
  const content =
    answeredBy === 'user'
      ? passedOnTo(names)
      : `Answered for ${names}: ${inQuotes(answer)}, from what you said.`;
  const { subAgentId, name, text } = question;
  say(
    draft,
    now,
    `ack-${questionId}`,
    post({
      kind: 'ack',
      content,
      inReplyTo: messageId === null ? [] : [messageId],
      questionId,
      answered: { subAgentId, name, question: text, answer, answeredBy, evidence: [...evidence] },
    }),
  );
}

export const passedOnTo = (names: string): string => `Thanks, I’ve passed that on to ${names}.`;

/** Puts a sub-agent's question to the person, in the main chat, once: in a card that asks the same, if one waits. */
export function relay(
  draft: Draft,
  now: number,
  asked: {
    questionId: string;
    question: Question;
    attempt: number;
    repeats: string | null;
    suggestion: string | null;
  },
): void {
  const { questionId, question, attempt, repeats, suggestion } = asked;
  const { taskId, subAgentId, name, text, options, field } = question;
  const sameAs = cardFor(draft, questionId, question);
  const { kind } = question;
  const asks = { text, options, field };
  const open = { questionId, kind, taskId, subAgentId, name, ...asks, suggestion, repeats, sameAs };
  draft.effects.push({ type: 'relay', questionId, attempt, repeats, suggestion, sameAs });
  draft.state = {
    ...draft.state,
    questions: [...without(draft.state.questions, 'questionId', questionId), { ...open, relayedAt: now }],
  };
  if (sameAs !== null) return reword(draft, sameAs);
  const content = cardOf([{ ...open, relayedAt: now }]);
  say(draft, now, cardId(questionId), post({ kind: 'question', content, questionId }));
}

const cardId = (root: string): string => `question-${root}`;

/** The question in whose card another task's question can be asked; null if it needs one of its own. */
export function cardFor(draft: Draft, questionId: string, question: Question): string | null {
  // A yes is to one call, and to no other that looks like it.
  if (question.kind === 'consent') return null;
  const isAlike = (one: string) =>
    draft.alike.some(([a, b]) => (a === questionId && b === one) || (b === questionId && a === one));
  const same = draft.state.questions.find(
    (one) =>
      one.kind !== 'consent' &&
      one.taskId !== question.taskId &&
      takesTheSame(one, question) &&
      (asksTheSame(one, question) || isAlike(one.questionId)),
  );
  return same ? rootOf(same) : null;
}

/** Has a card name all that wait in it. One in which nobody waits any more stays as it was. */
function reword(draft: Draft, root: string): void {
  const id = cardId(root);
  const group = groupOf(draft.state.questions, root);
  draft.effects = draft.effects.filter((one) => one.type !== 'reword' || one.id !== id);
  if (group.length === 0) return;
  const content = cardOf(group);
  const isNew = draft.effects.some((one) => one.type === 'post' && one.id === id);
  if (!isNew) draft.effects.push({ type: 'reword', id, content });
  draft.effects = draft.effects.map((one) =>
    one.type === 'post' && one.id === id ? { ...one, post: { ...one.post, content } } : one,
  );
  const { memory } = draft.state;
  const recent = memory.recent.map((one) => (one.id === id ? { ...one, text: content } : one));
  draft.state = { ...draft.state, memory: { ...memory, recent } };
}

/** Takes an ended task off the list of those at work; who asked the same as it goes on waiting. */
export function forget(draft: Draft, taskId: string): void {
  const asked = draft.state.questions.find((one) => one.taskId === taskId);
  draft.state = {
    ...draft.state,
    tasks: without(draft.state.tasks, 'taskId', taskId),
    questions: without(draft.state.questions, 'taskId', taskId),
  };
  if (asked) reword(draft, rootOf(asked));
}

/** A question that waits for nobody any more. */
export function forgetQuestion(draft: Draft, questionId: string): void {
  draft.state = { ...draft.state, questions: without(draft.state.questions, 'questionId', questionId) };
}

/** Marks a piece of the person's mail as refused, with why. */
export function refuse(draft: Draft, messageId: string, code: ErrorCode, message?: string): void {
  draft.effects.push({ type: 'refuse', messageId, error: shown(code, message) });
}

/** What Mother says of an ended task where no model words it; empty for a cancelled one. */
export function reportOf(task: Task): string {
  switch (task.status) {
    case 'completed':
      return `${task.agentName} is done.\n\n${task.result ?? ''}`;
    case 'failed':
      return `${task.agentName} could not finish. ${task.error?.message ?? ''}`.trim();
    default:
      return '';
  }
}

/**
 * Says in the main chat how a task ended, by template. Why it failed stands in the task's own block, beside Retry, and
 * not here again; Mother keeps it in mind all the same.
 */
export function report(draft: Draft, taskId: string, task: Task, world: World): void {
  const id = `result-${taskId}`;
  const remembered = reportOf(task);
  const content = task.status === 'failed' ? `${task.agentName} could not finish.` : remembered;
  draft.effects.push({ type: 'post', id, post: post({ kind: 'result', content, taskIds: [taskId] }) });
  if (remembered !== '') remember(draft, [{ id, from: 'mother', text: remembered, createdAt: world.now }]);
}

/** Whether this turn has already ended the task. */
export const isEnded = (draft: Draft, taskId: string): boolean =>
  draft.effects.some((one) => one.type === 'end_task' && one.taskId === taskId);

/** Whether this turn has already answered, relayed or guessed at the question, or ended its task. */
export const isResolved = (draft: Draft, questionId: string, taskId: string): boolean =>
  isEnded(draft, taskId) || draft.effects.some((one) => isAbout(one, questionId));

export const isAbout = (effect: MotherEffect, questionId: string) =>
  (effect.type === 'answer' ||
    effect.type === 'relay' ||
    effect.type === 'suggest' ||
    effect.type === 'consent') &&
  effect.questionId === questionId;
