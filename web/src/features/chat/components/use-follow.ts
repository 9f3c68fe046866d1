import type { Message } from 'functions/contracts';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { REVEAL } from '../../../lib/reveal.ts';
import type { TimelineRow } from '../data/timeline.ts';

const NEAR_END_PX = 64;

const isAtEnd = (element: HTMLElement): boolean =>
  element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;

const movesToEnd = (message: Message): boolean =>
  message.role === 'user' && message.stop === undefined && message.correct === undefined;

type Follow = {
  /** Null at the end; otherwise how many rows have come since the person left it. */
  readonly behind: number | null;
  readonly jump: () => void;
};

/** Keeps the end in view while the person is there, and lets them be when they are not. */
export function useFollow(scroller: RefObject<HTMLElement | null>, rows: readonly TimelineRow[]): Follow {
  const lastId = rows.at(-1)?.entry.id;
  const following = useRef(true);
  const [leftAt, setLeftAt] = useState<{ lastId: string | undefined } | null>(null);

  useEffect(() => {
    const element = scroller.current;
    const content = element?.firstElementChild;
    if (!element || !content) return undefined;
    const toEnd = () => {
      if (following.current) element.scrollTop = element.scrollHeight;
    };
    const sizes = new ResizeObserver(toEnd);
    sizes.observe(content);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onScroll = () => {
      following.current = isAtEnd(element);
      setLeftAt((left) => (following.current ? null : (left ?? { lastId })));
    };
    const onReveal = () => {
      following.current = false;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener(REVEAL, onReveal);
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener(REVEAL, onReveal);
    };
  }, [scroller, lastId]);

  // What one sends is always brought into view; a stop or a correction is asked for where one is, and leaves one there.
  const mine = rows.at(-1)?.entry;
  const sending = mine?.ok === true && mine.pending && movesToEnd(mine.data) ? mine.id : null;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (sending === null || !element) return;
    following.current = true;
    element.scrollTop = element.scrollHeight;
  }, [scroller, sending]);

  const jump = () => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  const seen = leftAt ? rows.findIndex((row) => row.entry.id === leftAt.lastId) : -1;
  return { behind: leftAt ? rows.length - 1 - seen : null, jump };
}
