import type { z } from 'zod';
import { limits } from '../contracts/index.ts';
import { type Tool, type ToolContext, ToolError } from './tool.ts';

/** What a tool call gave: JSON of its output, or in words what went wrong, for the model to correct. */
export type ToolResult = { readonly ok: boolean; readonly content: string };

/** How long a call may take, and how long its result may be. */
type ToolLimits = { readonly toolMs: number; readonly toolResultLength: number };

const LONGEST_MESSAGE = 1_000;
const PROBLEMS_NAMED = 5;

function findTool(tools: readonly Tool[], name: string): Tool {
  const tool = tools.find((one) => one.name === name);
  if (tool) return tool;
  const names = tools.map((one) => one.name).join(', ');
  throw new ToolError(
    `There is no tool "${name}". ${names ? `The tools are: ${names}.` : 'There are no tools.'}`,
  );
}

function parseJson(raw: string): unknown {
  if (raw.trim() === '') return {};
  try {
    return JSON.parse(raw);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw new ToolError(`The arguments are not valid JSON: ${why}.`);
  }
}

function listed({ issues }: z.ZodError): string {
  const lines = issues
    .slice(0, PROBLEMS_NAMED)
    .map(({ path, message }) => `- ${path.length > 0 ? path.join('.') : 'the arguments'}: ${message}`);
  const more = issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function checkInput(tool: Tool, raw: string): unknown {
  const parsed = tool.input.safeParse(parseJson(raw));
  if (parsed.success) return parsed.data;
  throw new ToolError(`The arguments do not fit ${tool.name}:\n${listed(parsed.error)}`);
}

function checkOutput(tool: Tool, value: unknown): unknown {
  const parsed = tool.output.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${tool.name} gave a result that its own schema does not allow`);
}

/** Settles when the work does or the signal aborts, whichever is first; does not begin after that. */
async function orAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Runs a tool within its time limit; a tool that ignores its signal is left behind. */
async function runInTime(tool: Tool, input: unknown, context: ToolContext, toolMs: number): Promise<unknown> {
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort(new ToolError(`${tool.name} took longer than ${toolMs / 1000} seconds and was stopped.`));
  }, toolMs);
  const signal = AbortSignal.any([context.signal, timeout.signal]);
  const run = async (): Promise<unknown> => await tool.run(input, { now: () => context.now(), signal });
  try {
    return await orAborted(run, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** JSON of at most this length: a longer result is cut, and says so. */
function boundedJson(value: unknown, length: number): string {
  const json = JSON.stringify(value) ?? 'null';
  if (json.length <= length) return json;
  const cut = (kept: number) =>
    JSON.stringify({ truncated: true, characters: json.length, beginning: json.slice(0, kept) });
  // Escaping makes the cut text longer again, so it is shortened until it fits.
  let kept = length;
  while (kept > 0 && cut(kept).length > length)
    kept -= Math.max(1, Math.ceil((cut(kept).length - length) / 2));
  return cut(Math.max(0, kept));
}

function inWords(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'The call was stopped.';
  if (error instanceof ToolError) return error.message;
  return 'The tool failed unexpectedly. Go on without it, or say what could not be done.';
}

/**
 * Runs one tool call as a model made it: `raw` is the arguments' text. Never throws; whatever goes wrong is told in
 * words that help the model to do better.
 */
export async function runTool(
  tools: readonly Tool[],
  name: string,
  raw: string,
  context: ToolContext,
  { toolMs, toolResultLength }: ToolLimits = limits,
): Promise<ToolResult> {
  try {
    const tool = findTool(tools, name);
    const output = await runInTime(tool, checkInput(tool, raw), context, toolMs);
    return { ok: true, content: boundedJson(checkOutput(tool, output), toolResultLength) };
  } catch (error) {
    return { ok: false, content: inWords(error, context.signal).slice(0, LONGEST_MESSAGE) };
  }
}
