import { isFinal, shown, type ShownError, type Task } from '../contracts/index.ts';
import { forget, isAbout, isEnded, report, without, type Draft, type World } from './draft.ts';
import type { MotherEffect, Post } from './effects.ts';

/** To somebody whose answer nobody waits for. */
export const noLongerAsked = 'This question is no longer asked: its task has ended.';

/**
 * Ends a task from Mother's side. Its sub-agent is woken and finds that it has ended; what she had decided on its
 * question before, in the same turn, is taken back.
 */
export function endTask(
  draft: Draft,
  taskId: string,
  task: Task,
  end: { status: 'cancelled' | 'failed'; error: ShownError | null; supersededBy?: string },
  world: World,
): void {
  const { status, error, supersededBy = null } = end;
  const { questionId, subAgentId } = task;
  if (questionId !== null) takeBack(draft, questionId);
  // One that cannot be read is left as it is.
  const asked = questionId !== null && world.questions.has(questionId) ? questionId : null;
  draft.effects.push({
    type: 'end_task',
    taskId,
    subAgentId,
    status,
    error,
    supersededBy,
    questionId: asked,
  });
  forget(draft, taskId);
}

/**
 * Removes from the draft what it does and says about a question. Its card stays where others are asked in it, and so do
 * the thanks for an answer that others got as well; who answered it alone is told that it came too late, and so is who
 * said yes or no to it.
 */
function takeBack(draft: Draft, questionId: string): void {
  const decided = draft.effects.flatMap((one) =>
    one.type === 'consent' && one.questionId === questionId ? [one.messageId] : [],
  );
  draft.effects = draft.effects.map((one) =>
    one.type === 'handle' && decided.includes(one.messageId)
      ? tooLate(one.messageId)
      : withoutReceiver(one, questionId),
  );
  const isPassedOn = (ids: readonly string[]) =>
    draft.effects.some(
      (one) => one.type === 'handle' && one.passedTo.length > 0 && ids.includes(one.messageId),
    );
  const isShared = draft.state.questions.some(({ sameAs }) => sameAs === questionId);
  const stays = ({ kind, inReplyTo }: Post) =>
    kind === 'question' ? isShared : kind === 'ack' && isPassedOn(inReplyTo);
  const said = new Set(
    draft.effects.flatMap((one) =>
      one.type === 'post' && one.post.questionId === questionId && !stays(one.post) ? [one.id] : [],
    ),
  );
  draft.choices = without(draft.choices, 'questionId', questionId);
  draft.effects = draft.effects.filter(
    (one) => !(one.type === 'post' && said.has(one.id)) && !isAbout(one, questionId),
  );
  const { memory } = draft.state;
  const recent = memory.recent.filter(({ id }) => !said.has(id) && !decided.includes(id));
  draft.state = { ...draft.state, memory: { ...memory, recent } };
}

/** A message that was passed on to one agent less; if that was the only one, it comes too late. */
function withoutReceiver(effect: MotherEffect, questionId: string): MotherEffect {
  if (effect.type !== 'handle' || !effect.passedTo.some((one) => one.questionId === questionId))
    return effect;
  const passedTo = effect.passedTo.filter((one) => one.questionId !== questionId);
  if (passedTo.length > 0) return { ...effect, passedTo };
  return tooLate(effect.messageId);
}

const tooLate = (messageId: string): MotherEffect => ({
  type: 'refuse',
  messageId,
  error: shown('not_found', noLongerAsked),
});

/** The agent has asked the same too often: its task fails, and the person hears why. */
export function giveUpOn(draft: Draft, taskId: string, world: World): void {
  const task = world.tasks.get(taskId);
  if (!task || isFinal(task.status)) return;
  const error = shown('repeated_question');
  endTask(draft, taskId, task, { status: 'failed', error }, world);
  report(draft, taskId, { ...task, status: 'failed', error }, world);
}

/** What the agent asks cannot be read: its task fails now, and not when the time to answer is over. */
export function failUnreadable(draft: Draft, taskId: string, questionId: string, world: World): void {
  const task = world.tasks.get(taskId);
  if (task?.questionId !== questionId || isFinal(task.status) || isEnded(draft, taskId)) return;
  const error = shown('malformed_document');
  endTask(draft, taskId, task, { status: 'failed', error }, world);
  report(draft, taskId, { ...task, status: 'failed', error }, world);
}
