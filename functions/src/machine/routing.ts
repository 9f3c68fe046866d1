import { limits, shown, type MotherState, type Question, type UserMessage } from '../contracts/index.ts';
import {
  draftOf,
  excerptOf,
  forget,
  giveUpOn,
  passOn,
  post,
  relay,
  remember,
  report,
  say,
  startTask,
  type Draft,
  type Incoming,
  type World,
} from './draft.ts';
import type { MotherEffect } from './effects.ts';
import { resumable } from './transcript.ts';

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
  const rest = mail.filter((one) => !settle(draft, one, world));
  return { next: draft.state, effects: draft.effects, rest };
}

/** True if this piece of mail is dealt with. */
function settle(draft: Draft, incoming: Incoming, world: World): boolean {
  switch (incoming.kind) {
    case 'message': {
      const { id, message } = incoming;
      if (message.replyTo !== undefined) settleReply(draft, id, message, message.replyTo, world);
      else if (message.retry?.kind === 'task') settleTaskRetry(draft, id, message.retry.id, world);
      else if (message.retry?.kind === 'message') return !canRetryMessage(draft, id, message.retry.id, world);
      else return false;
      return true;
    }
    case 'asked':
      return settleAsked(draft, incoming, world);
    case 'finished':
      return settleFinished(draft, incoming, world);
    default:
      return incoming satisfies never;
  }
}

/** The question that an answer to `questionId` is for: itself, or the one that asked it again. */
function currentQuestion(draft: Draft, questionId: string, world: World): [string, Question] | null {
  const again = draft.state.questions.find(({ repeats }) => repeats === questionId);
  const id = again?.questionId ?? questionId;
  const question = world.questions.get(id);
  return question ? [id, question] : null;
}

function settleReply(draft: Draft, id: string, message: UserMessage, replyTo: string, world: World): void {
  const current = currentQuestion(draft, replyTo, world);
  if (!current) return refuse(draft, id, 'not_found');
  const [questionId, question] = current;
  switch (question.status) {
    case 'open':
    case 'relayed': {
      if (draft.effects.some((one) => one.type === 'answer' && one.questionId === questionId)) {
        return refuse(draft, id, 'already_answered');
      }
      remember(draft, [excerptOf(id, message)]);
      const { subAgentId, name } = question;
      draft.effects.push({ type: 'handle', messageId: id, passedTo: [{ subAgentId, name, questionId }] });
      const given = { questionId, question, answer: message.content, answeredBy: 'user' as const };
      return passOn(draft, world.now, { ...given, confidence: null, evidence: [], messageId: id }, true);
    }
    case 'answered':
      return refuse(draft, id, 'already_answered', alreadyAnswered(question));
    case 'expired':
      return refuse(draft, id, 'question_expired');
    case 'superseded':
    case 'withdrawn':
      return refuse(draft, id, 'not_found', 'This question is no longer asked: its task has ended.');
    default:
      return question.status satisfies never;
  }
}

const alreadyAnswered = ({ answeredBy, answer }: Question) =>
  answeredBy === 'user'
    ? `You have already answered this question: “${answer ?? ''}”.`
    : `Mother has already answered this question from what you said: “${answer ?? ''}”.`;

function refuse(draft: Draft, messageId: string, code: Parameters<typeof shown>[0], message?: string): void {
  draft.effects.push({ type: 'refuse', messageId, error: shown(code, message) });
}

/** Whether a failed message can be tried again; if not, the wish is refused. */
function canRetryMessage(draft: Draft, id: string, failedId: string, world: World): boolean {
  const failed = world.messages.get(failedId);
  if (failed?.role === 'assistant' && failed.status === 'failed') return true;
  refuse(draft, id, 'not_found', 'There is nothing to try again: this has been tried again already.');
  return false;
}

function settleTaskRetry(draft: Draft, id: string, taskId: string, world: World): void {
  const failed = world.tasks.get(taskId);
  const agent = failed && world.agents.get(failed.agentId);
  if (!failed || failed.status !== 'failed' || failed.supersededBy !== null) {
    return refuse(
      draft,
      id,
      'not_found',
      'There is nothing to try again: this has been tried again already.',
    );
  }
  if (!agent) return refuse(draft, id, 'unknown_agent');
  if (draft.state.tasks.length >= limits.openTasksPerChat) {
    return refuse(
      draft,
      id,
      'invalid_input',
      'Too many agents are at work here. Wait for one to finish, then retry.',
    );
  }
  const messageId = `again-${id}`;
  draft.effects.push({ type: 'handle', messageId: id, passedTo: [] });
  startTask(draft, {
    taskId: `task-${id}`,
    subAgentId: `agent-${id}`,
    agentId: agent.id,
    name: agent.name,
    instructions: agent.instructions,
    tools: agent.tools,
    title: failed.title,
    goal: failed.goal,
    context: failed.context,
    messageId,
    continues: { taskId, transcript: resumable(world.transcripts.get(failed.subAgentId) ?? []) },
  });
  say(
    draft,
    world.now,
    messageId,
    post({ kind: 'text', content: `${agent.name} is trying again.`, inReplyTo: [id] }),
  );
}

function settleAsked(draft: Draft, mail: Extract<Incoming, { kind: 'asked' }>, world: World): boolean {
  const { questionId, taskId, mailId } = mail;
  const question = world.questions.get(questionId);
  if (question?.status !== 'open') {
    draft.effects.push({ type: 'consume', mailId });
    return true;
  }
  if (question.attempt === 1) return false;
  draft.effects.push({ type: 'consume', mailId });
  const { attempt, repeats } = question;
  if (attempt > limits.askAttempts) giveUpOn(draft, taskId, world);
  else relay(draft, world.now, { questionId, question, attempt, repeats, suggestion: null });
  return true;
}

function settleFinished(draft: Draft, mail: Extract<Incoming, { kind: 'finished' }>, world: World): boolean {
  const task = world.tasks.get(mail.taskId);
  if (task?.status === 'completed') return false;
  draft.effects.push({ type: 'consume', mailId: mail.mailId });
  forget(draft, mail.taskId);
  if (task?.status === 'failed') report(draft, mail.taskId, task, world);
  return true;
}
