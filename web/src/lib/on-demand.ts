import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react';
import { type Source, useSubscription } from './subscription/source.ts';

// Pieces of the page's code that a chat is shown without. Each is loaded when it is first wanted, and all of them once
// the page has nothing else to do, so that they are there without a network too.

/** Null until it is there. */
export type Part<T> = Source<T | null> & {
  /** Loads it, unless it is there. Where that cannot be, the next call tries again. */
  readonly load: () => Promise<void>;
};

const all: Part<unknown>[] = [];

export function part<T>(get: () => Promise<T>): Part<T> {
  let loaded: T | null = null;
  let loading: Promise<void> | null = null;
  const subscribers = new Set<() => void>();
  const load = async () => {
    try {
      loaded = await get();
      for (const tell of subscribers) tell();
    } catch (error) {
      console.warn('a part of the page could not be loaded', error);
      loading = null;
    }
  };
  const made: Part<T> = {
    current: () => loaded,
    subscribe: (onChange) => {
      subscribers.add(onChange);
      return () => subscribers.delete(onChange);
    },
    load: () => (loading ??= load()),
  };
  all.push(made);
  return made;
}

type Props<P> = {
  /** It is loaded once this is true, and stays from then on. */
  wanted?: boolean;
  /** What is shown until it is there. */
  fallback?: ReactNode;
  /** What the component itself gets. */
  of: P;
};

/** A component whose code is a part by itself. */
export type OnDemand<P> = ComponentType<Props<P>> & { readonly load: () => Promise<void> };

export function onDemand<P extends object>(get: () => Promise<ComponentType<P>>): OnDemand<P> {
  const code = part(get);
  function Demanded({ wanted = true, fallback = null, of }: Props<P>): ReactNode {
    const loaded = useSubscription(code);
    const [isOn, setOn] = useState(wanted);
    if (wanted && !isOn) setOn(true);
    useEffect(() => {
      if (wanted) void code.load();
    }, [wanted]);
    return loaded && isOn ? createElement(loaded, of) : fallback;
  }
  return Object.assign(Demanded, { load: code.load });
}

/** Long enough for what is shown first to have been loaded. */
const IDLE_MS = 2_000;

export function useAllPartsWhenIdle(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const one of all) void one.load();
    }, IDLE_MS);
    return () => clearTimeout(timer);
  }, []);
}
