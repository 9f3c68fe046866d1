import type { ErrorCode, ToolCall, Usage } from '../contracts/index.ts';

/** A tool as the model sees it; `parameters` is a JSON schema (draft 2020-12) of an object. */
export type ToolSpec = {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type ModelMessage =
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly content: string };

export type ModelRequest = {
  /** The system prompt: stable, so that the provider can cache it. */
  readonly instructions: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolSpec[];
  /** `required`: the answer has to call a tool. */
  readonly toolChoice: 'auto' | 'required';
  /**
   * The most that the answer may cost, thoughts included: at least 16, which is the least that OpenAI takes. An answer that
   * is cut there is a ModelError, which says what was used.
   */
  readonly maxOutputTokens?: number;
};

export type CallOptions = {
  /** Aborting ends the call with a ModelError of code `interrupted`. */
  readonly signal: AbortSignal;
  /** Text as it arrives, in order. */
  readonly onText?: (delta: string) => void;
};

export type ModelAnswer = {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** The model's own words when it declined; else null. */
  readonly refusal: string | null;
  /** The provider ended its text before its end: by a length limit of its own, or by its content filter. */
  readonly isCut?: true;
  /** What was used; null where the provider does not say. */
  readonly usage: Usage | null;
  /** The model that answered, as the provider names it. */
  readonly model: string;
};

/**
 * A model call that gave no answer. `transient`: trying again may help, not before `retryAfterMs` if it is given.
 * The message is for the log: status and provider's error type, never the key, a prompt or an answer.
 */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ErrorCode;
  readonly transient: boolean;
  readonly retryAfterMs: number | null;
  /** What was used all the same, as far as the provider said so; else null. */
  readonly usage: Usage | null;
  /** Somebody was there. Where nobody is, the address is wrong as likely as not: whoever waits is to hear of it soon. */
  readonly isReached: boolean;
  constructor(
    code: ErrorCode,
    message: string,
    details: {
      transient: boolean;
      retryAfterMs?: number | null;
      usage?: Usage | null;
      isReached?: boolean;
    } & ErrorOptions,
  ) {
    super(message, details);
    this.code = code;
    this.transient = details.transient;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.usage = details.usage ?? null;
    this.isReached = details.isReached ?? true;
  }
}

/** One model, whoever serves it. One call, no retries of its own: the engine decides what a failure means. */
export interface ModelPort {
  call(request: ModelRequest, options: CallOptions): Promise<ModelAnswer>;
}
