import type { AssistantMessage, Message, UserMessage } from 'functions/contracts';
import { Fragment, type ReactNode, useRef } from 'react';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import type { Entry, Parsed } from '../../../lib/subscription/entry.ts';
import { useNow } from '../../../lib/clock.ts';
import { dayName } from '../../../lib/time-text.ts';
import type { TimelineRow } from '../data/timeline.ts';
import { AssistantMessageRow } from './assistant-message.tsx';
import { useConversation } from './conversation.ts';
import { JumpToLatest } from './jump-to-latest.tsx';
import { UserMessageRow } from './user-message.tsx';
import { useFollow } from './use-follow.ts';

/** "Today" becomes "Yesterday" while the page stays open. */
const DAY_CHECK_MS = 60_000;

type Props = { rows: readonly TimelineRow[]; children?: ReactNode };

/** The conversation. It is not read aloud as it grows: the page's one status region says what matters. */
export function MessageLog({ rows, children }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { behind, jump } = useFollow(scroller, rows);
  const { Block } = useConversation();
  const now = useNow(true, DAY_CHECK_MS);
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
        <div className="mx-auto max-w-[48rem] space-y-6 px-4 pt-6 pb-8 sm:px-6">
          {children}
          {rows.map(({ entry, day, blocks }) => (
            <Fragment key={entry.id}>
              {day === null ? null : <DayLine name={dayName(day, now)} />}
              <Row entry={entry} />
              {blocks.length === 0 ? null : (
                <div className="thread -mt-3 space-y-2.5 sm:pl-[2.125rem]">
                  {blocks.map((id) => (
                    <Block key={id} id={id} />
                  ))}
                </div>
              )}
            </Fragment>
          ))}
        </div>
      </div>
      {behind === null ? null : <JumpToLatest fresh={behind} onJump={jump} />}
    </div>
  );
}

const isUser = (entry: Parsed<Message>): entry is Parsed<UserMessage> => entry.data.role === 'user';
const isAssistant = (entry: Parsed<Message>): entry is Parsed<AssistantMessage> =>
  entry.data.role === 'assistant';

function Row({ entry }: { entry: Entry<Message> }) {
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
