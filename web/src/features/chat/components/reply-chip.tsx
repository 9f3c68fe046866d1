import type { Question } from 'functions/contracts';
import { CornerUpLeft, X } from 'lucide-react';

type Props = { question: Question; onRemove: () => void };

/** Which question the next message answers; it can be taken off, and says when the question needs no answer any more. */
export function ReplyChip({ question, onRemove }: Props) {
  const open = question.status === 'relayed';
  return (
    <div className="px-2.5 pt-2.5">
      <div
        className={`flex w-fit max-w-full items-center gap-2 rounded-full border py-0.5 pr-0.5 pl-3 text-[0.8125rem] ${open ? 'border-needs-line bg-needs text-needs-ink' : 'border-line bg-sunken text-soft'}`}
      >
        <CornerUpLeft size={14} aria-hidden="true" className="shrink-0" />
        <span className="truncate">
          Replying to {question.name}: <bdi>{question.text}</bdi>
        </span>
        {open ? null : <span className="shrink-0 font-medium">{endedText(question)}</span>}
        <button
          type="button"
          aria-label={`Stop replying to ${question.name}`}
          title="Remove (Escape)"
          onClick={onRemove}
          className="grid size-7 shrink-0 place-items-center rounded-full hover:bg-black/10"
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}

const endedText = ({ status }: Question): string =>
  status === 'answered' ? 'Already answered' : 'No longer waiting';
