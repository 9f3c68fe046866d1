import type { Message, Stop } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** What the person asked to stop and was not refused. What has ended since is told by its own document. */
export type Stopping = {
  /** Mother's messages and tasks, by their ids. */
  readonly ids: ReadonlySet<string>;
  /** Everything is being stopped right now. */
  readonly all: boolean;
  /** When everything was last stopped: what was at work then is ending. */
  readonly allAt: number;
};

export function stoppingOf(messages: readonly Parsed<Message>[]): Stopping {
  const ids = new Set<string>();
  let all = false;
  let allAt = 0;
  for (const { data } of messages) {
    if (data.role !== 'user' || !data.stop || data.status === 'refused') continue;
    if (data.stop.kind !== 'all') ids.add(data.stop.id);
    else if (data.status === 'sent') all = true;
    else allAt = Math.max(allAt, data.createdAt);
  }
  return { ids, all, allAt };
}

/** Whether a stop is on its way to a task, or to a message of Mother's, that is still at work. */
export const isStopping = (stopping: Stopping, id: string, createdAt: number): boolean =>
  stopping.all || stopping.ids.has(id) || createdAt <= stopping.allAt;

/** "Planner's task": what a stop is for. */
export function stoppedWhat(stop: Stop, agentOf: (taskId: string) => string | undefined): string {
  switch (stop.kind) {
    case 'turn':
      return 'the reply';
    case 'task':
      return `${agentOf(stop.id) ?? 'an agent'}'s task`;
    case 'all':
      return 'everything';
    default:
      return stop satisfies never;
  }
}
