import type { Message, Question } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** What is worth saying aloud, by keys that are each said once. */
export type Heard = ReadonlyMap<string, string>;

/** Of Mother's replies. Quiet lines and questions' cards say nothing by themselves. */
export function heardOfMessages(messages: readonly Parsed<Message>[]): Heard {
  const heard = new Map<string, string>();
  for (const { id, data } of messages) {
    if (data.role !== 'assistant' || (data.kind !== 'text' && data.kind !== 'result')) continue;
    if (data.status === 'streaming') heard.set(`${id} replying`, 'Replying');
    else heard.set(`${id} done`, data.status === 'failed' ? 'The reply failed' : 'Reply complete');
  }
  return heard;
}

/** Of questions: only those that Mother relayed ask anything of the person. */
export const heardOfQuestions = (questions: readonly Parsed<Question>[]): Heard =>
  new Map(
    questions.flatMap(({ id, data }) =>
      data.status === 'relayed' ? [[`${id} needs`, `${data.name} needs your input`] as const] : [],
    ),
  );

/** The words to say now. Without a `before`, the page has just been opened: nothing of what is there is news. */
export function announcements(before: Heard | null, after: Heard): string[] {
  if (before === null) return [];
  const fresh = [...after].filter(([key]) => !before.has(key)).map(([, words]) => words);
  return [...new Set(fresh)];
}
