import { knownOf } from '../engine/log.ts';
import { log, theStore } from '../environment.ts';
import { runJob } from '../tenants/jobs.ts';

/** For so long a callable works on a job that it brought, well within what a page waits; the sweeper goes on with the rest. */
const AT_MOST_MS = 12_000;

/** Begins a job at once, if there is one. The change that brought it holds, whatever becomes of this. */
export async function beginJob(path: string | null): Promise<void> {
  if (path === null) return;
  const now = () => Date.now();
  try {
    await runJob({ store: theStore(), now, endsAt: now() + AT_MOST_MS }, path);
  } catch (error) {
    log.write('job_failed', knownOf(error));
  }
}
