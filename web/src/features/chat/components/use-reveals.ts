import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { mark, messageElement, onReveal, type Reveal, taskElement } from '../../../lib/reveal.ts';
import type { TimelineRow } from '../data/timeline.ts';
import type { LogProps } from './message-log.tsx';
import type { VirtualLog } from './use-virtual-log.ts';

/** Frames that drawing and measuring the rows around the wanted one may take. */
const MOST_FRAMES = 60;

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
  useLayoutEffect(() => {
    const request = wanted.current;
    if (request === null || rows.length === 0) return;
    const index = rowOf(rows, request.element);
    if (index !== -1) {
      wanted.current = null;
      show(virtual, index, request);
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

function show(virtual: VirtualLog, index: number, request: Reveal): void {
  virtual.scrollToIndex(index, { align: 'center' });
  let frames = 0;
  const settle = () => {
    frames += 1;
    const element = document.getElementById(request.element);
    if (!element) {
      if (frames < MOST_FRAMES) requestAnimationFrame(settle);
      return;
    }
    // A row may be higher than the view, or the wanted block be one of many in it.
    const isHigh = element.offsetHeight > (virtual.scrollRect?.height ?? 0);
    element.scrollIntoView({ block: isHigh ? 'start' : 'center' });
    mark(element, request);
  };
  requestAnimationFrame(settle);
}
