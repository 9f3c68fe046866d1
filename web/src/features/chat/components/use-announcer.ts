import { createContext, use, useCallback, useEffect, useRef, useState } from 'react';
import { announcements, type Heard } from '../data/announcements.ts';

export type Announcement = { readonly n: number; readonly text: string };

/** What the status region says, and how to make it say something. */
export function useAnnouncer() {
  const [said, setSaid] = useState<Announcement>({ n: 0, text: '' });
  const say = useCallback((text: string) => setSaid((last) => ({ n: last.n + 1, text })), []);
  return { said, say };
}

/** The page's one voice, for every part of it. */
export const SayContext = createContext<(text: string) => void>(() => {});
export const useSay = () => use(SayContext);

type News = {
  /** Another chat starts anew. */
  readonly chatId: string | null;
  readonly heard: Heard;
  /** Whether `heard` is complete, so that what comes later is news. */
  readonly complete: boolean;
};

/** Says what is new in a chat, each thing once. */
export function useNews({ chatId, heard, complete }: News, say: (text: string) => void): void {
  const before = useRef<{ chatId: string | null; heard: Heard } | null>(null);
  useEffect(() => {
    const known = before.current?.chatId === chatId ? before.current.heard : null;
    if (known === null && !complete) return;
    const news = announcements(known, heard);
    before.current = { chatId, heard: new Map([...(known ?? []), ...heard]) };
    if (news.length > 0) say(news.join('. '));
  }, [chatId, heard, complete, say]);
}
