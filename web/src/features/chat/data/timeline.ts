import type { Message } from 'functions/contracts';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { sameDay } from '../../../lib/time-text.ts';

/** A block that hangs under the message it was started by: a task, for this feature a stranger. */
export type Anchored = { readonly id: string; readonly messageId: string; readonly createdAt: number };

export type TimelineRow = {
  readonly entry: Entry<Message>;
  /** The ids of the blocks under this message. */
  readonly blocks: readonly string[];
  /** The first of a new day: the time that names the day. */
  readonly day: number | null;
};

const timeOf = (entry: Entry<Message>): number | null => (entry.ok ? entry.data.createdAt : null);

/** How far the messages that are loaded reach. */
type Reach = { readonly fromStart: boolean; readonly toEnd: boolean };

/**
 * Where a block goes: under its message, or, when that is not among these, under the last one before it. A block of
 * before or after what is loaded has no place yet: it comes with its message.
 */
function hostOf(
  block: Anchored,
  entries: readonly Entry<Message>[],
  { ids, reach }: { ids: ReadonlySet<string>; reach: Reach },
): string | undefined {
  if (ids.has(block.messageId)) return block.messageId;
  const at = entries.findLastIndex((entry) => (timeOf(entry) ?? Infinity) <= block.createdAt);
  if (at === -1) return reach.fromStart ? entries[0]?.id : undefined;
  return at < entries.length - 1 || reach.toEnd ? entries[at]?.id : undefined;
}

/** The conversation from the oldest message to the newest, with days and blocks in their places. */
export function timelineOf(
  newestFirst: readonly Entry<Message>[],
  blocks: readonly Anchored[],
  reach: Reach = { fromStart: true, toEnd: true },
): TimelineRow[] {
  const entries = newestFirst.toReversed();
  const ids = new Set(entries.map(({ id }) => id));
  const under = Map.groupBy(
    blocks.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
    (block) => hostOf(block, entries, { ids, reach }),
  );
  let lastTime: number | null = null;
  return entries.map((entry) => {
    const time = timeOf(entry);
    const day = time !== null && (lastTime === null || !sameDay(lastTime, time)) ? time : null;
    lastTime = time ?? lastTime;
    return { entry, day, blocks: (under.get(entry.id) ?? []).map((block) => block.id) };
  });
}
