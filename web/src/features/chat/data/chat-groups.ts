import type { Chat } from 'functions/contracts';
import type { Entry } from '../../../lib/subscription/entry.ts';

type Entries = readonly Entry<Chat>[];

const timeOf = (entry: Entry<Chat>): number => (entry.ok ? entry.data.lastMessageAt : 0);

/** The newest chats, and the pinned ones that are too old to be among them. */
export function mergeChats(newest: Entries, pinned: Entries): Entries {
  const known = new Set(newest.map((entry) => entry.id));
  const older = pinned.filter((entry) => !known.has(entry.id));
  return older.length === 0
    ? newest
    : [...newest, ...older.toSorted((first, second) => timeOf(second) - timeOf(first))];
}

/** The list in two parts, each in the order given. What is being deleted is in neither. */
export function groupChats(chats: Entries): { readonly pinned: Entries; readonly others: Entries } {
  const shown = chats.filter((entry) => !entry.ok || entry.data.access !== 'deleting');
  const isPinned = (entry: Entry<Chat>): boolean => entry.ok && entry.data.pinned;
  return { pinned: shown.filter(isPinned), others: shown.filter((entry) => !isPinned(entry)) };
}
