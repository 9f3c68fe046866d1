import type { AssistantMessage, Message, UserMessage } from 'functions/contracts';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import type { Entry, Parsed } from '../../../lib/subscription/entry.ts';
import { useNow } from '../../../lib/clock.ts';
import { dayName } from '../../../lib/time-text.ts';
import type { Edge, History } from '../data/history.ts';
import type { TimelineRow } from '../data/timeline.ts';
import { AssistantMessageRow } from './assistant-message.tsx';
import { useConversation } from './conversation.ts';
import { JumpToLatest } from './jump-to-latest.tsx';
import { KeepRowContext } from './kept-rows.ts';
import { UserMessageRow } from './user-message.tsx';
import { useFollowing } from './use-following.ts';
import { usePaging } from './use-paging.ts';
import { useReveals } from './use-reveals.ts';
import { useVirtualLog } from './use-virtual-log.ts';

/** "Today" becomes "Yesterday" while the page stays open. */
const DAY_CHECK_MS = 60_000;

export type LogProps = {
  rows: readonly TimelineRow[];
  /** The newest messages of the chat, the newest first, whichever are shown. */
  newest: readonly Entry<Message>[];
  older: Edge;
  newer: Edge;
  moves: Pick<History, 'loadOlder' | 'loadNewer' | 'reach' | 'toLatest'>;
  /** The message that an element of the conversation belongs to, wherever in the chat. */
  find: (element: string) => Promise<string | null>;
};

/**
 * The conversation. Only the rows around what is in view are on the page, however long it is. It is not read aloud as
 * it grows: the page's one status region says what matters.
 */
export function MessageLog(props: LogProps) {
  const { rows, older } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { virtual, keep } = useVirtualLog(scroller, props);
  const revealing = useReveals(virtual, props);
  const { behind, jump } = useFollowing(virtual, props, revealing);
  usePaging(virtual, props);
  const now = useNow(true, DAY_CHECK_MS);
  const openedAt = useOpenedAt(rows);
  const [drawn] = useState(() => new Set<string>());
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label="Conversation"
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <h2 className="sr-only">Conversation</h2>
        <div className="relative mx-auto max-w-[48rem]" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                data-row={row.entry.id}
                className="absolute inset-x-0 top-0 px-4 sm:px-6"
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row
                  row={row}
                  day={row.day === null ? null : dayName(row.day, now)}
                  openedAt={openedAt}
                  drawn={drawn}
                  keep={keep}
                />
              </div>
            );
          })}
        </div>
      </div>
      {older === 'loading' ? <LoadingOlder /> : null}
      {behind === null ? null : <JumpToLatest fresh={behind} onJump={jump} />}
    </div>
  );
}

function LoadingOlder() {
  return (
    <p className="absolute top-3 left-1/2 -translate-x-1/2 rounded-full border border-line bg-surface px-4 py-1.5 text-[0.8125rem] text-soft shadow-float">
      Loading older messages…
    </p>
  );
}

/** When the newest of the rows that were there at first was written: what is newer arrives before the person's eyes. */
function useOpenedAt(rows: readonly TimelineRow[]): number {
  const [openedAt] = useState(() => Math.max(0, ...rows.map(({ entry }) => timeOf(entry))));
  return openedAt;
}

const timeOf = (entry: Entry<Message>): number => (entry.ok ? entry.data.createdAt : 0);

type RowProps = {
  row: TimelineRow;
  day: string | null;
  openedAt: number;
  /** The rows that have been drawn before: they come back without a movement. */
  drawn: Set<string>;
  keep: (id: string) => () => void;
};

/** A message with the blocks that hang under it. */
const Row = memo(function Row({ row, day, openedAt, drawn, keep }: RowProps) {
  const { Block } = useConversation();
  const { entry, blocks } = row;
  const [settled] = useState(() => timeOf(entry) <= openedAt || drawn.has(entry.id));
  useEffect(() => void drawn.add(entry.id), [drawn, entry.id]);
  const keepThis = useCallback(() => keep(entry.id), [keep, entry.id]);
  return (
    <KeepRowContext value={keepThis}>
      <div className={settled ? 'settled space-y-6' : 'space-y-6'}>
        {day === null ? null : <DayLine name={day} />}
        <MessageRow entry={entry} />
        {blocks.length === 0 ? null : (
          <div className="thread -mt-3 space-y-2.5 sm:pl-[2.125rem]">
            {blocks.map((id) => (
              <Block key={id} id={id} />
            ))}
          </div>
        )}
      </div>
    </KeepRowContext>
  );
});

const isUser = (entry: Parsed<Message>): entry is Parsed<UserMessage> => entry.data.role === 'user';
const isAssistant = (entry: Parsed<Message>): entry is Parsed<AssistantMessage> =>
  entry.data.role === 'assistant';

function MessageRow({ entry }: { entry: Entry<Message> }) {
  if (!entry.ok) return <BrokenRow error={entry.error} />;
  if (isUser(entry)) return <UserMessageRow entry={entry} />;
  return isAssistant(entry) ? <AssistantMessageRow entry={entry} /> : null;
}

function DayLine({ name }: { name: string }) {
  return (
    <p className="flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {name}
    </p>
  );
}
