import type { Question } from 'functions/contracts';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { isComposing } from '../../../lib/keys.ts';
import { answerNow, checkCorrection } from '../data/corrections.ts';
import { useKeepRow } from './kept-rows.ts';
import { useAutoGrow } from './use-auto-grow.ts';

type Props = { question: Question; onSave: (answer: string) => void; onCancel: () => void };

/** Puts the right answer in a wrong one's place: by one of the question's options, or in words. */
export function CorrectionForm({ question, onSave, onCancel }: Props) {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const ids = { wrong: useId(), problem: useId() };
  useAutoGrow(box, text);
  useKeepRow();
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    // The list measures this row in the next frame, and may hold its own end where it is: away from the form's beginning.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => form.current?.scrollIntoView({ block: 'nearest' }));
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  const { name, text: asked, options } = question;
  const wrong = answerNow(question);
  const { answer, problem } = checkCorrection(text, wrong);
  const shownProblem = tried || answer !== '' ? problem : null;
  const save = () => {
    setTried(true);
    if (problem === null) onSave(answer);
    else box.current?.focus();
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    onCancel();
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    save();
  };

  return (
    <form
      ref={form}
      aria-label={`Correct the answer for ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      className="rise mt-1.5 scroll-my-4 rounded-2xl border border-line bg-surface p-3 text-sm text-ink shadow-rest"
    >
      <p id={ids.wrong} className="wrap-anywhere text-soft">
        {name} asked: <bdi>{asked}</bdi> It goes on from{' '}
        <span dir="auto" className="text-ink line-through">
          “{wrong}”
        </span>
        .
      </p>
      {options.length === 0 ? null : (
        <div className="mt-2.5 flex flex-wrap gap-2">
          {options
            .filter((option) => option !== wrong)
            .map((option) => (
              <Button key={option} onKeyDown={onEscape} onClick={() => onSave(option)}>
                <span className="sr-only">Correct to </span>
                {option}
              </Button>
            ))}
        </div>
      )}
      <textarea
        ref={box}
        rows={1}
        dir="auto"
        value={text}
        onKeyDown={(event) => {
          onEscape(event);
          onEnter(event);
        }}
        onChange={(event) => setText(event.target.value)}
        aria-label={`The right answer for ${name}`}
        aria-describedby={`${ids.wrong} ${ids.problem}`}
        aria-invalid={shownProblem !== null}
        placeholder="The right answer"
        className="mt-2.5 block field-sizing-content max-h-[30dvh] min-h-10 w-full resize-none rounded-xl border border-line-strong bg-canvas px-3 py-2 leading-6 outline-none placeholder:text-faint focus:border-accent"
      />
      <p
        id={ids.problem}
        className={shownProblem === null ? 'sr-only' : 'mt-1.5 text-[0.8125rem] text-danger-ink'}
      >
        {shownProblem}
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button type="submit" look="primary" aria-disabled={problem !== null} onKeyDown={onEscape}>
          Save correction
        </Button>
        <Button look="plain" onKeyDown={onEscape} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
