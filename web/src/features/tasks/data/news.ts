import type { Question, Task } from 'functions/contracts';
import { wantsOf } from '../../../lib/asked.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** Something that is worth calling the person back for; each key once. */
export type News = { readonly key: string; readonly text: string; readonly at: number };

/** A question that waits for the person, or a task that is done. Nothing else calls anybody, also not who asks the same. */
export const newsOf = (questions: readonly Parsed<Question>[], tasks: readonly Parsed<Task>[]): News[] => [
  ...questions.flatMap(({ id, data }) =>
    data.status === 'relayed' && data.sameAs === null
      ? [{ key: `${id} needs`, text: wantsOf(data), at: data.relayedAt ?? data.createdAt }]
      : [],
  ),
  ...tasks.flatMap(({ id, data }) =>
    data.status === 'completed'
      ? [{ key: `${id} done`, text: `${data.agentName} is done`, at: data.finishedAt ?? data.createdAt }]
      : [],
  ),
];

/** What is news: it came after `since`, and nobody has been told. */
export const freshNews = (news: readonly News[], told: ReadonlySet<string>, since: number): News[] =>
  news.filter(({ key, at }) => at > since && !told.has(key));
