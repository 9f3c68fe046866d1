import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { mark, messageElement, onReveal, type Reveal, taskElement } from '../../../lib/reveal.ts';
import type { TimelineRow } from '../data/timeline.ts';
import type { LogProps } from './message-log.tsx';
import type { VirtualLog } from './use-virtual-log.ts';

/** Frames that drawing and measuring the rows around the wanted one may take. */
const MOST_FRAMES = 120;
const FRAMES_A_TRY = 8;

const rowOf = (rows: readonly TimelineRow[], element: string): number =>
  rows.findIndex(
    ({ entry, blocks }) =>
      messageElement(entry.id) === element || blocks.some((id) => taskElement(id) === element),
  );

/**
 * Shows any message or task of the chat: what is loaded is scrolled to, and what is not is loaded first. Gives what is
 * still to be shown, or null.
 */
export function useReveals(virtual: VirtualLog, { rows, moves, find }: LogProps): RefObject<Reveal | null> {
  const wanted = useRef<Reveal | null>(null);
  const lookedFor = useRef<Reveal | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(
    () =>
      onReveal((request) => {
        wanted.current = request;
        setAsked((n) => n + 1);
      }),
    [],
  );
  // A page may come in before the row while it is gone to.
  const latest = useRef(rows);
  useLayoutEffect(() => {
    latest.current = rows;
  }, [rows]);
  useLayoutEffect(() => {
    const request = wanted.current;
    if (request === null || rows.length === 0) return;
    if (rowOf(rows, request.element) !== -1) {
      wanted.current = null;
      show(virtual, () => rowOf(latest.current, request.element), request);
      return;
    }
    if (lookedFor.current === request) return;
    lookedFor.current = request;
    const giveUp = () => {
      if (wanted.current === request) wanted.current = null;
    };
    find(request.element)
      .then((id) => (id === null ? false : moves.reach(id)))
      .then((found) => (found ? undefined : giveUp()), giveUp);
  }, [virtual, rows, asked, find, moves]);
  return wanted;
}

/**
 * Goes to where the row should be, until it is there: the rows on the way have only been estimated, and what the
 * browser does about a list that has just changed may end a scroll before its time.
 */
function show(virtual: VirtualLog, indexOf: () => number, request: Reveal): void {
  let frames = 0;
  const go = () => {
    const element = document.getElementById(request.element);
    if (element) return arrive(virtual, element, request);
    if (frames % FRAMES_A_TRY === 0) virtual.scrollToIndex(indexOf(), { align: 'center' });
    frames += 1;
    if (frames < MOST_FRAMES) requestAnimationFrame(go);
    return undefined;
  };
  go();
}

function arrive(virtual: VirtualLog, element: HTMLElement, request: Reveal): void {
  // A row may be higher than the view, or the wanted block be one of many in it.
  const isHigh = element.offsetHeight > (virtual.scrollRect?.height ?? 0);
  element.scrollIntoView({ block: isHigh ? 'start' : 'center' });
  mark(element, request);
}
