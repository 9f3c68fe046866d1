import { z } from 'zod';

/** For so long the page waits for an answer, if its contract says nothing else. */
export const PAGE_WAITS_MS = 30_000;

/** A callable function: its name as it is deployed, and what goes in and comes out. */
export type CallableContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly input: I;
  readonly output: O;
  /** How long the page waits for it, where the usual time is not enough. */
  readonly pageWaitsMs?: number;
};

/** What goes into or comes out of a callable that needs or says nothing. */
export const nothing = z.strictObject({});
