import type { Question, Task } from 'functions/contracts';
import { waitingCards } from '../features/chat/data/cards.ts';
import { isAtWork, isUnfinished, taskState } from '../features/tasks/data/task-state.ts';
import type { Parsed } from '../lib/subscription/entry.ts';
import type { ChatNow } from './use-chat.ts';

type Known = Pick<ChatNow, 'questionsById' | 'tasksById'>;

/** What waits for the person: what several agents ask is one question, in the name of all. */
export const relayedQuestions = ({ questionsById }: Known): Parsed<Question>[] => waitingCards(questionsById);

/** The tasks that have not ended, whether they work or wait. */
export const unfinishedTasks = ({ tasksById }: Known): Parsed<Task>[] =>
  [...tasksById.values()].filter(({ data }) => isUnfinished(data));

/** The names of the agents that are at work without anybody having to do anything. */
export const inBackground = ({ tasksById, questionsById }: Known): string[] =>
  [...tasksById.values()]
    .filter(({ data }) => isAtWork(taskState(data, questionsById.get(data.questionId ?? '')?.data)))
    .map(({ data }) => data.agentName);
