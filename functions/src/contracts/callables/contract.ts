import { z } from 'zod';

/** A callable function: its name as it is deployed, and what goes in and comes out. */
export type CallableContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly input: I;
  readonly output: O;
};

/** What goes into or comes out of a callable that needs or says nothing. */
export const nothing = z.strictObject({});
