import { type AssistantMessage, joinParts } from 'functions/contracts';
import { useMemo } from 'react';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { useNow } from '../../../lib/clock.ts';
import { parsedOf } from '../../../lib/subscription/entry.ts';
import { entriesOf } from '../../../lib/subscription/listing.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { duration, timeOfDay } from '../../../lib/time-text.ts';
import { partsOf } from '../data/parts.ts';
import { useConversation } from './conversation.ts';

type Props = { messageId: string; message: AssistantMessage };

/** What has arrived of a reply so far; until then, that Mother thinks, and for how long. */
export function StreamedText({ messageId, message }: Props) {
  const { chat } = useConversation();
  const parts = useSubscription(useMemo(() => partsOf(chat, messageId), [chat, messageId]));
  const text = joinParts(parsedOf(entriesOf(parts)).map((entry) => entry.data));
  return (
    <>
      {text === '' ? null : <Markdown text={text} streaming />}
      {message.retryAt === null ? (
        text === '' && <Thinking since={message.startedAt} />
      ) : (
        <p className="flex items-center gap-2.5 text-sm text-needs-ink">
          <span aria-hidden="true" className="breathe size-2 rounded-full bg-needs-line" />
          The model is busy. Next try at {timeOfDay(message.retryAt)}.
        </p>
      )}
    </>
  );
}

function Thinking({ since }: { since: number }) {
  const now = useNow(true);
  return (
    <p className="flex items-center gap-2.5 text-sm text-soft">
      <span aria-hidden="true" className="breathe size-2 rounded-full bg-accent" />
      Thinking
      <span className="text-faint tabular-nums">{duration(now - since)}</span>
    </p>
  );
}
