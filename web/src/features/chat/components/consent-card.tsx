import type { Question } from 'functions/contracts';
import { ShieldQuestion } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { entriesOf } from '../../../lib/subscription/listing.ts';
import { parsedOf, type Parsed } from '../../../lib/subscription/entry.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { type CallOutcome, costsMoney, decisionText, outcomeOfCall, resultOf } from '../data/consents.ts';
import { useConversation } from './conversation.ts';
import { QuietLine } from './quiet-line.tsx';

type Props = { question: Parsed<Question> };

/** A call that changes something elsewhere: exactly what it would do, and the two buttons that decide on it. */
export function ConsentCard({ question }: Props) {
  const { consent, status, answer } = question.data;
  if (!consent) return null;
  if (status === 'relayed') return <Deciding question={question} consent={consent} />;
  return (
    <QuietLine icon={<ShieldQuestion size={14} />}>
      <p className="wrap-anywhere">
        Agent {question.data.name} asked to:{' '}
        <span dir="auto" className="text-ink">
          {consent.summary}
        </span>
      </p>
      {status === 'answered' && answer === 'yes' ? (
        <Allowed question={question} callId={consent.callId} />
      ) : (
        <p>{decisionText(question.data, null)}</p>
      )}
      <details className="mt-1">
        <summary className="w-fit rounded-lg text-faint hover:text-ink">What exactly</summary>
        <Details consent={consent} />
      </details>
    </QuietLine>
  );
}

/** Allowed: what came of it, as soon as that is known. */
function Allowed({ question, callId }: Props & { callId: string }) {
  const { chat, taskOf } = useConversation();
  const { subAgentId, taskId } = question.data;
  const found = useSubscription(
    useMemo(() => resultOf(chat, subAgentId, callId), [chat, subAgentId, callId]),
  );
  const result = parsedOf(entriesOf(found)).find(({ data }) => data.role === 'tool');
  const task = taskOf(taskId);
  const outcome: CallOutcome | null = result ? outcomeOfCall(result.data.content) : null;
  const failed = outcome === null && task?.status === 'failed' ? task.error : null;
  return (
    <p className="wrap-anywhere">
      {failed
        ? `You allowed it, but it was not done: ${failed.message}`
        : decisionText(question.data, outcome)}
    </p>
  );
}

type DecidingProps = Props & { consent: NonNullable<Question['consent']> };

function Deciding({ question: { id, data }, consent }: DecidingProps) {
  const { decide, isAdmin, pendingAnswers } = useConversation();
  // Between the press and the page's own word of it there may be a second press.
  const [pressed, setPressed] = useState(false);
  const isPending = pendingAnswers.has(id);
  // From there on the page knows by itself, also when it could not be sent or is refused.
  if (pressed && isPending) setPressed(false);
  const reason = useId();
  const mayAllow = consent.by === 'member' || isAdmin;
  const press = (decision: 'yes' | 'no') => {
    if (pressed || isPending) return;
    setPressed(true);
    decide({ questionId: id, hash: consent.hash, decision });
  };
  return (
    <div className="rise rounded-2xl border border-needs-line bg-needs px-4 py-3.5 text-needs-ink">
      <p className="flex items-start gap-3">
        <ShieldQuestion size={24} aria-hidden="true" className="mt-0.5 shrink-0" />
        <span className="min-w-0 flex-1">
          <span className="block text-[0.8125rem]">Agent {data.name} asks before it does this:</span>
          <span dir="auto" className="block text-base leading-snug font-semibold wrap-anywhere">
            {consent.summary}
          </span>
        </span>
      </p>
      <div className="sm:pl-9">
        <Details consent={consent} />
        <p id={reason} className="mt-2 text-[0.8125rem]">
          {whoMay(consent.by, isAdmin)} Nothing is done before that.
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          {isPending ? (
            <p className="text-sm">Your answer is on its way.</p>
          ) : (
            <>
              <Button
                look={costsMoney(consent) ? 'danger' : 'needs'}
                aria-disabled={!mayAllow}
                aria-describedby={reason}
                aria-label={`Allow: ${consent.summary}`}
                onClick={() => (mayAllow ? press('yes') : undefined)}
              >
                Allow
              </Button>
              <Button aria-label={`Don’t allow: ${consent.summary}`} onClick={() => press('no')}>
                Don’t allow
              </Button>
            </>
          )}
        </div>
      </div>
    </div>
  );
}

function whoMay(by: 'member' | 'admin', isAdmin: boolean): string {
  if (by === 'member') return 'You may allow it.';
  return isAdmin ? 'You may allow it, as an admin.' : 'Only an admin of this company may allow it.';
}

function Details({ consent }: Pick<DecidingProps, 'consent'>) {
  if (consent.details.length === 0) return null;
  return (
    <table className="mt-2.5 w-full max-w-prose border-collapse text-sm">
      <caption className="sr-only">What exactly will be done</caption>
      <tbody>
        {consent.details.map(({ label, value }, index) => (
          <tr key={`${index} ${label}`} className="border-t border-current/15 first:border-t-0">
            <th scope="row" className="w-2/5 py-1 pr-3 text-left align-top font-normal wrap-anywhere">
              {label}
            </th>
            <td dir="auto" className="py-1 align-top font-medium wrap-anywhere">
              {value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
