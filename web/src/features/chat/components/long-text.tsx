import { useState } from 'react';

const LONG = 1_600;

/** The person's own words as they were typed; very long ones fold. */
export function LongText({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const folds = text.length > LONG;
  return (
    <>
      <p
        dir="auto"
        className={`wrap-anywhere whitespace-pre-wrap ${folds && !open ? 'line-clamp-[12]' : ''}`}
      >
        {text}
      </p>
      {folds ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-1.5 text-[0.8125rem] font-medium text-accent underline underline-offset-4"
        >
          {open ? 'Show less' : 'Show all of it'}
        </button>
      ) : null}
    </>
  );
}
