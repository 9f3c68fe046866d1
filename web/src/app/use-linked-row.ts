import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { leadsToRow, reveal } from '../lib/reveal.ts';

/** A link to a message or a task shows it, once: as soon as it is there, however late it comes. */
export function useLinkedRow(rows: readonly unknown[]): void {
  const { hash, key } = useLocation();
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (!leadsToRow(hash) || shown.current === key) return;
    const id = hash.slice(1);
    if (document.getElementById(id) === null) return;
    shown.current = key;
    reveal(id, { focus: true });
  }, [hash, key, rows]);
}
