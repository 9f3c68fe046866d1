import type { Entry } from './entry.ts';
import { type Listing, LOADING } from './listing.ts';
import { type Source, shared } from './source.ts';

/** Several live queries of one kind, read as one; more can join while it is listened to. */
export type Gathering<T> = Source<Listing<T>> & {
  /** Joins a query under a key, unless the key is known. It stays as long as anybody listens. */
  readonly join: (key: string, source: () => Source<Listing<T>>) => void;
};

/** The first queries decide whether it is loading, failed or live: what joins later only adds. */
export function gathering<T>(first: readonly Source<Listing<T>>[]): Gathering<T> {
  const joined = new Map<string, Source<Listing<T>>>();
  let follow: ((source: Source<Listing<T>>) => void) | undefined;
  const gathered = shared<Listing<T>>(LOADING, (set) => {
    const stops: (() => void)[] = [];
    const tell = () => set(together(first, [...joined.values()]));
    follow = (source) => void stops.push(source.subscribe(tell));
    for (const source of first) follow(source);
    return () => {
      follow = undefined;
      joined.clear();
      for (const stop of stops) stop();
    };
  });
  return {
    ...gathered,
    join: (key, source) => {
      if (!follow || joined.has(key)) return;
      const more = source();
      joined.set(key, more);
      follow(more);
    },
  };
}

function together<T>(first: readonly Source<Listing<T>>[], more: readonly Source<Listing<T>>[]): Listing<T> {
  const entries = new Map<string, Entry<T>>();
  let live = true;
  for (const source of first) {
    const now = source.current();
    if (now.status !== 'ready') return now;
    live &&= now.live;
    for (const entry of now.entries) entries.set(entry.id, entry);
  }
  for (const source of more) {
    const now = source.current();
    if (now.status !== 'ready') continue;
    for (const entry of now.entries) if (!entries.has(entry.id)) entries.set(entry.id, entry);
  }
  return { status: 'ready', entries: [...entries.values()], live };
}
