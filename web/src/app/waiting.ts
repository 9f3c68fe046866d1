import type { Question, Task } from 'functions/contracts';
import { isAtWork, isUnfinished, taskState } from '../features/tasks/data/task-state.ts';
import type { Parsed } from '../lib/subscription/entry.ts';
import type { ChatNow } from './use-chat.ts';

type Known = Pick<ChatNow, 'questionsById' | 'tasksById'>;

/** What waits for the person, the oldest first; of those relayed at once, in the order of their cards. */
export const relayedQuestions = ({ questionsById }: Known): Parsed<Question>[] =>
  [...questionsById.values()]
    .filter(({ data }) => data.status === 'relayed')
    .toSorted((a, b) => relayedAt(a) - relayedAt(b) || (a.id < b.id ? -1 : 1));

const relayedAt = ({ data }: Parsed<Question>): number => data.relayedAt ?? data.createdAt;

/** The tasks that have not ended, whether they work or wait. */
export const unfinishedTasks = ({ tasksById }: Known): Parsed<Task>[] =>
  [...tasksById.values()].filter(({ data }) => isUnfinished(data));

/** The names of the agents that are at work without anybody having to do anything. */
export const inBackground = ({ tasksById, questionsById }: Known): string[] =>
  [...tasksById.values()]
    .filter(({ data }) => isAtWork(taskState(data, questionsById.get(data.questionId ?? '')?.data)))
    .map(({ data }) => data.agentName);
