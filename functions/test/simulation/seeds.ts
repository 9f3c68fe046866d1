import * as fc from 'fast-check';
import type { Store } from '../../src/store/port.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { NO_TROUBLE, plan, type Plan } from './plan.ts';
import type { Protection } from './protections.ts';
import { play, type Played } from './simulation.ts';

export type Options = {
  /** What the engine has to do without. */
  readonly without?: readonly Protection[];
  /** Nothing goes wrong: no event is lost, no process dies, everything answers. */
  readonly calm?: boolean;
  /** A database for each world; one in memory if none is given. */
  readonly open?: () => Store;
  /** Somebody repairs all chats, every minute. */
  readonly repairing?: boolean;
};

/** The world of one seed, played to its end. `path` leads to a smaller one that shrinking found. */
export async function playSeed(
  seed: number,
  options: Options = {},
  path?: string,
): Promise<Played & { plan: Plan }> {
  let played: (Played & { plan: Plan }) | null = null;
  await fc.check(
    fc.asyncProperty(plan, async (one) => {
      played = { ...(await playPlan(one, options)), plan: one };
    }),
    { seed, numRuns: 1, unbiased: true, ...(path === undefined ? {} : { path }) },
  );
  if (!played) throw new Error(`Seed ${seed} gave no world`);
  return played;
}

/** Makes the world of a failing seed as small as it can be while it still fails, within a time; gives its path. */
export async function shrink(seed: number, options: Options = {}, withinMs = 60_000): Promise<string> {
  const found = await fc.check(
    fc.asyncProperty(plan, async (one) => (await playPlan(one, options)).violations.length === 0),
    { seed, numRuns: 1, unbiased: true, interruptAfterTimeLimit: withinMs },
  );
  return found.counterexamplePath ?? '0';
}

const playPlan = (
  one: Plan,
  { without = [], calm = false, repairing = false, open = () => new MemoryStore() }: Options,
) => play(calm ? { ...one, trouble: NO_TROUBLE } : one, open(), { without, repairing });
