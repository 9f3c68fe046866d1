import type { Chat } from 'functions/contracts';
import { useMemo } from 'react';
import { type ChatChange, withChanges } from '../features/chat/data/chat-changes.ts';
import { mergeChats } from '../features/chat/data/chat-groups.ts';
import { chatsOf } from '../features/chat/data/chats.ts';
import { pinnedChatsOf } from '../features/chat/data/pinned-chats.ts';
import { entriesOf, type Listing } from '../lib/subscription/listing.ts';
import { useSubscription } from '../lib/subscription/source.ts';

/** The chats of the list, as the person has left them. */
export function useChatList(uid: string, changes: readonly ChatChange[]): Listing<Chat> {
  const newest = useSubscription(useMemo(() => chatsOf(uid), [uid]));
  const pinned = useSubscription(useMemo(() => pinnedChatsOf(uid), [uid]));
  return useMemo(() => {
    if (newest.status !== 'ready') return newest;
    const entries = mergeChats(newest.entries, entriesOf(pinned));
    return { ...newest, entries: entries.map((entry) => withChanges(entry, changes)) };
  }, [newest, pinned, changes]);
}
