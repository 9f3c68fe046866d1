import type { Chat } from 'functions/contracts';
import { createContext, use, useMemo } from 'react';
import { type ChatChange, withChanges } from '../features/chat/data/chat-changes.ts';
import type { Single } from '../lib/subscription/document.ts';

/** What the person has done to chats and the server does not have yet. */
export const ChangesContext = createContext<readonly ChatChange[]>([]);

/** A chat as the person has left it. */
export function useChanged(chat: Single<Chat>): Single<Chat> {
  const changes = use(ChangesContext);
  return useMemo(
    () => (chat.status === 'ready' ? { ...chat, entry: withChanges(chat.entry, changes) } : chat),
    [chat, changes],
  );
}
