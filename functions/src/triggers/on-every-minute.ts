import { onSchedule } from 'firebase-functions/scheduler';
import { sweep } from '../engine/sweep.ts';
import { eventSettings, settings, theEngine } from '../environment.ts';

/** Looks for actors that nobody wakes any more. */
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
    await sweep(theEngine());
  },
);
