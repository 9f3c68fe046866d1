import { isFinal, type Question, type Task } from 'functions/contracts';

/** What a task's block says. A question asks something of the person only once it is relayed. */
export type TaskState =
  | 'queued'
  | 'working'
  | 'checking'
  | 'waiting'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'replaced';

export function taskState(task: Task, question: Question | undefined): TaskState {
  switch (task.status) {
    case 'running':
      return 'working';
    case 'waiting':
      return question?.status === 'relayed' ? 'waiting' : 'checking';
    case 'completed':
    case 'cancelled':
      return task.supersededBy === null ? task.status : 'replaced';
    case 'queued':
    case 'failed':
      return task.status;
    default:
      return task.status satisfies never;
  }
}

export const stateText: Record<TaskState, string> = {
  queued: 'Queued',
  working: 'Working',
  checking: 'Checking',
  waiting: 'Waiting for you',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
  replaced: 'Replaced',
};

/** A task that does something without anybody having to. */
export const isAtWork = (state: TaskState): boolean =>
  state === 'queued' || state === 'working' || state === 'checking';

/** Whether trying it again does no harm: what may have taken effect already would be done once more. */
export const mayRetry = ({ error }: Pick<Task, 'error'>): boolean => error?.code !== 'effect_unknown';

/** A task that has not ended, whether it works or waits. */
export const isUnfinished = ({ status }: Task): boolean => !isFinal(status);

/** After this long without a sign of life the block says so. */
export const QUIET_MS = 60_000;
