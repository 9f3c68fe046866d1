import { useMemo } from 'react';
import { useNews, useSay } from '../features/chat/components/use-announcer.ts';
import { heardOfMessages, heardOfQuestions } from '../features/chat/data/announcements.ts';
import type { Listing } from '../lib/subscription/listing.ts';
import { parsedOf } from '../lib/subscription/entry.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import type { ChatNow } from './use-chat.ts';

/** What is there counts as old once the server has confirmed it; a chat that this page has just made is all new. */
const isComplete = <T>(listing: Listing<T>): boolean =>
  listing.status === 'ready' && (listing.live || parsedOf(listing.entries).some((entry) => entry.pending));

/** Has the status region say what is new in this chat. */
export function useAnnouncements(chatId: string | null, { messages, parsedMessages, questions }: ChatNow) {
  const say = useSay();
  const ofMessages = useMemo(() => heardOfMessages(parsedMessages), [parsedMessages]);
  const ofQuestions = useMemo(() => heardOfQuestions(parsedOf(entriesOf(questions))), [questions]);
  useNews({ chatId, heard: ofMessages, complete: isComplete(messages) }, say);
  useNews({ chatId, heard: ofQuestions, complete: isComplete(questions) }, say);
  return say;
}
