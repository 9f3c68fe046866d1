import { limits, type ActorState, type Failing } from '../contracts/index.ts';

/** In milliseconds: two pauses that are short enough to be waited out in place, and then from 15 s on, each twice as long. */
const pauseAfter = (count: number): number =>
  count <= 2 ? 1_000 * count : 15_000 * 2 ** Math.min(count - 3, 10);

/** That one more call of this step failed, in a way that passes. */
export const failedAgain = ({ step, failing }: ActorState, now: number): Failing =>
  failing?.step === step ? { ...failing, count: failing.count + 1 } : { step, sinceAt: now, count: 1 };

/**
 * How long to wait before the next try, in milliseconds; null: it has failed for long enough, or the provider wishes for a
 * longer pause than anybody waits. `chance`, from 0 up to 1, spreads those who were turned away in the same moment.
 */
export function backOff(
  { sinceAt, count }: Failing,
  wishMs: number | null,
  now: number,
  chance: number,
): number | null {
  const left = sinceAt + limits.longestBackOffMs - now;
  if (left <= 0 || (wishMs !== null && wishMs > limits.longestBackOffMs)) return null;
  const own = Math.round(pauseAfter(count) * (0.75 + chance / 2));
  return Math.max(wishMs ?? 0, Math.min(own, left));
}
