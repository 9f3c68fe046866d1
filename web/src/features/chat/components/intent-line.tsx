import type { UserMessage } from 'functions/contracts';
import { CircleStop, PencilLine, RotateCw, ShieldCheck, ShieldX } from 'lucide-react';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { messageElement } from '../../../lib/reveal.ts';
import { timeOfDay } from '../../../lib/time-text.ts';
import { intentStateText, receiptOf } from '../data/receipt.ts';
import { stoppedWhat } from '../data/stopping.ts';
import { useConversation } from './conversation.ts';
import { QuietLine } from './quiet-line.tsx';

/** What the person asked for by a button: one line with what became of it, not words of theirs. */
export function IntentLine({ entry }: { entry: Parsed<UserMessage> }) {
  const { attention, agentOf, questions } = useConversation();
  const { data, id } = entry;
  const receipt = receiptOf(entry, attention);
  const time = timeOfDay(data.createdAt);
  const anchor = { id: messageElement(id), tabIndex: -1 };
  const state = (
    <span className={receipt.kind === 'refused' ? 'text-danger-ink' : 'text-faint'}>
      {intentStateText(receipt, data)}
    </span>
  );
  if (data.stop) {
    return (
      <QuietLine icon={<CircleStop size={14} />} {...anchor}>
        You asked to stop {stoppedWhat(data.stop, agentOf)}, {time}. {state}
      </QuietLine>
    );
  }
  if (data.correct) {
    const asked = questions.get(data.correct.questionId)?.data;
    return (
      <QuietLine icon={<PencilLine size={14} />} {...anchor}>
        <p className="wrap-anywhere">
          You corrected {asked ? `the answer for ${asked.name}` : 'an answer'} to “{data.correct.answer}”,{' '}
          {time}. {state}
        </p>
      </QuietLine>
    );
  }
  if (data.consent) {
    const asked = questions.get(data.consent.questionId)?.data.consent;
    const yes = data.consent.decision === 'yes';
    return (
      <QuietLine icon={yes ? <ShieldCheck size={14} /> : <ShieldX size={14} />} {...anchor}>
        <p className="wrap-anywhere">
          You {yes ? 'allowed' : 'did not allow'}: {asked?.summary ?? 'what an agent asked for'}, {time}.{' '}
          {state}
        </p>
      </QuietLine>
    );
  }
  return (
    <QuietLine icon={<RotateCw size={14} />} {...anchor}>
      You asked to try again, {time}.{receipt.kind === 'refused' ? ` ${receipt.reason}` : ''}
    </QuietLine>
  );
}
