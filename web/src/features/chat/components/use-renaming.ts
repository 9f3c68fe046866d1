import { useLayoutEffect, useRef, useState } from 'react';

/** Whether a title is being changed. Afterwards the focus is back on the button that it began with. */
export function useRenaming() {
  const trigger = useRef<HTMLButtonElement>(null);
  const [renaming, setRenaming] = useState(false);
  const was = useRef(false);
  useLayoutEffect(() => {
    const left = document.activeElement === null || document.activeElement === document.body;
    if (was.current && !renaming && left) trigger.current?.focus();
    was.current = renaming;
  }, [renaming]);
  return { trigger, renaming, start: () => setRenaming(true), end: () => setRenaming(false) };
}
