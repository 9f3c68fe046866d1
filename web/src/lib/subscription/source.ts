import { useSyncExternalStore } from 'react';

/** Something that changes by itself: a query, a document, a clock. Listens only while somebody subscribes. */
export type Source<S> = {
  readonly subscribe: (onChange: () => void) => () => void;
  readonly current: () => S;
};

export const useSubscription = <S>(source: Source<S>): S =>
  useSyncExternalStore(source.subscribe, source.current);

/** A source that never changes: for what is not there to be read yet. */
export const constant = <S>(value: S): Source<S> => ({ subscribe: () => () => {}, current: () => value });

/** Shares one underlying listener among all subscribers and keeps the last state between them. */
export function shared<S>(initial: S, listen: (set: (next: S) => void) => () => void): Source<S> {
  let state = initial;
  let stop: (() => void) | undefined;
  const subscribers = new Set<() => void>();
  const set = (next: S): void => {
    state = next;
    for (const tell of subscribers) tell();
  };
  return {
    current: () => state,
    subscribe: (onChange) => {
      subscribers.add(onChange);
      stop ??= listen(set);
      return () => {
        subscribers.delete(onChange);
        if (subscribers.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}
