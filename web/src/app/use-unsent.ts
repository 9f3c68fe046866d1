import { useEffect } from 'react';
import { deliver, leftBehind } from '../features/chat/data/send-message.ts';
import { takeBack } from '../features/chat/data/take-back.ts';

/** Sends what was still waiting for the server when the page was last left. */
export function useUnsent(uid: string, say: (text: string) => void): void {
  useEffect(() => {
    for (const unsent of leftBehind(uid)) {
      deliver(uid, unsent).catch((error: unknown) => say(takeBack(uid, unsent, error)));
    }
  }, [uid, say]);
}
