import type { AssistantMessage } from 'functions/contracts';
import { CircleStop, RotateCw } from 'lucide-react';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { ErrorCard } from '../../../components/ui/error-card.tsx';
import { MotherMark } from '../../../components/ui/mother-mark.tsx';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement } from '../../../lib/reveal.ts';
import { timeOfDay } from '../../../lib/time-text.ts';
import { useConversation } from './conversation.ts';
import { Feedback } from './feedback.tsx';
import { StreamedText } from './streamed-text.tsx';
import { TimeLink } from './time-link.tsx';
import { TaskLinks } from './task-links.tsx';
import { WhichQuestion } from './which-question.tsx';

/** Mother's own words: streamed, complete, stopped or failed. */
export function MotherMessage({ entry }: { entry: Parsed<AssistantMessage> }) {
  const { retry, retried, WayOut } = useConversation();
  const { id, data } = entry;
  const time = timeOfDay(data.createdAt);
  return (
    <article
      aria-label={`Mother, ${time}`}
      aria-busy={data.status === 'streaming'}
      id={messageElement(id)}
      tabIndex={-1}
      className="rounded-2xl"
    >
      <header className="mb-1.5 flex items-center gap-2.5">
        <MotherMark size={24} />
        <span className="text-sm font-semibold">Mother</span>
        <TimeLink messageId={id} at={data.createdAt} className="text-xs text-faint" />
        {data.kind === 'result' ? <TaskLinks taskIds={data.taskIds} /> : null}
      </header>
      <div className="space-y-3 sm:pl-[2.125rem]">
        {data.status === 'streaming' ? (
          <StreamedText messageId={id} message={data} />
        ) : (
          data.content !== '' && <Markdown text={data.content} />
        )}
        <WhichQuestion message={data} />
        {data.status === 'stopped' ? <Stopped tried={data.error !== null} /> : null}
        {data.error && data.status !== 'stopped' ? (
          <ErrorCard error={data.error}>
            {retried.has(id) ? null : <WayOut code={data.error.code} agentId={null} />}
            {retried.has(id) ? (
              <span>Tried again below.</span>
            ) : (
              <Button look="danger" aria-label="Retry this reply" onClick={() => retry(id)}>
                <RotateCw size={14} aria-hidden="true" />
                Retry
              </Button>
            )}
          </ErrorCard>
        ) : null}
        {data.status === 'complete' ? <Feedback messageId={id} feedback={data.feedback} /> : null}
      </div>
    </article>
  );
}

/** Ended by the person; or failed, and another try took its place. */
function Stopped({ tried }: { tried: boolean }) {
  if (tried)
    return <p className="text-[0.8125rem] text-soft">This reply failed and was tried again below.</p>;
  return (
    <p className="flex items-center gap-1.5 text-[0.8125rem] text-soft">
      <CircleStop size={14} aria-hidden="true" className="text-faint" />
      Stopped
    </p>
  );
}
