import { type RefObject, useCallback, useState } from 'react';
import { onDemand } from '../lib/on-demand.ts';
import type { ChatNow } from './use-chat.ts';

const FindBar = onDemand(async () => (await import('../features/chat/components/find-bar.tsx')).FindBar);

/** The search in the open chat: how to open it, null where there is nothing to search, and its bar while it is open. */
export function useFinding(
  chatId: string | null,
  { history, shown, moves }: ChatNow,
  input: RefObject<HTMLTextAreaElement | null>,
) {
  const [openIn, setOpenIn] = useState<string | null>(null);
  const open = useCallback(() => setOpenIn(chatId), [chatId]);
  const canFind = chatId !== null && history.status === 'ready' && moves !== null;
  const close = () => {
    setOpenIn(null);
    input.current?.focus({ preventScroll: true });
  };
  return {
    open: canFind ? open : null,
    bar:
      canFind && openIn === chatId ? (
        <FindBar
          key={chatId}
          of={{ entries: shown, older: history.older, onOlder: moves.loadOlder, onClose: close }}
        />
      ) : null,
  };
}
