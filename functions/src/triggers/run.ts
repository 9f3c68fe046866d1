import type { ActorRef } from '../contracts/index.ts';
import { withoutWords } from '../engine/log.ts';
import { startInvocation } from '../engine/wake.ts';
import { theEngine } from '../environment.ts';

/**
 * Wakes an actor and sees all work through that follows in this process. In production the handler has to wait for
 * it, because the platform may freeze a process that has no handler at work. The emulator delivers one event at a
 * time, each after the handler of the one before: there the work is let go of at once, and goes on by itself.
 */
export async function run(ref: ActorRef): Promise<void> {
  const invocation = startInvocation(theEngine());
  invocation.wake(ref);
  const settled = invocation.settled().catch((error: unknown) => {
    throw withoutWords(error);
  });
  if (process.env['FUNCTIONS_EMULATOR'] !== 'true') return settled;
  // Its errors have been logged; the sweeper takes up what they left.
  settled.catch(() => undefined);
}
