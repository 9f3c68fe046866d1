import type { UserMessage } from 'functions/contracts';
import { memo } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement } from '../../../lib/reveal.ts';
import { timeOfDay } from '../../../lib/time-text.ts';
import { receiptOf } from '../data/receipt.ts';
import { useConversation } from './conversation.ts';
import { IntentLine } from './intent-line.tsx';
import { LongText } from './long-text.tsx';
import { ReceiptLine } from './receipt-line.tsx';

type Props = { entry: Parsed<UserMessage> };

/** What the person said; what they asked for by a button is a line, not words. */
export const UserMessageRow = memo(function UserMessageRow({ entry }: Props) {
  return entry.data.content === '' ? <IntentLine entry={entry} /> : <Words entry={entry} />;
});

function Words({ entry }: Props) {
  const { attention, questions, edit } = useConversation();
  const { data, id } = entry;
  const receipt = receiptOf(entry, attention);
  const asked = data.replyTo === undefined ? undefined : questions.get(data.replyTo)?.data;
  const refused = receipt.kind === 'refused';
  return (
    <article
      aria-label={`You, ${timeOfDay(data.createdAt)}`}
      id={messageElement(id)}
      tabIndex={-1}
      className="ml-auto w-fit max-w-[min(34rem,88%)] rounded-lg"
    >
      {asked ? (
        <p className="mb-1 truncate text-right text-xs text-faint">
          To {asked.name}: <bdi>{asked.text}</bdi>
        </p>
      ) : null}
      <div
        className={`rounded-2xl rounded-br-md px-4 py-2.5 ${refused ? 'border border-dashed border-danger-line' : 'bg-accent-soft'}`}
      >
        <LongText text={data.content} />
      </div>
      <ReceiptLine receipt={receipt} messageId={id} at={data.createdAt} />
      {refused ? (
        <div className="mt-1.5 flex justify-end">
          <Button look="danger" onClick={() => edit(data.content)}>
            Edit and send again
          </Button>
        </div>
      ) : null}
    </article>
  );
}
