import type { Run } from 'functions/contracts';
import { useEffect, useState } from 'react';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { readRuns, type RunPage } from '../data/runs.ts';
import type { RunFilter } from '../data/run-filter.ts';

export type Runs = {
  readonly status: 'loading' | 'failed' | 'ready';
  readonly entries: readonly Entry<Run>[];
  readonly next: RunPage['next'];
  readonly busy: boolean;
};

const LOADING: Runs = { status: 'loading', entries: [], next: null, busy: false };

/** No more are read at once: so many fit into a page, and into a file. */
const MOST = 2_000;

/** The runs that a filter leaves, in pages. */
export function useRuns(tenantId: string, filter: RunFilter) {
  const [runs, setRuns] = useState<Runs>(LOADING);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    setRuns(LOADING);
    readRuns(tenantId, filter).then(
      (page) => current && setRuns({ status: 'ready', ...page, busy: false }),
      (error: unknown) => {
        console.warn('the runs could not be read', error);
        if (current) setRuns({ ...LOADING, status: 'failed' });
      },
    );
    return () => {
      current = false;
    };
  }, [tenantId, filter, tries]);

  /** Reads on: one page, or as many as there may be. */
  const load = async (all: boolean) => {
    if (!runs.next || runs.busy) return;
    setRuns({ ...runs, busy: true });
    try {
      let page = await further(runs.entries, runs.next);
      const wanted = all ? MOST : 0;
      while (page.next !== null && page.entries.length < wanted) {
        page = await further(page.entries, page.next);
      }
      setRuns({ status: 'ready', ...page, busy: false });
    } catch (error) {
      console.warn('more runs could not be read', error);
      setRuns({ ...runs, busy: false });
    }
  };
  return { runs, load, refresh: () => setTries(tries + 1) };
}

/** What there was, and the page after it. */
async function further(before: RunPage['entries'], next: NonNullable<RunPage['next']>): Promise<RunPage> {
  const page = await next();
  return { entries: [...before, ...page.entries], next: page.next };
}
