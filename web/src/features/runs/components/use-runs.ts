import type { Run } from 'functions/contracts';
import { useEffect, useRef, useState } from 'react';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { readRuns, type RunPage } from '../data/runs.ts';
import type { RunFilter } from '../data/run-filter.ts';

export type Runs = {
  readonly status: 'loading' | 'failed' | 'ready';
  readonly entries: readonly Entry<Run>[];
  readonly next: RunPage['next'];
  readonly busy: boolean;
  /** Reading on did not work: whether all were wanted. Null: it did. */
  readonly failed: { readonly all: boolean } | null;
};

const IDLE = { busy: false, failed: null };
const LOADING: Runs = { status: 'loading', entries: [], next: null, ...IDLE };

/** No more are read at once: so many fit into a page, and into a file. */
const MOST = 2_000;

/** The runs that a filter leaves, in pages. */
export function useRuns(tenantId: string, filter: RunFilter) {
  const [runs, setRuns] = useState<Runs>(LOADING);
  const [tries, setTries] = useState(0);
  /** Counts what is looked at: what was read for an earlier filter is not shown under the next one. */
  const looks = useRef(0);
  useEffect(() => {
    const look = (looks.current += 1);
    const show = (next: Runs) => {
      if (look === looks.current) setRuns(next);
    };
    show(LOADING);
    readRuns(tenantId, filter).then(
      (page) => show({ status: 'ready', ...page, ...IDLE }),
      (error: unknown) => {
        console.warn('the runs could not be read', error);
        show({ ...LOADING, status: 'failed' });
      },
    );
    return () => {
      looks.current += 1;
    };
  }, [tenantId, filter, tries]);

  /** Reads on: one page, or as many as there may be. */
  const load = async (all: boolean) => {
    if (!runs.next || runs.busy) return;
    const look = looks.current;
    setRuns({ ...runs, busy: true, failed: null });
    let page: RunPage = runs;
    let failed: Runs['failed'] = null;
    try {
      const wanted = all ? MOST : 0;
      do page = await further(page);
      while (page.next !== null && page.entries.length < wanted);
    } catch (error) {
      console.warn('more runs could not be read', error);
      failed = { all };
    }
    if (look === looks.current) setRuns({ status: 'ready', ...page, busy: false, failed });
  };
  return { runs, load, refresh: () => setTries(tries + 1) };
}

/** What there was, and the page after it. */
async function further({ entries, next }: RunPage): Promise<RunPage> {
  const page = await next?.();
  return page ? { entries: [...entries, ...page.entries], next: page.next } : { entries, next: null };
}
