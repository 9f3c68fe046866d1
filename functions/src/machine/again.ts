import { isFinal, limits, type Correction, type SubAgentMessage, type Task } from '../contracts/index.ts';
import { isEnded, post, refuse, remember, say, type Draft, type World } from './draft.ts';
import { problemWith } from './fields.ts';
import { endTask } from './end-task.ts';
import { startTask } from './slots.ts';
import { cut } from './memory.ts';
import { reachedBy } from './transcript.ts';

/** The person wants a failed task tried again: a new one goes on from what the old one had reached. */
export function settleTaskRetry(draft: Draft, id: string, taskId: string, world: World): void {
  const failed = world.tasks.get(taskId);
  if (failed?.status !== 'failed' || failed.supersededBy !== null || isSucceeded(draft, taskId)) {
    return refuse(
      draft,
      id,
      'not_found',
      'There is nothing to try again: this has been tried again already.',
    );
  }
  // Another try would do it once more, under another key.
  if (failed.error?.code === 'effect_unknown') return refuse(draft, id, 'effect_unknown');
  const transcript = reachedBy(failed, world.transcripts.get(failed.subAgentId) ?? []);
  const name = startAgain(draft, id, taskId, failed, transcript, world);
  if (name === null) return;
  draft.effects.push({ type: 'supersede', taskId, by: `task-${id}` });
  announce(draft, id, `${name} is trying again.`, world);
}

/**
 * The person puts an answer right that an agent went on from: what stands on the wrong one ends, and a new task goes on
 * from that question with the right answer.
 */
export function settleCorrection(
  draft: Draft,
  id: string,
  { questionId, answer }: Correction,
  world: World,
): void {
  const question = world.questions.get(questionId);
  if (question?.status !== 'answered') {
    return refuse(draft, id, 'not_found', 'There is no answer to correct: this question was not answered.');
  }
  if (question.kind === 'consent')
    return refuse(
      draft,
      id,
      'invalid_input',
      'A yes or no cannot be changed afterwards: what was allowed may be done.',
    );
  const problem = problemWith(answer, question);
  if (problem !== null) return refuse(draft, id, 'invalid_input', problem);
  const [taskId, task] = latest(question.taskId, world);
  if (!task || isSucceeded(draft, taskId)) {
    return refuse(
      draft,
      id,
      'not_found',
      'This has just been corrected. Wait a moment, then correct it again.',
    );
  }
  if (isEnded(draft, taskId)) {
    return refuse(
      draft,
      id,
      'not_found',
      'Its task has been stopped in this moment. Correct the answer again if it should go on.',
    );
  }
  const { answerIndex, toolCallId, subAgentId } = question;
  const before = (world.transcripts.get(subAgentId) ?? []).filter(({ index }) => index < answerIndex);
  const right: SubAgentMessage = {
    schemaVersion: 1,
    role: 'user',
    index: answerIndex,
    content: answer,
    status: 'sent',
    toolCallId,
    questionId,
    answeredBy: 'user',
    messageId: null,
    createdAt: world.now,
  };
  const name = startAgain(draft, id, taskId, task, [...before, right], world);
  if (name === null) return;
  if (isFinal(task.status)) draft.effects.push({ type: 'supersede', taskId, by: `task-${id}` });
  else endTask(draft, taskId, task, { status: 'cancelled', error: null, supersededBy: `task-${id}` }, world);
  draft.effects.push({ type: 'correct', questionId, correction: answer });
  const said = `“${question.text}” → “${cut(answer, 200)}”`;
  remember(draft, [{ id, from: 'person', text: `(Correction) ${said}`, createdAt: world.now }]);
  announce(draft, id, `${name} goes on from the right answer: “${cut(answer, 200)}”.`, world);
}

/** This mail has already brought another try of it. */
const isSucceeded = (draft: Draft, taskId: string) =>
  draft.effects.some((one) => one.type === 'start_task' && one.task.continues?.taskId === taskId);

/** The newest task in the chain of those that took each other's place. */
function latest(taskId: string, world: World): [string, Task | undefined] {
  const task = world.tasks.get(taskId);
  return task?.supersededBy ? latest(task.supersededBy, world) : [taskId, task];
}

/** Starts another try of a task. Gives its agent's name, or null where it had to be refused. */
function startAgain(
  draft: Draft,
  id: string,
  taskId: string,
  { agentId, title, goal, context }: Task,
  transcript: readonly SubAgentMessage[],
  world: World,
): string | null {
  const agent = world.agents.get(agentId);
  if (!world.orchestration.enabled) refuse(draft, id, 'orchestration_off');
  else if (!agent) refuse(draft, id, 'unknown_agent');
  else if (draft.state.tasks.length >= limits.openTasksPerChat) {
    refuse(
      draft,
      id,
      'invalid_input',
      'Too many agents are at work here. Wait for one to finish, then retry.',
    );
  } else {
    const ids = { taskId: `task-${id}`, subAgentId: `agent-${id}`, messageId: `again-${id}` };
    startTask(draft, { ...ids, agent, title, goal, context, continues: { taskId, transcript } }, world);
    return agent.name;
  }
  return null;
}

function announce(draft: Draft, id: string, content: string, world: World): void {
  draft.effects.push({ type: 'handle', messageId: id, passedTo: [] });
  say(draft, world.now, `again-${id}`, post({ kind: 'text', content, inReplyTo: [id] }));
}
