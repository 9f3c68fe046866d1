import type { Message } from 'functions/contracts';
import { type Entry, isParsed } from '../../../lib/subscription/entry.ts';
import { hasWords } from '../../../lib/words.ts';

/** Of the messages that are loaded, the ids of those that have the words; in the order given. Nothing: none. */
export const messagesWith = (entries: readonly Entry<Message>[], words: string): string[] =>
  words.trim() === ''
    ? []
    : entries.filter((entry) => isParsed(entry) && hasWords(entry.data.content, words)).map(({ id }) => id);

/** The one to go to from another: the next older (1) or newer (-1) one, round the end. `ids` are the newest first. */
export function nextFound(ids: readonly string[], current: string | null, by: 1 | -1): string | undefined {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at === -1) return by === 1 ? ids[0] : ids.at(-1);
  return ids[(at + by + ids.length) % ids.length];
}
