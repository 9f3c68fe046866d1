import type { Question } from 'functions/contracts';
import { Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { answerNow } from '../data/corrections.ts';
import { useConversation } from './conversation.ts';
import { CorrectionForm } from './correction-form.tsx';

/** Under an answer that an agent went on from: what it was corrected to, and how to put it right. */
export function CorrectThis({ question }: { question: Parsed<Question> }) {
  const { corrections, correct } = useConversation();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { id, data } = question;
  const sent = corrections.get(id);
  const isOnItsWay = sent !== undefined && sent !== data.correction;

  const close = () => {
    setOpen(false);
    // It is drawn again in the form's place.
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <>
      {data.correction === null ? null : (
        <p className="wrap-anywhere">
          Corrected: “<bdi>{data.answer}</bdi>” →{' '}
          <strong dir="auto" className="font-semibold text-ink">
            “{data.correction}”
          </strong>
        </p>
      )}
      {isOnItsWay ? (
        <p className="wrap-anywhere">
          Your correction is on its way: “<bdi>{sent}</bdi>”
        </p>
      ) : null}
      {open ? (
        <CorrectionForm
          question={data}
          onSave={(answer) => {
            setOpen(false);
            correct(id, answer);
          }}
          onCancel={close}
        />
      ) : null}
      {open || isOnItsWay ? null : (
        <Button ref={opener} look="plain" className="-ml-3" onClick={() => setOpen(true)}>
          <Pencil size={13} aria-hidden="true" />
          Correct this
          <span className="sr-only">
            {' '}
            answer for {data.name}: {answerNow(data)}
          </span>
        </Button>
      )}
    </>
  );
}
