import { onSchedule } from 'firebase-functions/scheduler';
import { knownOf } from '../engine/log.ts';
import { sweep } from '../engine/sweep.ts';
import { eventSettings, settings, theEngine } from '../environment.ts';
import { goOnWithJobs } from '../tenants/jobs.ts';

/** For so long one run works on jobs; the next one goes on with the rest. */
const AT_MOST_MS = 90_000;

/** Looks for actors that nobody wakes any more, and for jobs that nobody is at. */
export const onEveryMinute = onSchedule(
  {
    schedule: 'every 1 minutes',
    region: settings.region,
    memory: settings.memory,
    maxInstances: 1,
    timeoutSeconds: 120,
    secrets: eventSettings.secrets,
  },
  async () => {
    const engine = theEngine();
    const endsAt = engine.now() + AT_MOST_MS;
    await Promise.all([
      sweep(engine),
      goOnWithJobs({ store: engine.store, now: () => engine.now(), endsAt }, (error) =>
        engine.log.write('job_failed', knownOf(error)),
      ),
    ]);
  },
);
