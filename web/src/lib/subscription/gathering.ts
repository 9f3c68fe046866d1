import type { Entry } from './entry.ts';
import { entriesOf, type Listing, LOADING } from './listing.ts';
import { type Source, shared } from './source.ts';

/** Several live queries of one kind, read as one; more can join while it is listened to. */
export type Gathering<T> = Source<Listing<T>> & {
  /** Joins a query under a key, unless the key is known. It stays as long as anybody listens. */
  readonly join: (key: string, source: () => Source<Listing<T>>) => void;
};

type Rest<T> = {
  /** So many entries the first query gives at most: then there may be more. */
  readonly fullAt: number;
  /** What else is needed then. */
  readonly rest: () => Source<Listing<T>>;
};

/** The first query decides whether it is loading, failed or live: what joins later only adds. */
export function gathering<T>(first: Source<Listing<T>>, { fullAt, rest }: Rest<T>): Gathering<T> {
  const joined = new Map<string, Source<Listing<T>>>();
  let follow: ((source: Source<Listing<T>>) => void) | undefined;
  const join: Gathering<T>['join'] = (key, source) => {
    if (!follow || joined.has(key)) return;
    const more = source();
    joined.set(key, more);
    follow(more);
  };
  const gathered = shared<Listing<T>>(LOADING, (set) => {
    const stops: (() => void)[] = [];
    const tell = () => {
      set(together(first, [...joined.values()]));
      if (entriesOf(first.current()).length >= fullAt) join('rest', rest);
    };
    follow = (source) => void stops.push(source.subscribe(tell));
    follow(first);
    return () => {
      follow = undefined;
      joined.clear();
      for (const stop of stops) stop();
    };
  });
  return { ...gathered, join };
}

function together<T>(first: Source<Listing<T>>, more: readonly Source<Listing<T>>[]): Listing<T> {
  const now = first.current();
  if (now.status !== 'ready') return now;
  const entries = new Map<string, Entry<T>>();
  for (const entry of [...now.entries, ...more.flatMap((source) => entriesOf(source.current()))]) {
    if (!entries.has(entry.id)) entries.set(entry.id, entry);
  }
  return { ...now, entries: [...entries.values()] };
}
