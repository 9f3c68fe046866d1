import type { ChatRef, Stop } from 'functions/contracts';
import { createContext, use } from 'react';
import type { ChatNow } from './use-chat.ts';

/** The chat that is open, for the parts that app/ puts into the features' places. */
export type OpenChat = {
  readonly chat: ChatRef;
  readonly now: ChatNow;
  readonly inspect: (subAgentId: string) => void;
  readonly retryTask: (taskId: string) => void;
  readonly stop: (stop: Stop) => void;
};

export const OpenChatContext = createContext<OpenChat | null>(null);

export function useOpenChat(): OpenChat {
  const open = use(OpenChatContext);
  if (!open) throw new Error('This part of the page needs an open chat.');
  return open;
}
