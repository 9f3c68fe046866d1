import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { emulated } from './emulated.ts';
import { absent, type Protection } from './protections.ts';
import { playSeed } from './seeds.ts';

// Plays its share of the seeds, and tells of each how it went.

const isProtection = (name: string): name is Protection => name in absent;

const task = z.object({
  from: z.int(),
  to: z.int(),
  step: z.int(),
  without: z.array(z.string()),
  emulator: z.boolean(),
});

const { from, to, step, without, emulator } = task.parse(workerData);
for (let seed = from; seed < to; seed += step) {
  const database = emulator ? emulated(seed) : null;
  const options = {
    without: without.filter(isProtection),
    ...(database ? { open: () => database.store } : {}),
  };
  const { violations, commits, modelCalls, effects, kills, rescues } = await playSeed(seed, options);
  await database?.clear();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin.
  parentPort?.postMessage({ seed, violations, commits, modelCalls, effects, kills, rescues });
}
