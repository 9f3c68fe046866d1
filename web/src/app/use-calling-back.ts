import type { Chat } from 'functions/contracts';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { chatsToLookAt, type Seen } from '../features/chat/data/chats-to-look-at.ts';
import { freshNews } from '../features/tasks/data/news.ts';
import { readNews } from '../features/tasks/data/read-news.ts';
import { leave } from '../lib/leave.ts';
import { notify, notifying } from '../lib/notifications.ts';
import { parsedOf } from '../lib/subscription/entry.ts';
import type { Listing } from '../lib/subscription/listing.ts';
import { useSubscription } from '../lib/subscription/source.ts';

type Known = {
  readonly seen: Seen;
  /** The newest time of the server's when this began: clocks differ, so none of this browser's. */
  readonly since: number;
  readonly told: Set<string>;
};

/** While the page is out of sight: tells of questions that wait and of tasks that are done, each once. */
export function useCallingBack(uid: string, chats: Listing<Chat>): void {
  const navigate = useNavigate();
  const on = useSubscription(notifying) === 'on';
  const known = useRef<Known | null>(null);
  useEffect(() => {
    if (!on) known.current = null;
    if (!on || chats.status !== 'ready' || !chats.live) return;
    const now = parsedOf(chats.entries);
    const seen: Seen = new Map(now.map(({ id, data }) => [id, data]));
    if (known.current === null) {
      const since = Math.max(0, ...now.map(({ data }) => data.lastMessageAt));
      known.current = { seen, since, told: new Set() };
      return;
    }
    const { since, told } = known.current;
    const moved = chatsToLookAt(known.current.seen, now);
    known.current = { seen, since, told };

    const look = async ({ id, data }: (typeof moved)[number]) => {
      for (const { key, text } of freshNews(await readNews({ uid, chatId: id }), told, since)) {
        // What happens before the person's eyes is told as well.
        told.add(key);
        if (!document.hidden) continue;
        notify({
          tag: `${id} ${key}`,
          title: text,
          body: data.title,
          onClick: () => leave(() => void navigate(`/chat/${id}`)),
        });
      }
    };
    for (const chat of moved) {
      look(chat).catch((error: unknown) => console.warn('looking for news failed', error));
    }
  }, [uid, chats, on, navigate]);
}
