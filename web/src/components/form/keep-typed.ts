import { useEffect, useRef } from 'react';
import type { FieldValues, KeepStateOptions, UseFormReturn } from 'react-hook-form';

type Form<F extends FieldValues, C, O> = Pick<UseFormReturn<F, C, O>, 'getValues' | 'reset'>;

/**
 * Notes what a form holds as it is submitted. What it gives fills the form from what was stored then; what was typed
 * while that was under way stays, as not saved yet. It says whether there was any.
 */
export function keepTyped<F extends FieldValues, C, O>(form: Form<F, C, O>): (stored: F) => boolean {
  const submitted = structuredClone(form.getValues());
  return (stored) => fill(form, stored, submitted);
}

/**
 * Lets a form follow what is stored, whoever stores it; what was typed stays, as not saved yet. While this page itself
 * saves, its own answer tells.
 */
export function useFollowing<F extends FieldValues, C, O>(
  form: Form<F, C, O>,
  stored: F,
  saving: boolean,
): void {
  const known = useRef(stored);
  useEffect(() => {
    if (saving || isSame(stored, known.current)) return;
    fill(form, stored, known.current, { keepErrors: true, keepIsSubmitted: true });
    known.current = stored;
  });
}

/** What the form holds and did not hold then is typed. */
function fill<F extends FieldValues, C, O>(
  form: Form<F, C, O>,
  stored: F,
  then: F,
  keep: KeepStateOptions = {},
): boolean {
  const typed = Object.entries(structuredClone(form.getValues())).filter(
    ([name, value]) => !isSame(value, then[name]),
  );
  form.reset(stored, keep);
  form.reset({ ...stored, ...Object.fromEntries(typed) }, { ...keep, keepDefaultValues: true });
  return typed.length > 0;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
