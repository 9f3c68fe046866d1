import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Edge } from '../data/history.ts';
import type { TimelineRow } from '../data/timeline.ts';

/** Pixels. So near to the end one counts as being there. */
export const NEAR_END = 64;

const GAP = 24;
const PADDING = { start: 24, end: 32 };
/** Rows before and after those in view that are on the page as well. */
const OVERSCAN = 6;

export type VirtualLog = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** About how high a row will be, in pixels: only until it is drawn and measured. */
function estimate({ entry, blocks }: TimelineRow): number {
  const length = entry.ok ? entry.data.content.length : 0;
  return 64 + Math.ceil(length / 80) * 24 + blocks.length * 190;
}

/** Which rows are on the page, and where: those around what is in view, and those that must not be lost. */
export function useVirtualLog(
  scroller: RefObject<HTMLDivElement | null>,
  { rows, newer }: { rows: readonly TimelineRow[]; newer: Edge },
) {
  const indexes = useMemo(() => new Map(rows.map((row, index) => [row.entry.id, index])), [rows]);
  const kept = useRef(new Set<string>());
  const keep = useCallback((id: string) => {
    kept.current.add(id);
    return () => void kept.current.delete(id);
  }, []);

  /** The row that has the focus stays as well: otherwise the focus would be lost with it. */
  const rangeExtractor = useCallback(
    (range: Range) => {
      const focused = scroller.current?.querySelector<HTMLElement>('[data-row]:focus-within')?.dataset['row'];
      const staying = [...kept.current, focused ?? ''].flatMap((id) => indexes.get(id) ?? []);
      return [...new Set([...defaultRangeExtractor(range), ...staying])].toSorted((a, b) => a - b);
    },
    [scroller, indexes],
  );

  // What is loaded at the end of a stretch from long ago is to be read on from here, not to be jumped to the end of.
  const [follows, setFollows] = useState(newer === 'end');
  useEffect(() => setFollows(newer === 'end'), [newer]);

  // Nothing of it is memoized here: the React Compiler is not in use.
  // oxlint-disable-next-line react/incompatible-library
  const virtual: VirtualLog = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.entry.id ?? index, [rows]),
    estimateSize: (index) => {
      const row = rows[index];
      return row ? estimate(row) : 0;
    },
    rangeExtractor,
    overscan: OVERSCAN,
    gap: GAP,
    paddingStart: PADDING.start,
    paddingEnd: PADDING.end,
    anchorTo: 'end',
    followOnAppend: follows && newer === 'end',
    scrollEndThreshold: NEAR_END,
  });
  useLayoutEffect(() => holdPlace(virtual), [virtual]);
  return { virtual, keep };
}

/**
 * What is in view stays where it is when a row above it turns out to be of another height than estimated, and also when
 * it changes later: as a question's outcome is loaded. By itself the virtualizer lets the latter go while one scrolls up.
 */
function holdPlace(virtual: VirtualLog): void {
  virtual.shouldAdjustScrollPositionOnItemSizeChange = (item, _delta, { itemSizeCache, scrollOffset }) => {
    const top = scrollOffset ?? 0;
    return itemSizeCache.has(item.key) ? item.end <= top : item.start < top;
  };
}
