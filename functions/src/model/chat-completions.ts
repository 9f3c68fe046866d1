import { APIError, type OpenAI } from 'openai';
import { z } from 'zod';
import { countedUsage, type Draft, toAnswer } from './answer.ts';
import { sendableArguments } from './call-arguments.ts';
import { ChatToolCalls, toolCallPiece } from './chat-tool-calls.ts';
import type { CallOptions, ModelMessage, ModelPort, ModelRequest, ToolSpec } from './port.ts';
import type { ModelSettings } from './settings.ts';
import { type Progress, readStream } from './stream.ts';

/** One chunk of the stream. Compatible servers leave out most of it, so everything has a default. */
const text = z.string().catch('');
const chunk = z.object({
  model: text,
  choices: z
    .array(
      z.object({
        delta: z
          .object({ content: text, refusal: text, tool_calls: z.array(toolCallPiece).catch([]) })
          .catch({ content: '', refusal: '', tool_calls: [] }),
        finish_reason: text,
      }),
    )
    .catch([]),
  usage: z
    .object({
      prompt_tokens: z.unknown().optional(),
      completion_tokens: z.unknown().optional(),
      prompt_tokens_details: z.object({ cached_tokens: z.unknown().optional() }).nullish().catch(null),
    })
    .nullable()
    .catch(null),
});

function toMessage(message: ModelMessage): OpenAI.ChatCompletionMessageParam {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.content };
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    case 'assistant': {
      // Content is sent even when it is empty: some servers' templates fail without it.
      const said = { role: 'assistant', content: message.content } as const;
      if (message.toolCalls.length === 0) return said;
      return {
        ...said,
        tool_calls: message.toolCalls.map(({ id, name, arguments: raw }) => ({
          id,
          type: 'function',
          function: { name, arguments: sendableArguments(raw) },
        })),
      };
    }
    default:
      return message satisfies never;
  }
}

const toTool = ({ name, description, parameters }: ToolSpec): OpenAI.ChatCompletionFunctionTool => ({
  type: 'function',
  function: { name, description, parameters },
});

/** Only what every compatible server knows: no `developer` role, no `strict`, and nothing that is the default. */
function toParameters(
  { model, reasoningEffort }: ModelSettings,
  request: ModelRequest,
  bound: BoundName,
): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: [{ role: 'system', content: request.instructions }, ...request.messages.map(toMessage)],
    ...(request.tools.length > 0 && {
      tools: request.tools.map(toTool),
      ...(request.toolChoice === 'required' && { tool_choice: 'required' }),
    }),
    ...(reasoningEffort && { reasoning_effort: reasoningEffort }),
    ...(request.maxOutputTokens !== undefined && { [bound]: request.maxOutputTokens }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function endOf(finishReason: string): Draft['end'] {
  if (finishReason === 'length') return 'length';
  return finishReason === 'content_filter' ? 'filtered' : 'complete';
}

/** Adds up the chunks of one answer. */
class ChatDraft implements Draft {
  text = '';
  refusal = '';
  end: Draft['end'] = 'complete';
  usage: Draft['usage'] = null;
  model: string;
  readonly #calls = new ChatToolCalls();
  readonly #onText: CallOptions['onText'];
  #finished = false;

  constructor(model: string, onText: CallOptions['onText']) {
    this.model = model;
    this.#onText = onText;
  }

  get calls() {
    return this.#calls.calls;
  }

  take(value: unknown): Progress {
    const parsed = chunk.safeParse(value);
    if (!parsed.success) return 'thinking';
    const { model, choices, usage } = parsed.data;
    this.model = model || this.model;
    if (usage) {
      const cached = usage.prompt_tokens_details?.cached_tokens;
      this.usage = countedUsage(usage.prompt_tokens, cached, usage.completion_tokens);
    }
    const progress = choices.map((choice) => this.#takeChoice(choice));
    if (this.#finished) return 'finished';
    return progress.includes('answering') ? 'answering' : 'thinking';
  }

  #takeChoice({ delta, finish_reason }: z.infer<typeof chunk>['choices'][number]): Progress {
    this.text += delta.content;
    if (delta.content !== '') this.#onText?.(delta.content);
    this.refusal += delta.refusal;
    for (const piece of delta.tool_calls) this.#calls.add(piece);
    if (finish_reason !== '') {
      this.end = endOf(finish_reason);
      this.#finished = true;
    }
    return delta.content !== '' || delta.refusal !== '' || delta.tool_calls.length > 0
      ? 'answering'
      : 'thinking';
  }
}

/**
 * What a server calls the bound of an answer. OpenAI's newer models refuse the old name. Elsewhere it is known by all: the new
 * one is refused by some and, worse, passed over by others.
 */
type BoundName = 'max_tokens' | 'max_completion_tokens';

export const boundNameAt = (baseURL: string): BoundName =>
  new URL(baseURL).hostname === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';

/** A gateway to one of OpenAI's models: the server says which name it does not take. */
const isRefused = (error: unknown, name: BoundName): boolean =>
  error instanceof APIError && error.status === 400 && error.param === name;

/** A model behind the Chat Completions API: OpenAI's, and that of every compatible server. */
export function chatCompletionsModel(client: OpenAI, settings: ModelSettings): ModelPort {
  const { model, limits } = settings;
  let bound = boundNameAt(client.baseURL);

  async function open(request: ModelRequest, signal: AbortSignal) {
    try {
      return await client.chat.completions.create(toParameters(settings, request, bound), { signal });
    } catch (error) {
      if (bound !== 'max_tokens' || !isRefused(error, bound)) throw error;
      bound = 'max_completion_tokens';
      return client.chat.completions.create(toParameters(settings, request, bound), { signal });
    }
  }

  return {
    async call(request, { signal, onText }) {
      const draft = new ChatDraft(model, onText);
      await readStream(
        (signal) => open(request, signal),
        (value) => draft.take(value),
        { signal, limits },
      );
      return toAnswer(draft, request);
    },
  };
}
