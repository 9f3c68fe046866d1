import type { Question } from 'functions/contracts';
import { ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { COMPOSER } from '../../../lib/focus-composer.ts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { type AnswerCheck, checkAnswer, rangeOf, type TypedField } from '../data/typed-answer.ts';
import { ReplyChip } from './reply-chip.tsx';

type Props = {
  question: Parsed<Question>;
  field: TypedField;
  onSend: (content: string) => void;
  /** Gives the words back. */
  onRemove: () => void;
};

/** The composer while a question is being answered that words would not do for: a number, a day, one of its options. */
export function TypedComposer({ question, field, onSend, onRemove }: Props) {
  const { name, text, options } = question.data;
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problemId = useId();
  const check = checkAnswer(field, options, value);
  const shownProblem = tried ? check.problem : null;
  useEffect(() => form.current?.querySelector('input')?.focus({ preventScroll: true }), []);

  const send = () => {
    setTried(true);
    if (check.problem === null) onSend(check.answer);
    else form.current?.querySelector('input')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onRemove();
  };
  const input = {
    value,
    label: `Your answer to ${name}: ${text}`,
    problemId,
    check: { ...check, problem: shownProblem },
    onChange: setValue,
    onKeyDown,
  };
  return (
    <form
      ref={form}
      aria-label="Your message"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className={`rounded-3xl border bg-surface shadow-float ${shownProblem === null ? 'border-line-strong focus-within:border-accent' : 'border-danger-line'}`}
    >
      <ReplyChip question={question.data} onRemove={onRemove} />
      <div className="flex items-end gap-2 p-2">
        {field.type === 'choice' ? (
          <Options {...input} options={options} />
        ) : (
          <Line {...input} field={field} />
        )}
        <button
          type="submit"
          aria-label="Send"
          title="Send (Enter)"
          className="grid size-10 shrink-0 place-items-center rounded-full bg-accent text-accent-ink transition-colors hover:brightness-110"
        >
          <ArrowUp size={20} aria-hidden="true" />
        </button>
      </div>
      <p id={problemId} role="alert" className="px-5 pb-3 text-[0.8125rem] text-danger-ink empty:hidden">
        {shownProblem}
      </p>
    </form>
  );
}

type InputProps = {
  value: string;
  label: string;
  problemId: string;
  check: AnswerCheck;
  onChange: (value: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

function Line({
  value,
  label,
  problemId,
  check,
  onChange,
  onKeyDown,
  field,
}: InputProps & { field: Exclude<TypedField, { type: 'choice' }> }) {
  const isNumber = field.type === 'number';
  return (
    <input
      id={COMPOSER}
      type={isNumber ? 'text' : 'date'}
      inputMode={isNumber && field.integer && (field.min ?? -1) >= 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      aria-label={label}
      aria-describedby={problemId}
      aria-invalid={check.problem !== null}
      placeholder={isNumber ? rangeOf(field) || 'A number' : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      className="min-h-10 min-w-0 flex-1 rounded-2xl bg-transparent px-3 py-2 leading-6 outline-none placeholder:text-faint"
    />
  );
}

function Options({
  value,
  label,
  problemId,
  check,
  onChange,
  onKeyDown,
  options,
}: InputProps & { options: readonly string[] }) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-describedby={problemId}
      aria-invalid={check.problem !== null}
      className="flex max-h-[38dvh] min-w-0 flex-1 flex-wrap gap-2 overflow-y-auto p-1.5"
    >
      {options.map((option) => (
        <label
          key={option}
          className="flex min-h-9 max-w-full cursor-pointer items-center gap-2 rounded-full border border-line px-3 text-sm has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={option}
            checked={value === option}
            onChange={() => onChange(option)}
            onKeyDown={onKeyDown}
            className="accent-accent outline-none"
          />
          <span className="min-w-0 wrap-anywhere">{option}</span>
        </label>
      ))}
    </div>
  );
}
