import { useEffect, useId, useRef, useState } from 'react';
import { titleProblem } from '../data/title-check.ts';
import { useSay } from './use-announcer.ts';

type Props = { title: string; onSave: (title: string) => void; onClose: () => void };

/** A chat's title while it is being changed: Enter saves, Escape leaves it as it was. */
export function RenameField({ title, onSave, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const problemId = useId();
  const [text, setText] = useState(title);
  const [problem, setProblem] = useState<string | null>(null);
  const say = useSay();
  useEffect(() => input.current?.select(), []);

  const save = () => {
    const found = titleProblem(text);
    setProblem(found);
    if (found !== null) return say(found);
    if (text.trim() !== title) onSave(text.trim());
    onClose();
  };
  return (
    <form
      aria-label={`Rename ${title}`}
      className="min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <input
        ref={input}
        dir="auto"
        aria-label="Title of the chat"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
        onBlur={() => (titleProblem(text) === null ? save() : onClose())}
        className="min-h-10 w-full rounded-xl border border-line-strong bg-surface px-3 text-sm -outline-offset-1 aria-invalid:border-danger-line"
      />
      {problem === null ? null : (
        <p id={problemId} className="px-3 pt-1 pb-1.5 text-[0.8125rem] text-danger-ink">
          {problem}
        </p>
      )}
    </form>
  );
}
