import type { z } from 'zod';
import { limits, parseJson } from '../contracts/index.ts';
import { AnswerLost } from './outside/failures.ts';
import { type After, fixedIn, type Tool, type ToolContext, ToolError } from './tool.ts';

/**
 * What a tool call gave: JSON of its output, or in words what went wrong, for the model to correct. `unknown`: it may
 * have had its effect outside, or not.
 */
export type ToolResult = {
  readonly ok: boolean;
  readonly content: string;
  readonly unknown?: boolean;
  /** It was called wrongly, and did nothing. */
  readonly misused?: boolean;
};

/** One call as a model made it; `arguments` is JSON text. */
type Call = { readonly name: string; readonly arguments: string };

/** How long a call may take, and how long its result may be. */
type ToolLimits = { readonly toolMs: number; readonly toolResultLength: number };

const LONGEST_MESSAGE = 1_000;
const PROBLEMS_NAMED = 5;

/** There is no such tool, or its arguments do not fit it. */
class Misused extends ToolError {
  override readonly name = 'Misused';
}

function findTool(tools: readonly Tool[], name: string): Tool {
  const tool = tools.find((one) => one.name === name);
  if (tool) return tool;
  const names = tools.map((one) => one.name).join(', ');
  throw new Misused(
    `There is no tool "${name}". ${names ? `The tools are: ${names}.` : 'There are no tools.'}`,
  );
}

function argumentsIn(raw: string): unknown {
  if (raw.trim() === '') return {};
  try {
    return parseJson(raw);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw new Misused(`The arguments are not valid JSON: ${why}.`);
  }
}

function listed({ issues }: z.ZodError): string {
  const lines = issues
    .slice(0, PROBLEMS_NAMED)
    .map(({ path, message }) => `- ${path.length > 0 ? path.join('.') : 'the arguments'}: ${message}`);
  const more = issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

/** What a call's input is: its arguments, and over them what the agent's definition fixes. */
function checkInput(tool: Tool, raw: string): unknown {
  const given = argumentsIn(raw);
  const fixed = fixedIn(tool);
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  const parsed = tool.input.safeParse(isObject ? { ...given, ...fixed } : given);
  if (parsed.success) return parsed.data;
  throw new Misused(`The arguments do not fit ${tool.name}:\n${listed(parsed.error)}`);
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

/** It was stopped before it came back. */
class TookTooLong extends ToolError {
  override readonly name = 'TookTooLong';
}

/** Runs a tool within its time limit; a tool that ignores its signal is left behind. */
async function inTime<T>(
  name: string,
  work: (context: ToolContext) => T | Promise<T>,
  { after, ...context }: RunContext,
  toolMs: number,
): Promise<T> {
  const timeout = new AbortController();
  const callOff = after(toolMs, () => {
    timeout.abort(new TookTooLong(`${name} took longer than ${toolMs / 1000} seconds and was stopped.`));
  });
  const signal = AbortSignal.any([context.signal, timeout.signal]);
  try {
    return await orAborted(async () => await work({ ...context, signal }), signal);
  } finally {
    callOff();
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

/** What a call is run with: what the tool may use, and a timer for its limit. */
export type RunContext = ToolContext & { readonly after: After };

/**
 * Runs one tool call as a model made it. Never throws; whatever goes wrong is told in words that help the model to do
 * better.
 */
export async function runTool(
  tools: readonly Tool[],
  call: Call,
  context: RunContext,
  { toolMs, toolResultLength }: ToolLimits = limits,
): Promise<ToolResult> {
  let isSent = false;
  try {
    const tool = findTool(tools, call.name);
    const input = checkInput(tool, call.arguments);
    isSent = tool.outside !== undefined && !context.signal.aborted;
    const output = await inTime(tool.name, (inside) => tool.run(input, inside), context, toolMs);
    return { ok: true, content: boundedJson(checkOutput(tool, output), toolResultLength) };
  } catch (error) {
    if (isSent && !isAnswered(error)) return unknown(tools, call, wordsOf(error));
    return refusal(error, context.signal);
  }
}

const refusal = (error: unknown, signal: AbortSignal) => ({
  ok: false as const,
  content: inWords(error, signal).slice(0, LONGEST_MESSAGE).toWellFormed(),
  ...(error instanceof Misused && { misused: true }),
});

/** The other side, or the tool itself, said no. */
const isAnswered = (error: unknown) => error instanceof ToolError && !(error instanceof TookTooLong);

const LOST = 'the answer was lost.';

/** What is known of a lost answer, as a sentence. */
const wordsOf = (error: unknown): string =>
  error instanceof ToolError || error instanceof AnswerLost
    ? error.message
        .slice(0, LONGEST_MESSAGE)
        .toWellFormed()
        .replace(/[^.!?]$/u, '$&.')
    : LOST;

/** Nobody can tell what became of a call; with what came back of it, and where a person sees it, as far as that is known. */
export function unknown(tools: readonly Tool[], call: Call, why = LOST): ToolResult {
  const checked = checkCall(tools, call);
  const where = checked.ok ? checked.tool.outside?.whereToLook?.(checked.input) : undefined;
  const content =
    `It is not known whether this took effect: ${why} Do not call it again. Say in your result that it has to be ` +
    'checked by hand.';
  return { ok: false, unknown: true, content: where === undefined ? content : `${content} ${where}` };
}

const NOT_MADE: ToolResult = { ok: false, content: 'This was not done: it was stopped before.' };

/** A call whose input was checked, or in words what is wrong with it. */
export type CheckedCall =
  | { readonly ok: true; readonly tool: Tool; readonly input: unknown }
  | { readonly ok: false; readonly content: string; readonly misused?: boolean };

/** Checks a call as `runTool` would, and does not make it. Never throws. */
export function checkCall(tools: readonly Tool[], call: Call): CheckedCall {
  try {
    const tool = findTool(tools, call.name);
    return { ok: true, tool, input: checkInput(tool, call.arguments) };
  } catch (error) {
    return refusal(error, new AbortController().signal);
  }
}

/**
 * Runs a call as `runTool` does; where nothing came back of it, the other side is asked what became of it. It is made once
 * and no more: what is not found is unknown. Never throws.
 */
export async function runOnce(
  tools: readonly Tool[],
  call: Call,
  context: RunContext,
  bounds: ToolLimits = limits,
): Promise<ToolResult> {
  const given = await runTool(tools, call, context, bounds);
  if (!given.unknown) return given;
  const found = await lookUp(tools, call, context, bounds);
  return found?.ok ? found : given;
}

/**
 * What became of a call that somebody made and whose answer was lost: found, made again where that is safe, or unknown.
 * `isWanted` is asked before it is made again.
 * @throws what `isWanted` throws
 */
export async function settleLost(
  tools: readonly Tool[],
  call: Call,
  context: RunContext,
  isWanted: () => Promise<boolean>,
  bounds: ToolLimits = limits,
): Promise<ToolResult> {
  const found = await lookUp(tools, call, context, bounds);
  if (found) return found;
  // Where it cannot be looked up, it may have been done the first time, whatever is said to the second.
  const neverArrived = findTool(tools, call.name).outside?.lookUp !== undefined;
  if (!(await isWanted())) return neverArrived ? NOT_MADE : unknown(tools, call);
  const given = await runTool(tools, call, context, bounds);
  return given.ok || neverArrived ? given : unknown(tools, call);
}

/** Null: it may be made again. It never arrived, or its key is taken once. Never throws. */
async function lookUp(
  tools: readonly Tool[],
  call: Call,
  context: RunContext,
  bounds: ToolLimits,
): Promise<ToolResult | null> {
  try {
    const tool = findTool(tools, call.name);
    const input = checkInput(tool, call.arguments);
    const { outside } = tool;
    if (!outside?.lookUp) return outside?.idempotent ? null : unknown(tools, call);
    const look = async (inside: ToolContext) => (await outside.lookUp?.(input, inside)) ?? null;
    const found = await inTime(tool.name, look, context, bounds.toolMs);
    if (found === null) return null;
    return { ok: true, content: boundedJson(checkOutput(tool, found), bounds.toolResultLength) };
  } catch {
    return unknown(tools, call);
  }
}
