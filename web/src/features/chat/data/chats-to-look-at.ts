import type { Chat } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** The chats of the list, by id, as they were when somebody last looked. */
export type Seen = ReadonlyMap<string, Pick<Chat, 'counts' | 'lastMessageAt'>>;

const NOTHING: Chat['counts'] = { running: 0, waiting: 0 };
const isBusy = ({ running, waiting }: Chat['counts']): boolean => running > 0 || waiting > 0;

/** Chats in which agents work or worked, and something has moved: there, a question or a result may be new. */
export const chatsToLookAt = (before: Seen, chats: readonly Parsed<Chat>[]): readonly Parsed<Chat>[] =>
  chats.filter(({ id, data }) => {
    const known = before.get(id);
    const counts = known?.counts ?? NOTHING;
    const moved =
      known?.lastMessageAt !== data.lastMessageAt ||
      counts.running !== data.counts.running ||
      counts.waiting !== data.counts.waiting;
    return data.access !== 'deleting' && moved && (isBusy(counts) || isBusy(data.counts));
  });
