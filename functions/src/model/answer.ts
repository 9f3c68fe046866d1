import { type ToolCall, type Usage, usage } from '../contracts/index.ts';
import { type ModelAnswer, ModelError, type ModelRequest } from './port.ts';

/** A call as the provider gave it, perhaps without an id. */
export type DraftCall = { id: string; name: string; arguments: string };

/** What a stream added up to. */
export type Draft = {
  readonly text: string;
  readonly calls: readonly DraftCall[];
  readonly refusal: string;
  /** How the answer ended: by itself, at the provider's length limit, or by its content filter. */
  readonly end: 'complete' | 'length' | 'filtered';
  readonly usage: Usage | null;
  readonly model: string;
};

const FILTERED = "The provider's content filter stopped this answer.";

/** Whether a text is one whole JSON value. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isUsable = ({ text, calls, refusal }: Draft): boolean =>
  (text.trim() !== '' || refusal !== '' || calls.length > 0) && calls.every((call) => isJson(call.arguments));

/** Tokens as the provider counts them; null if it does not: a request is never of no tokens. */
export function countedUsage(input: unknown, cached: unknown, output: unknown): Usage | null {
  const counted = usage.safeParse({
    modelCalls: 1,
    inputTokens: input,
    cachedTokens: usage.shape.cachedTokens.catch(0).parse(cached),
    outputTokens: output,
  });
  return counted.success && counted.data.inputTokens > 0 ? counted.data : null;
}

/**
 * Gives every call an id of its own. Some servers give none, or the same one again, even across answers; a result
 * could then not be told from another one's. Replaced ids follow from the position, so a repeat makes the same.
 */
function withOwnIds(calls: readonly DraftCall[], messages: ModelRequest['messages']): ToolCall[] {
  const earlier = messages.flatMap((message) =>
    message.role === 'assistant' ? message.toolCalls.map((call) => call.id) : [],
  );
  const taken = new Set(earlier);
  return calls.map((call, position) => {
    let n = earlier.length + position + 1;
    let id = call.id;
    while (id === '' || taken.has(id)) id = `call-${n++}`;
    taken.add(id);
    return { ...call, id };
  });
}

/** The answer to a request, out of what its stream added up to. */
export function toAnswer(draft: Draft, request: ModelRequest): ModelAnswer {
  const isBounded = request.maxOutputTokens !== undefined;
  if (draft.end === 'length' && (isBounded || !isUsable(draft))) {
    const bound = isBounded ? `its bound of ${request.maxOutputTokens} tokens` : 'a length limit';
    throw new ModelError('model_invalid_answer', `the answer was cut by ${bound}`, {
      transient: false,
      usage: draft.usage,
    });
  }
  const filtered = draft.end === 'filtered';
  const isCut = draft.end !== 'complete' && draft.text.trim() !== '';
  return {
    text: draft.text,
    ...(isCut && { isCut }),
    // A filter may cut a call anywhere, so none of them is to be trusted.
    toolCalls: filtered ? [] : withOwnIds(draft.calls, request.messages),
    refusal: draft.refusal || (filtered ? FILTERED : null),
    usage: draft.usage,
    model: draft.model,
  };
}
