import { limits, type MotherState, type Question, type UserMessage } from '../contracts/index.ts';
import {
  acknowledge,
  cardFor,
  draftOf,
  excerptOf,
  forget,
  isEnded,
  isResolved,
  passOn,
  refuse,
  relay,
  remember,
  report,
  type Draft,
  type Incoming,
  type World,
} from './draft.ts';
import { failUnreadable, giveUpOn, noLongerAsked } from './end-task.ts';
import { fillSlots } from './slots.ts';
import type { MotherEffect } from './effects.ts';
import { askedIn } from './same.ts';
import { settleCorrection, settleTaskRetry } from './again.ts';
import { settleConsent } from './consenting.ts';
import { problemWith } from './fields.ts';
import { count, settlePace } from './pace.ts';
import { settleEndAll, settleStops } from './stop.ts';

/** What System 1 makes of Mother's mail: what needs no model is decided; the rest is for a model turn. */
export type Routed = {
  readonly next: MotherState;
  readonly effects: readonly MotherEffect[];
  readonly rest: readonly Incoming[];
};

/**
 * Mother's System 1: decides without a model what can be decided without one. A message that names its question is
 * routed as it is; a repeated question goes straight to the person; a failed task is reported by template.
 */
export function route(state: MotherState, mail: readonly Incoming[], world: World): Routed {
  const draft = draftOf(state);
  // The person's word comes first, and a stop before everything: who has it already is not asked, checked or told
  // anything on account of older mail.
  const ended = settleEndAll(draft, mail, world);
  const stopped = settleStops(draft, mail, world);
  const going = mail.filter((one) => !ended.has(one) && !stopped.has(one));
  const refused = settlePace(draft, going, world);
  const left = going.filter((one) => !refused.has(one));
  const fromPerson = left.filter(({ kind }) => kind === 'message');
  const others = left.filter(({ kind }) => kind !== 'message');
  const settled = new Set([...fromPerson, ...others].filter((one) => settle(draft, one, left, world)));
  for (const one of settled) if (one.kind === 'message') count(draft, one.message);
  fillSlots(draft, world);
  return { next: draft.state, effects: draft.effects, rest: left.filter((one) => !settled.has(one)) };
}

/** True if this piece of mail is dealt with. */
function settle(draft: Draft, incoming: Incoming, mail: readonly Incoming[], world: World): boolean {
  switch (incoming.kind) {
    case 'message': {
      const { id, message } = incoming;
      if (message.replyTo !== undefined) settleReply(draft, id, message, message.replyTo, world);
      else if (message.retry?.kind === 'task') settleTaskRetry(draft, id, message.retry.id, world);
      else if (message.consent) settleConsent(draft, id, message.consent, world);
      else if (message.correct) settleCorrection(draft, id, message.correct, world);
      else if (message.retry) return !canRetryMessage(draft, id, message.retry.id, mail, world);
      else return false;
      return true;
    }
    case 'asked':
      return settleAsked(draft, incoming, world);
    case 'finished':
      return settleFinished(draft, incoming, world);
    case 'end_all':
      return true;
    default:
      return incoming satisfies never;
  }
}

/** An answer that names its question goes to all that wait for it: who asked it, who asked the same, who asks again. */
function settleReply(draft: Draft, id: string, message: UserMessage, replyTo: string, world: World): void {
  const all = askedIn(replyTo, world.questions);
  const asked = world.questions.get(replyTo);
  if (asked?.kind === 'consent')
    return refuse(draft, id, 'invalid_input', 'Allow or refuse this with its buttons.');
  const problems = all.map(([, question]) => problemWith(message.content, question));
  // What asks the first question again may ask for another type of answer.
  const waiting = all.filter((_, n) => problems[n] === null);
  const [problem] = problems;
  if (waiting.length === 0 && typeof problem === 'string') return refuse(draft, id, 'invalid_input', problem);
  if (waiting.length === 0) return refuseLate(draft, id, world.questions.get(replyTo));
  const left = waiting.filter(([questionId, { taskId }]) => !isResolved(draft, questionId, taskId));
  const [first, ...others] = left.map(([questionId, question]) => ({
    questionId,
    question,
    answer: message.content,
    answeredBy: 'user' as const,
    confidence: null,
    evidence: [],
    messageId: id,
  }));
  if (!first) {
    const isAnswered = waiting.some(([, { taskId }]) => !isEnded(draft, taskId));
    return isAnswered ? refuse(draft, id, 'already_answered') : refuse(draft, id, 'not_found', noLongerAsked);
  }
  remember(draft, [excerptOf(id, message)]);
  draft.state = { ...draft.state, unasked: 0 };
  const passedTo = [first, ...others].map(({ questionId, question: { subAgentId, name } }) => ({
    subAgentId,
    name,
    questionId,
  }));
  draft.effects.push({ type: 'handle', messageId: id, passedTo });
  for (const given of [first, ...others]) passOn(draft, given);
  acknowledge(
    draft,
    world.now,
    first,
    others.map(({ question }) => question),
  );
}

/** Nobody waits for this answer any more. */
function refuseLate(draft: Draft, id: string, question: Question | undefined): void {
  if (!question) return refuse(draft, id, 'not_found');
  switch (question.status) {
    case 'answered':
      return refuse(draft, id, 'already_answered', alreadyAnswered(question));
    case 'expired':
      return refuse(draft, id, 'question_expired');
    case 'open':
    case 'relayed':
    case 'superseded':
    case 'withdrawn':
      return refuse(draft, id, 'not_found', noLongerAsked);
    default:
      return question.status satisfies never;
  }
}

const alreadyAnswered = ({ answeredBy, answer }: Question) =>
  answeredBy === 'user'
    ? `You have already answered this question: “${answer ?? ''}”.`
    : `Mother has already answered this question from what you said: “${answer ?? ''}”.`;

/** Whether a failed message can be tried again, by the first who wishes it; if not, the wish is refused. */
function canRetryMessage(
  draft: Draft,
  id: string,
  failedId: string,
  mail: readonly Incoming[],
  world: World,
): boolean {
  const failed = world.messages.get(failedId);
  const first = mail.find((one) => one.kind === 'message' && one.message.retry?.id === failedId);
  const isFirst = first?.kind === 'message' && first.id === id;
  if (isFirst && failed?.role === 'assistant' && failed.status === 'failed') return true;
  refuse(draft, id, 'not_found', 'There is nothing to try again: this has been tried again already.');
  return false;
}

function settleAsked(draft: Draft, mail: Extract<Incoming, { kind: 'asked' }>, world: World): boolean {
  const { questionId, taskId, mailId } = mail;
  const question = world.questions.get(questionId);
  if (!question) failUnreadable(draft, taskId, questionId, world);
  if (question?.status !== 'open' || isResolved(draft, questionId, taskId)) {
    draft.effects.push({ type: 'consume', mailId });
    return true;
  }
  if (question.kind === 'consent') {
    draft.effects.push({ type: 'consume', mailId });
    relay(draft, world.now, { questionId, question, attempt: 1, repeats: null, suggestion: null });
    return true;
  }
  const { repeats } = question;
  const attempt = attemptAt(question, world);
  // The person has been asked this for another task, and has not said it yet.
  const isAsked = cardFor(draft, questionId, question) !== null;
  if (attempt === 1 && !isAsked) return false;
  draft.effects.push({ type: 'consume', mailId });
  if (attempt > limits.askAttempts) giveUpOn(draft, taskId, world);
  else relay(draft, world.now, { questionId, question, attempt, repeats, suggestion: null });
  return true;
}

/** Which attempt a question is. Of the one that it repeats Mother may know a step more than its agent: by wording. */
function attemptAt({ attempt, repeats }: Question, world: World): number {
  const earlier = repeats === null ? undefined : world.questions.get(repeats);
  return Math.max(attempt, (earlier?.attempt ?? 0) + 1);
}

function settleFinished(draft: Draft, mail: Extract<Incoming, { kind: 'finished' }>, world: World): boolean {
  const { taskId, mailId } = mail;
  const task = world.tasks.get(taskId);
  if (task?.status === 'completed') return false;
  // The person knew how it failed before it was told: it is tried again, or goes on from another answer, and that was said.
  const isSuperseded =
    (task?.supersededBy ?? null) !== null ||
    draft.effects.some((one) => one.type === 'supersede' && one.taskId === taskId);
  draft.effects.push({ type: 'consume', mailId });
  forget(draft, taskId);
  if (task?.status === 'failed' && !isSuperseded) report(draft, taskId, task, world);
  return true;
}
