import { z } from 'zod';
import type { ConnectionKind, Detail, ToolUse } from '../contracts/index.ts';
import type { Connection } from './connection.ts';

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
  /** The agent's connection. @throws ToolError where it has none, or its keys cannot be read. */
  connection(): Promise<Connection>;
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
  /** The connection that it needs. */
  readonly connection?: ConnectionKind;
  run(input: I, context: ToolContext): O | Promise<O>;
};

/**
 * How it can be told what became of a call whose answer was lost. Who made the call looks at once (`runOnce`), when it may
 * still be on its way; who takes over from a process that is gone looks later (`settleLost`).
 *
 * | the look-up            | at once | later, still wanted                                    | later, not wanted |
 * |------------------------|---------|--------------------------------------------------------|-------------------|
 * | gives an output        | found   | found                                                  | found             |
 * | gives null             | unknown | made again                                             | not done          |
 * | throws                 | unknown | unknown                                                | unknown           |
 * | is not there           | unknown | unknown                                                | unknown           |
 * | the same, `idempotent` | unknown | sent again under its key; if that fails, it is unknown | unknown           |
 */
export type OutsideEffect<I = unknown, O = unknown> = {
  /** The other side takes a key once, however often it is sent: the call can just be made again. */
  readonly idempotent: boolean;
  /**
   * What an earlier call with this key gave; null: it never arrived, and nothing of it is on its way. That a request broke
   * off says nothing of the other side, which may go on with it.
   * @throws where that cannot be told: the call is not made again
   */
  lookUp?(input: I, context: ToolContext): Promise<O | null>;
  /** Where a person sees whether a call with this input took effect, in a sentence; said where nobody else can tell. */
  whereToLook?(input: I): string;
  /** Exactly what a call with this input will do, for the person who is asked for consent. */
  describe?(input: I): Description;
};

/** What a call will do: a sentence ("Refund 49.00 EUR of order 1042"), and each of its inputs in the words of the tool. */
export type Description = { readonly summary: string; readonly details: readonly Detail[] };

/** A failure in words for the model. Any other error of a tool is kept from it, because it may hold anything. */
export class ToolError extends Error {
  override readonly name: string = 'ToolError';
}

/** A tool in the hands of an agent: with what its definition fixes and allows. */
export type AllowedTool = Tool & { readonly use: ToolUse };

/** The tools that an agent may use; a name that there is no tool for is passed over. */
export const allowedTools = (tools: readonly Tool[], uses: readonly ToolUse[]): readonly AllowedTool[] =>
  uses.flatMap((use) => tools.filter(({ name }) => name === use.name).map((tool) => ({ ...tool, use })));

/** A tool as a model is offered it. */
type OfferedTool = {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/**
 * What to tell a model about a tool; `parameters` is a JSON schema (draft 2020-12) of its input, without what the agent's
 * definition fixes.
 */
export function toolSpec(tool: Tool | AllowedTool): OfferedTool {
  const { name, description, input } = tool;
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: 'input' });
  const fixed = fixedIn(tool);
  const { properties = {}, required = [] } = parameters;
  const isFree = (key: string) => !(key in fixed);
  return {
    name,
    description,
    parameters: {
      ...parameters,
      properties: Object.fromEntries(Object.entries(properties).filter(([key]) => isFree(key))),
      ...(required.length > 0 ? { required: required.filter(isFree) } : {}),
    },
  };
}

/** The inputs that the agent's definition fixes. */
export const fixedIn = (tool: Tool | AllowedTool): ToolUse['fixed'] => ('use' in tool ? tool.use.fixed : {});
