import { z } from 'zod';

/** Does something after so many milliseconds, once; the returned function calls it off. */
export type After = (ms: number, work: () => void) => () => void;

/** What a running tool may use of the world. */
export type ToolContext = {
  /** Milliseconds since 1970 (UTC), by the server's clock. */
  now(): number;
  /** Aborts when the call is stopped or takes too long. */
  readonly signal: AbortSignal;
  /** The same for the same call, whoever makes it and however often: an idempotency key for the other side. */
  readonly key: string;
};

/** A declared tool: what the model sees of it, and what it does with input that was checked. */
export type Tool<I = unknown, O = unknown> = {
  readonly name: string;
  /** For the model: what it does, and how to fill in the input. */
  readonly description: string;
  /** For the page, a present participle: "Calculating". */
  readonly verb: string;
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
  /** Where it changes something elsewhere. Without, it reads or computes only, and may be run any number of times. */
  readonly outside?: OutsideEffect<I, O>;
  run(input: I, context: ToolContext): O | Promise<O>;
};

/** How it can be told what became of a call whose answer was lost. */
export type OutsideEffect<I = unknown, O = unknown> = {
  /** The other side takes a key once, however often it is sent: the call can just be made again. */
  readonly idempotent: boolean;
  /** What an earlier call with this key gave; null: it never arrived, and nothing of it is on its way. */
  lookUp?(input: I, context: ToolContext): Promise<O | null>;
};

/** A failure in words for the model. Any other error of a tool is kept from it, because it may hold anything. */
export class ToolError extends Error {
  override readonly name: string = 'ToolError';
}

/** A tool as a model is offered it. */
type OfferedTool = {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** What to tell a model about a tool; `parameters` is a JSON schema (draft 2020-12) of its input. */
export function toolSpec({ name, description, input }: Tool): OfferedTool {
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: 'input' });
  return { name, description, parameters };
}
