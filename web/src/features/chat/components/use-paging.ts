import { useEffect, useState } from 'react';
import type { LogProps } from './message-log.tsx';
import type { VirtualLog } from './use-virtual-log.ts';

/** So many rows from where the loaded ones end, the next page is asked for: before anybody sees the end. */
const AHEAD = 12;

/** Loads what is before and after the loaded rows as one comes near. */
export function usePaging(virtual: VirtualLog, { rows, older, newer, moves }: LogProps): void {
  // Until it has been scrolled to its end for the first time, the list stands at its beginning.
  const [isPlaced, setPlaced] = useState(false);
  useEffect(() => {
    if (isPlaced || rows.length === 0) return undefined;
    const timer = setTimeout(() => setPlaced(true), 250);
    return () => clearTimeout(timer);
  }, [isPlaced, rows.length]);

  const { startIndex, endIndex } = virtual.range ?? { startIndex: AHEAD, endIndex: 0 };
  const nearOldest = isPlaced && startIndex < AHEAD && older === 'more';
  const nearNewest = isPlaced && endIndex >= rows.length - AHEAD && newer === 'more';
  useEffect(() => {
    if (nearOldest) moves.loadOlder();
  }, [nearOldest, moves, rows.length]);
  useEffect(() => {
    if (nearNewest) moves.loadNewer();
  }, [nearNewest, moves, rows.length]);
}
