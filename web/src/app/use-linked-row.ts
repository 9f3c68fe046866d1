import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { leadsToRow, reveal } from '../lib/reveal.ts';

/** A link to a message or a task shows it, once. */
export function useLinkedRow(): void {
  const { hash, key } = useLocation();
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (!leadsToRow(hash) || shown.current === key) return;
    shown.current = key;
    reveal(hash.slice(1), { focus: true });
  }, [hash, key]);
}
