import { z } from 'zod';

/** What a running tool may use of the world. */
export type ToolContext = {
  /** Milliseconds since 1970 (UTC), by the server's clock. */
  now(): number;
  /** Aborts when the call is stopped or takes too long. */
  readonly signal: AbortSignal;
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
  run(input: I, context: ToolContext): O | Promise<O>;
};

/** A failure in words for the model. Any other error of a tool is kept from it, because it may hold anything. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
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
