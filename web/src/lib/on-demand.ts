import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react';
import { online } from './online.ts';
import { type Source, useSubscription } from './subscription/source.ts';

// Pieces of the page's code that a chat is shown without. Each is loaded when it is first wanted, and all of them once
// the page has nothing else to do, so that they are there without a network too.

/** Null until it is there. */
export type Part<T> = Source<T | null> & {
  /** For whoever waits for it. Where it cannot be had, the next call tries again, and so does the network's return. */
  readonly load: () => Promise<void>;
};

/** Something that tells those who listen. */
function listeners() {
  const all = new Set<() => void>();
  return {
    tell: () => {
      for (const one of all) one();
    },
    subscribe: (onChange: () => void) => {
      all.add(onChange);
      return () => void all.delete(onChange);
    },
  };
}

/** Loads each part, for nobody yet. */
const prepareAll: (() => Promise<void>)[] = [];
/** The parts that somebody waits for, though there is a network. */
const missing = new Set<object>();
const missingChanged = listeners();

/** Whether somebody waits for a part that could not be loaded. Some browsers only try again when the page is reloaded. */
export const partMissing: Source<boolean> = {
  current: () => missing.size > 0,
  subscribe: missingChanged.subscribe,
};

export function part<T>(get: () => Promise<T>): Part<T> {
  let loaded: T | null = null;
  let loading: Promise<void> | null = null;
  const { tell, subscribe } = listeners();
  const attempt = async () => {
    try {
      loaded = await get();
      tell();
    } catch (error) {
      console.warn('a part of the page could not be loaded', error);
      loading = null;
    }
  };
  // A browser may remember of a module that it could not be had: without a network it is not asked for.
  const prepare = async () => {
    if (loaded !== null || !online.current()) return;
    await (loading ??= attempt());
    if (loaded !== null && missing.delete(made)) missingChanged.tell();
  };
  const load = async () => {
    await prepare();
    if (loaded !== null || !online.current()) return;
    missing.add(made);
    missingChanged.tell();
  };
  const made: Part<T> = { current: () => loaded, subscribe, load };
  prepareAll.push(prepare);
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
    const prepare = () => {
      for (const one of prepareAll) void one();
    };
    const timer = setTimeout(prepare, IDLE_MS);
    window.addEventListener('online', prepare);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', prepare);
    };
  }, []);
}
