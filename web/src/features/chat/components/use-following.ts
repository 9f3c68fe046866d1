import type { Message } from 'functions/contracts';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Entry } from '../../../lib/subscription/entry.ts';
import type { LogProps } from './message-log.tsx';
import { NEAR_END, type VirtualLog } from './use-virtual-log.ts';

const movesToEnd = (message: Message): boolean =>
  message.role === 'user' && message.stop === undefined && message.correct === undefined;

/** What the person is sending right now, unless it is asked for where one is, and leaves one there: a stop, a correction. */
function sendingOf(newest: readonly Entry<Message>[]): string | null {
  const last = newest[0];
  return last?.ok === true && last.pending && movesToEnd(last.data) ? last.id : null;
}

/**
 * At the end, it stays in view when there is less room: for a longer draft, for what waits, on a turned phone. Where one
 * writes in the conversation itself, that does: it may be the keyboard that needs the room. And it stays in view when
 * rows come in above the last one, as they do while what the person has sent is still on its way and stays the last: by
 * itself the virtualizer only follows what comes after it.
 */
function useHeldEnd(
  virtual: VirtualLog,
  { rows, newer }: LogProps,
  revealing: { readonly current: unknown },
): void {
  const element = virtual.scrollElement;
  const content = element?.lastElementChild;
  // Where the first rows came to, or the last pages of a stretch from long ago, is where one is, and no end to be held.
  const hasRows = rows.length > 0;
  useEffect(() => {
    if (!element || !content || !hasRows) return undefined;
    let atEnd = virtual.isAtEnd(NEAR_END);
    let height = element.clientHeight;
    const onScroll = () => {
      // The browser scrolls as well when the room changes: that is not the person's doing.
      if (element.clientHeight === height) atEnd = virtual.isAtEnd(NEAR_END);
    };
    const observer = new ResizeObserver(() => {
      if (element.clientHeight === height) {
        const isLost = atEnd && newer === 'end' && !virtual.isAtEnd(NEAR_END);
        if (isLost && revealing.current === null) virtual.scrollToEnd();
        return;
      }
      height = element.clientHeight;
      const field = element.querySelector('input:focus, textarea:focus');
      const form = field?.closest('form') ?? field;
      if (form) requestAnimationFrame(() => form.scrollIntoView({ block: 'nearest' }));
      else if (atEnd && revealing.current === null) virtual.scrollToEnd();
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    observer.observe(content);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [element, content, virtual, revealing, hasRows, newer]);
}

type Following = {
  /** Null at the end; otherwise how many rows have come since the person left it. */
  readonly behind: number | null;
  readonly jump: () => void;
};

/** Begins at the end, and goes there when one sends something or asks for it. In between the list holds its place. */
export function useFollowing(
  virtual: VirtualLog,
  props: LogProps,
  revealing: { readonly current: unknown },
): Following {
  const { rows, newest, newer, moves } = props;
  const lastId = rows.at(-1)?.entry.id;
  const [left, setLeft] = useState<{ lastId: string | undefined } | null>(null);
  const element = virtual.scrollElement;
  useEffect(() => {
    if (!element) return undefined;
    const onScroll = () => setLeft((before) => (virtual.isAtEnd(NEAR_END) ? null : (before ?? { lastId })));
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [element, virtual, lastId]);

  useHeldEnd(virtual, props, revealing);

  const opened = useRef(false);
  const hasRows = rows.length > 0;
  useLayoutEffect(() => {
    if (opened.current || !hasRows) return;
    opened.current = true;
    if (revealing.current === null) virtual.scrollToEnd();
  }, [virtual, hasRows, revealing]);

  // From long ago the newest end comes first, then its rows, then the way down to it.
  const toEnd = useRef(false);
  const goToEnd = () => {
    toEnd.current = newer !== 'end';
    moves.toLatest();
    virtual.scrollToEnd();
  };
  useLayoutEffect(() => {
    if (!toEnd.current || newer !== 'end') return;
    toEnd.current = false;
    virtual.scrollToEnd();
  }, [virtual, rows, newer]);

  const sending = sendingOf(newest);
  const followed = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (sending === null || followed.current === sending) return;
    followed.current = sending;
    goToEnd();
  });

  const isAway = left !== null || newer !== 'end';
  const seen = left ? rows.findIndex((row) => row.entry.id === left.lastId) : -1;
  const fresh = left && newer === 'end' && seen !== -1 ? rows.length - 1 - seen : 0;
  return { behind: isAway ? fresh : null, jump: goToEnd };
}
