import { useCallback, useRef, useState } from 'react';
import type { ChatChange } from '../features/chat/data/chat-changes.ts';

/** The document follows its commit within moments; until then the page goes by what the person did. */
const GRACE_MS = 2_000;

type Step = Omit<ChatChange, 'n'> & { readonly store: () => Promise<void> };

/** Changes to chats that are shown at once. Those of one chat are stored one after the other. */
export function useChanging() {
  const [changes, setChanges] = useState<readonly ChatChange[]>([]);
  const queues = useRef(new Map<string, Promise<void>>());
  const count = useRef(0);

  /** Resolves once it is stored; if it cannot be, it is taken back and the reason thrown. */
  const change = useCallback(async ({ chatId, fields, store }: Step): Promise<void> => {
    count.current += 1;
    const n = count.current;
    const drop = () => setChanges((all) => all.filter((one) => one.n !== n));
    setChanges((all) => [...all, { n, chatId, fields }]);
    const stored = (queues.current.get(chatId) ?? Promise.resolve()).then(store);
    queues.current.set(
      chatId,
      stored.catch(() => {}),
    );
    try {
      await stored;
      setTimeout(drop, GRACE_MS);
    } catch (error) {
      drop();
      throw error;
    }
  }, []);
  return { changes, change };
}
