import type { AssistantMessage, Evidence } from 'functions/contracts';
import { Check, Sparkle } from 'lucide-react';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { useNow } from '../../../lib/clock.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement, reveal } from '../../../lib/reveal.ts';
import { timeAndDay } from '../../../lib/time-text.ts';
import { useConversation } from './conversation.ts';
import { CorrectThis } from './correct-this.tsx';
import { QuietLine } from './quiet-line.tsx';

type Props = { entry: Parsed<AssistantMessage> };

/** An answer was passed on: the person's own, or one that Mother took from what the person had said. */
export function AckLine({ entry }: Props) {
  const { questions } = useConversation();
  const { id, data } = entry;
  const anchor = { id: messageElement(id), tabIndex: -1 };
  if (data.answered?.answeredBy !== 'orchestrator') {
    return (
      <QuietLine icon={<Check size={14} />} {...anchor}>
        <Markdown text={data.content} />
      </QuietLine>
    );
  }
  const { name, answer, question, evidence } = data.answered;
  const asked = data.questionId === null ? undefined : questions.get(data.questionId);
  return (
    <QuietLine icon={<Sparkle size={14} />} {...anchor}>
      <p className="wrap-anywhere">
        Answered for {name}:{' '}
        <strong dir="auto" className="font-semibold text-ink">
          “{answer}”
        </strong>
        {evidence.map((one) => (
          <Source key={`${one.messageId} ${one.quote}`} evidence={one} />
        ))}
      </p>
      <details className="mt-0.5">
        <summary aria-label={`Why Mother answered for ${name}`} className="w-fit text-faint hover:text-ink">
          Why
        </summary>
        <p className="mt-1 wrap-anywhere">
          {name} asked: <bdi>{question}</bdi>
        </p>
        {evidence.map((one) => (
          <blockquote
            key={`${one.messageId} ${one.quote}`}
            className="mt-1 border-l-2 border-accent-line pl-3 wrap-anywhere"
          >
            You said: “{one.quote}”
          </blockquote>
        ))}
      </details>
      {asked?.data.status === 'answered' ? <CorrectThis question={asked} /> : null}
    </QuietLine>
  );
}

function Source({ evidence }: { evidence: Evidence }) {
  const saidAt = timeAndDay(evidence.saidAt, useNow(false));
  return (
    <>
      , from your message at{' '}
      <button
        type="button"
        aria-label={`Show your message at ${saidAt}`}
        title={`“${evidence.quote}”`}
        onClick={() => reveal(messageElement(evidence.messageId), { focus: true })}
        className="text-accent underline underline-offset-3"
      >
        {saidAt}
      </button>
    </>
  );
}
