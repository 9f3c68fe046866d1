import type { Chat } from 'functions/contracts';
import { hasWords } from '../../../lib/words.ts';
import { type Entry, isParsed, parsedOf } from '../../../lib/subscription/entry.ts';

/** A chat that is being deleted is gone already, for the person. */
export const isListed = (entry: Entry<Chat>): boolean => !isParsed(entry) || entry.data.access !== 'deleting';

/** How much waits for the person, in all of their chats. */
export const waitingInAll = (entries: readonly Entry<Chat>[]): number =>
  parsedOf(entries.filter(isListed)).reduce((sum, { data }) => sum + Math.max(0, data.counts.waiting), 0);

/** The chats whose titles have the words. What cannot be read has no title, and is found by none. */
export const chatsWith = (entries: readonly Entry<Chat>[], search: string): readonly Entry<Chat>[] =>
  search.trim() === ''
    ? entries
    : entries.filter((entry) => isParsed(entry) && hasWords(entry.data.title, search));
