import { type ChatRef, type Message, paths } from 'functions/contracts';
import {
  collection,
  doc,
  type DocumentSnapshot,
  type FirestoreError,
  getDoc,
  limit,
  orderBy,
  type Query,
  query,
  startAfter,
  startAt,
  Timestamp,
} from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { LOADING } from '../../../lib/subscription/listing.ts';
import { type Source, shared } from '../../../lib/subscription/source.ts';
import { type Stretch, stretch } from './stretch.ts';

/** So many messages are read when a chat is opened: some screens of them. */
const NEWEST = 50;
/** So many more when one scrolls to where they end. */
const PAGE = 100;

/** Whether a stretch of messages goes on beyond what is loaded. */
export type Edge = 'end' | 'more' | 'loading';

/** The time that a page of messages covers, from the first to before the last moment. */
export type Span = { readonly from: Timestamp; readonly to: Timestamp };

export type HistoryNow =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly code: FirestoreError['code'] }
  | HistoryReady;

export type HistoryReady = {
  readonly status: 'ready';
  /** What goes on in the chat now, the newest first; what this page is still sending is among them. */
  readonly newest: readonly Entry<Message>[];
  /** A stretch of the chat without a gap, the newest first: its newest end, or some of it from long ago. */
  readonly shown: readonly Entry<Message>[];
  readonly older: Edge;
  readonly newer: Edge;
  /** The server has confirmed the newest messages. */
  readonly live: boolean;
  /** The times of the pages that were loaded beyond the newest messages. */
  readonly spans: readonly Span[];
};

export type History = Source<HistoryNow> & {
  /** Loads a page before the oldest message that is shown, if there are any. */
  readonly loadOlder: () => void;
  /** Loads a page after the newest message that is shown, if it is not the chat's newest. */
  readonly loadNewer: () => void;
  /** Shows the stretch around a message. False: there is no such message, or it cannot be reached. */
  readonly reach: (messageId: string) => Promise<boolean>;
  /** Shows the newest end again. */
  readonly toLatest: () => void;
};

type Page = Stretch & { readonly cursor: DocumentSnapshot };

/**
 * The messages of one chat, in pages: opening a chat costs the same however long it is. All pages are live. What is
 * shown never has a gap: it reaches back from the newest message, or lies around one that was asked for until loading
 * newer pages has brought it to the end.
 */
export function historyOf(ref: ChatRef): History {
  const all = () => collection(db(), paths.messages.all(ref));
  const newestFirst = () => query(all(), orderBy('createdAt', 'desc'));
  const oldestFirst = () => query(all(), orderBy('createdAt', 'asc'));

  let set: ((next: HistoryNow) => void) | undefined;
  let tail: Stretch | undefined;
  /** What newer messages have pushed out of the tail since the chat was opened, the newest first. */
  let pushedOut: Entry<Message>[] = [];
  /** Pages going back in time from what is newer, and going on from it. */
  let olderPages: Page[] = [];
  let newerPages: Page[] = [];
  /** Whether what is shown reaches to the newest message. */
  let attached = true;

  const closePages = () => {
    for (const page of [...olderPages, ...newerPages]) page.stop();
    olderPages = [];
    newerPages = [];
    pushedOut = [];
  };
  const open = (from: Query, cursor: DocumentSnapshot): Page => ({
    ...stretch(query(from, limit(PAGE)), { limit: PAGE, fromCache: false, onChange: tell }),
    cursor,
  });

  function tell(): void {
    const now = tail?.now();
    if (!set || !now) return;
    if (now.status === 'failed') return set({ status: 'failed', code: now.code });
    if (now.status === 'loading') return set(LOADING);
    // What was asked for takes the place of what is shown once it is there, on both sides.
    if (!attached && [olderPages[0], newerPages[0]].some((page) => page?.now().status === 'loading')) return;
    attached ||= reachesTail(newerPages.at(-1), now.entries);
    set({
      status: 'ready',
      newest: now.entries,
      shown: withoutTwins([
        ...(attached ? [...now.entries, ...pushedOut] : []),
        ...newerPages.toReversed().flatMap((page) => page.entries().toReversed()),
        ...olderPages.flatMap((page) => page.entries()),
      ]),
      older: olderPages.at(-1)?.edge() ?? edgeOfTail(tail),
      newer: attached ? 'end' : (newerPages.at(-1)?.edge() ?? 'loading'),
      live: now.live,
      spans: [...olderPages.flatMap(spanBefore), ...newerPages.flatMap(spanAfter)],
    });
  }

  /** After a long time away nothing of the tail may be left: what was before it is no longer next to it. */
  const onLeft = (left: readonly Entry<Message>[], { isFull, kept }: { isFull: boolean; kept: boolean }) => {
    // What this page was still sending is not behind newer ones: the server has denied it.
    if (kept) pushedOut = isFull ? [...left.filter((entry) => !isPending(entry)), ...pushedOut] : pushedOut;
    else if (attached) closePages();
    else pushedOut = [];
  };

  const source = shared<HistoryNow>(LOADING, (next) => {
    set = next;
    attached = true;
    tail = stretch(query(newestFirst(), limit(NEWEST)), {
      limit: NEWEST,
      fromCache: true,
      onChange: tell,
      onLeft,
    });
    return () => {
      closePages();
      tail?.stop();
      tail = undefined;
      set = undefined;
    };
  });

  return {
    ...source,
    loadOlder: () => {
      const page = olderPages.at(-1);
      const oldest = (page ?? tail)?.last();
      if (!oldest || (page ?? tail)?.edge() !== 'more') return;
      olderPages.push(open(query(newestFirst(), startAfter(oldest)), oldest));
      tell();
    },
    loadNewer: () => {
      const page = newerPages.at(-1);
      const newest = page?.last();
      if (attached || !newest || page?.edge() !== 'more') return;
      newerPages.push(open(query(oldestFirst(), startAfter(newest)), newest));
      tell();
    },
    reach: async (messageId) => {
      const now = source.current();
      if (now.status === 'ready' && now.shown.some(({ id }) => id === messageId)) return true;
      const found = await getDoc(doc(db(), paths.messages.one(ref, messageId))).catch(() => null);
      if (!found?.exists() || !set) return false;
      closePages();
      attached = false;
      olderPages.push(open(query(newestFirst(), startAt(found)), found));
      newerPages.push(open(query(oldestFirst(), startAfter(found)), found));
      tell();
      return true;
    },
    toLatest: () => {
      if (attached) return;
      closePages();
      attached = true;
      tell();
    },
  };
}

const isPending = (entry: Entry<Message>): boolean => entry.ok && entry.pending;

/** A page that is not full ends with the newest message; one that has some of the newest messages is next to the rest. */
const reachesTail = (page: Page | undefined, newest: readonly Entry<Message>[]): boolean => {
  if (!page || page.edge() === 'loading') return false;
  const ids = new Set(newest.map(({ id }) => id));
  return page.edge() === 'end' || page.entries().some(({ id }) => ids.has(id));
};

const timeOf = (snapshot: DocumentSnapshot | undefined): Timestamp | null => {
  const at: unknown = snapshot?.get('createdAt');
  return at instanceof Timestamp ? at : null;
};

const span = (from: Timestamp | null, to: Timestamp | null): Span[] => (from && to ? [{ from, to }] : []);
const spanBefore = (page: Page): Span[] => span(timeOf(page.last()), timeOf(page.cursor));
const spanAfter = (page: Page): Span[] => span(timeOf(page.cursor), timeOf(page.last()));

function withoutTwins(entries: readonly Entry<Message>[]): Entry<Message>[] {
  const seen = new Set<string>();
  return entries.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Before the server has said how many messages there are, nothing is awaited: what is known is shown. */
const edgeOfTail = (tail: Stretch | undefined): Edge => (tail?.edge() === 'more' ? 'more' : 'end');
