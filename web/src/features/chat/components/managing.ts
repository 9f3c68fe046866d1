import { createContext, use } from 'react';

/** What can be done to a whole chat, from wherever it is named. */
export type Managing = {
  readonly rename: (chatId: string, title: string) => void;
  readonly pin: (chatId: string, pinned: boolean) => void;
  readonly remove: (chatId: string, title: string) => void;
};

export const ManagingContext = createContext<Managing | null>(null);

export function useManaging(): Managing {
  const managing = use(ManagingContext);
  if (!managing) throw new Error('A chat is managed outside of the page that can do it.');
  return managing;
}
