import { useMemo } from 'react';
import { useNews, useSay } from '../features/chat/components/use-announcer.ts';
import { heardOfMessages, heardOfQuestions } from '../features/chat/data/announcements.ts';
import { type Entry, parsedOf } from '../lib/subscription/entry.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import type { ChatNow } from './use-chat.ts';

/** What is there counts as old once the server has confirmed it; a chat that this page has just made is all new. */
const isComplete = (live: boolean, entries: readonly Entry<unknown>[]): boolean =>
  live || parsedOf(entries).some((entry) => entry.pending);

/** Has the status region say what is new in this chat: of what goes on in it now, not of what is shown from long ago. */
export function useAnnouncements(chatId: string | null, { history, newestMessages, questions }: ChatNow) {
  const say = useSay();
  const messages = {
    chatId,
    heard: useMemo(() => heardOfMessages(newestMessages), [newestMessages]),
    complete: history.status === 'ready' && isComplete(history.live, history.newest),
  };
  const asked = {
    chatId,
    heard: useMemo(() => heardOfQuestions(parsedOf(entriesOf(questions))), [questions]),
    complete: questions.status === 'ready' && isComplete(questions.live, questions.entries),
  };
  useNews(messages, say);
  useNews(asked, say);
  return say;
}
