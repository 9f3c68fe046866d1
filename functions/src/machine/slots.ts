import type { OpenTask } from '../contracts/index.ts';
import type { Draft, World } from './draft.ts';
import type { MotherEffect, NewTask } from './effects.ts';

/** Starts a task, or queues it where as many are at work as may be. */
export function startTask(draft: Draft, task: Omit<NewTask, 'queued'>, world: World): void {
  const queued = isFull(draft.state.tasks, world);
  draft.effects.push({ type: 'start_task', task: { ...task, queued } });
  const { taskId, subAgentId, title } = task;
  const { name } = task.agent;
  draft.state = {
    ...draft.state,
    tasks: [...draft.state.tasks, { taskId, subAgentId, name, title, queued }],
  };
}

/** Whether a task that is started now has to wait for one of those at work to end. */
const isFull = (tasks: readonly OpenTask[], { orchestration }: World): boolean =>
  tasks.filter(({ queued }) => !queued).length >= orchestration.limits.parallelTasks;

/** Lets queued tasks begin, oldest first, as far as there are slots. */
export function fillSlots(draft: Draft, world: World): void {
  for (const { taskId, subAgentId, queued } of draft.state.tasks) {
    if (!queued || isFull(draft.state.tasks, world)) continue;
    if (!startAtOnce(draft, taskId)) {
      if (world.tasks.get(taskId)?.status !== 'queued') continue;
      draft.effects.push({ type: 'begin_task', taskId, subAgentId });
    }
    const tasks = draft.state.tasks.map((one) => (one.taskId === taskId ? { ...one, queued: false } : one));
    draft.state = { ...draft.state, tasks };
  }
}

/** A task that this very turn starts needs no queue, if another has ended in it as well. */
function startAtOnce(draft: Draft, taskId: string): boolean {
  const isStart = (one: MotherEffect) => one.type === 'start_task' && one.task.taskId === taskId;
  draft.effects = draft.effects.map((one) =>
    one.type === 'start_task' && isStart(one) ? { ...one, task: { ...one.task, queued: false } } : one,
  );
  return draft.effects.some(isStart);
}
