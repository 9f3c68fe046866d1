import { type Message, message } from 'functions/contracts';
import { type FirestoreError, onSnapshot, type Query, type QueryDocumentSnapshot } from 'firebase/firestore';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { LOADING, reader } from '../../../lib/subscription/listing.ts';
import type { Edge } from './history.ts';

type StretchNow =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly code: FirestoreError['code'] }
  | { readonly status: 'ready'; readonly entries: readonly Entry<Message>[]; readonly live: boolean };

/** A live query of bounded length over the messages of a chat, from one end of it to the other. */
export type Stretch = {
  readonly now: () => StretchNow;
  /** In the order of its query. */
  readonly entries: () => readonly Entry<Message>[];
  /** The last one in the order of its query: where the next page goes on. */
  readonly last: () => QueryDocumentSnapshot | undefined;
  /** Whether there is more behind the last one. */
  readonly edge: () => Edge;
  readonly stop: () => void;
};

type Options = {
  readonly limit: number;
  readonly onChange: () => void;
  /** Whether what this page happens to know is enough to begin with; else it waits for the server's word. */
  readonly fromCache: boolean;
  /** What is no longer in it. `isFull`: newer ones have taken the place; `kept`: some of those before are still there. */
  readonly onLeft?: (
    left: readonly Entry<Message>[],
    how: { readonly isFull: boolean; readonly kept: boolean },
  ) => void;
};

export function stretch(query: Query, { limit, onChange, fromCache, onLeft }: Options): Stretch {
  let now: StretchNow = LOADING;
  let last: QueryDocumentSnapshot | undefined;
  const entriesIn = reader(message);
  const entries = () => (now.status === 'ready' ? now.entries : []);
  const stop = onSnapshot(
    query,
    { includeMetadataChanges: true },
    (snapshot) => {
      const before = new Set(entries().map(({ id }) => id));
      // Each snapshot is read, since the next one only says what has changed.
      const read = entriesIn(snapshot);
      if (!fromCache && now.status === 'loading' && snapshot.metadata.fromCache) return;
      last = snapshot.docs.at(-1);
      now = { status: 'ready', entries: read.entries, live: !snapshot.metadata.fromCache };
      if (read.left.length > 0) {
        const kept = read.entries.some(({ id }) => before.has(id));
        onLeft?.(read.left, { isFull: read.entries.length === limit, kept });
      }
      onChange();
    },
    (error) => {
      console.warn(`listening failed: ${error.code}`, error.message);
      now = { status: 'failed', code: error.code };
      onChange();
    },
  );
  return {
    now: () => now,
    entries,
    last: () => last,
    edge: () => {
      if (now.status === 'loading') return 'loading';
      if (entries().length === limit) return 'more';
      // Offline, what is not here may still be on the server.
      return now.status === 'ready' && !now.live ? 'loading' : 'end';
    },
    stop,
  };
}
