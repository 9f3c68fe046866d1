import type OpenAI from 'openai';
import { z } from 'zod';
import { countedUsage, type Draft, type DraftCall, toAnswer } from './answer.ts';
import { sendableArguments } from './call-arguments.ts';
import { providerError } from './errors.ts';
import type { CallOptions, ModelMessage, ModelPort, ModelRequest, ToolSpec } from './port.ts';
import type { ModelSettings } from './settings.ts';
import { type Progress, readStream } from './stream.ts';

const text = z.string().catch('');

/** An output item that is part of an answer; there are others, such as reasoning. */
const item = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    content: z.array(z.object({ type: text, text: text, refusal: text })).catch([]),
  }),
  z.object({ type: z.literal('function_call'), call_id: text, name: text, arguments: text }),
]);
type Item = z.infer<typeof item>;

const response = z.object({
  model: text,
  output: z.array(z.unknown()).catch([]),
  error: z.object({ code: text }).nullable().catch(null),
  incomplete_details: z.object({ reason: text }).nullable().catch(null),
  usage: z
    .object({
      input_tokens: z.unknown().optional(),
      output_tokens: z.unknown().optional(),
      input_tokens_details: z.object({ cached_tokens: z.unknown().optional() }).nullish().catch(null),
    })
    .nullable()
    .catch(null),
});

/** The events that matter. What a model does before it answers comes as others. */
const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('response.output_text.delta'), delta: text, output_index: z.int().catch(0) }),
  z.object({ type: z.literal('response.refusal.delta'), delta: text }),
  z.object({ type: z.literal('response.function_call_arguments.delta') }),
  z.object({ type: z.literal('response.output_item.done'), item: z.unknown().optional() }),
  z.object({ type: z.literal('response.completed'), response }),
  z.object({ type: z.literal('response.incomplete'), response }),
  z.object({ type: z.literal('response.failed'), response }),
]);

const parts = (items: readonly Item[]) => items.flatMap((one) => (one.type === 'message' ? one.content : []));

const calls = (items: readonly Item[]): DraftCall[] =>
  items.flatMap((one) =>
    one.type === 'function_call' ? [{ id: one.call_id, name: one.name, arguments: one.arguments }] : [],
  );

function toItems(message: ModelMessage): OpenAI.Responses.ResponseInputItem[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.content }];
    case 'tool':
      return [{ type: 'function_call_output', call_id: message.toolCallId, output: message.content }];
    case 'assistant':
      return [
        ...(message.content === '' ? [] : [{ role: 'assistant', content: message.content } as const]),
        ...message.toolCalls.map(
          (call) =>
            ({
              type: 'function_call',
              call_id: call.id,
              name: call.name,
              arguments: sendableArguments(call.arguments),
            }) as const,
        ),
      ];
    default:
      return message satisfies never;
  }
}

const toTool = ({ name, description, parameters }: ToolSpec): OpenAI.Responses.FunctionTool => ({
  type: 'function',
  name,
  description,
  parameters,
  // Strict schemas allow no optional field; and left out, strict is what this API tries first.
  strict: false,
});

/** Stateless: the provider keeps nothing, and every request holds the whole conversation. */
function toParameters(
  { model, reasoningEffort }: ModelSettings,
  request: ModelRequest,
): OpenAI.Responses.ResponseCreateParamsStreaming {
  return {
    model,
    instructions: request.instructions,
    input: request.messages.flatMap(toItems),
    ...(request.tools.length > 0 && {
      tools: request.tools.map(toTool),
      tool_choice: request.toolChoice,
    }),
    ...(reasoningEffort && { reasoning: { effort: reasoningEffort } }),
    ...(request.maxOutputTokens !== undefined && { max_output_tokens: request.maxOutputTokens }),
    store: false,
    stream: true,
  };
}

/** Adds up the events of one answer. */
class ResponseDraft implements Draft {
  text = '';
  refusal = '';
  calls: readonly DraftCall[] = [];
  end: Draft['end'] = 'complete';
  usage: Draft['usage'] = null;
  model: string;
  readonly #items: Item[] = [];
  readonly #onText: CallOptions['onText'];
  #messageIndex: number | null = null;

  constructor(model: string, onText: CallOptions['onText']) {
    this.model = model;
    this.#onText = onText;
  }

  take(value: unknown): Progress {
    const parsed = event.safeParse(value);
    if (!parsed.success) return 'thinking';
    const one = parsed.data;
    switch (one.type) {
      case 'response.output_text.delta':
        return this.#takeText(one.delta, one.output_index);
      case 'response.refusal.delta':
        this.refusal += one.delta;
        return 'answering';
      case 'response.function_call_arguments.delta':
        return 'answering';
      case 'response.output_item.done':
        this.#takeItems([one.item]);
        return 'thinking';
      case 'response.completed':
      case 'response.incomplete':
        return this.#finish(one.response);
      case 'response.failed':
        throw providerError(undefined, [one.response.error?.code ?? '']);
      default:
        return one satisfies never;
    }
  }

  #takeText(delta: string, index: number): Progress {
    // A model may say something before it calls a tool and something after: two messages, so two paragraphs.
    const isNext = this.#messageIndex !== null && this.#messageIndex !== index && this.text !== '';
    this.#messageIndex = index;
    this.#say(isNext ? `\n\n${delta}` : delta);
    return 'answering';
  }

  #say(delta: string): void {
    this.text += delta;
    if (delta !== '') this.#onText?.(delta);
  }

  #takeItems(values: readonly unknown[]): void {
    for (const value of values) {
      const parsed = item.safeParse(value);
      if (parsed.success) this.#items.push(parsed.data);
    }
  }

  #finish({ model, output, usage, incomplete_details: incomplete }: z.infer<typeof response>): Progress {
    // The items come one by one and again at the end; a compatible server may leave out either.
    if (this.#items.length === 0) this.#takeItems(output);
    const content = parts(this.#items);
    if (this.text === '') this.#say(content.map((part) => part.text).join(''));
    if (this.refusal === '') this.refusal = content.map((part) => part.refusal).join('');
    this.calls = calls(this.#items);
    this.model = model || this.model;
    if (usage) {
      this.usage = countedUsage(
        usage.input_tokens,
        usage.input_tokens_details?.cached_tokens,
        usage.output_tokens,
      );
    }
    if (incomplete) this.end = incomplete.reason === 'content_filter' ? 'filtered' : 'length';
    return 'finished';
  }
}

/** A model behind OpenAI's Responses API. */
export function responsesModel(client: OpenAI, settings: ModelSettings): ModelPort {
  const { model, limits } = settings;
  return {
    async call(request, { signal, onText }) {
      const draft = new ResponseDraft(model, onText);
      const parameters = toParameters(settings, request);
      await readStream(
        (signal) => client.responses.create(parameters, { signal }),
        (value) => draft.take(value),
        { signal, limits },
      );
      return toAnswer(draft, request);
    },
  };
}
