import type { ModelApi } from '../../src/model/index.ts';

/** What a provider's stream can say, in the words of one API, so that one test can hold both adapters. */
export type Dialect = {
  readonly api: ModelApi;
  readonly path: string;
  /** What comes before the first word. */
  readonly opening: () => unknown[];
  readonly text: (delta: string) => unknown;
  readonly toolCall: (call: { id: string; name: string; arguments: string }, index?: number) => unknown[];
  readonly refusal: (words: string) => unknown;
  /** The end: by itself, or at a limit of the provider's; with tokens counted, or not. */
  readonly end: (why?: 'complete' | 'length' | 'filtered', usage?: TokenCounts) => unknown[];
  /** An error that the provider reports after the stream began. */
  readonly failure: (code: string, message: string) => unknown;
};
export type TokenCounts = { input: number; cached: number; output: number };

const choice = (delta: Record<string, unknown>, finishReason: string | null = null) => ({
  model: 'the-model',
  choices: [{ index: 0, delta, finish_reason: finishReason }],
});

const chat: Dialect = {
  api: 'chat',
  path: '/v1/chat/completions',
  opening: () => [choice({ role: 'assistant', content: '' })],
  text: (content) => choice({ content }),
  toolCall: ({ id, name, arguments: raw }, index = 0) => {
    const half = Math.ceil(raw.length / 2);
    return [
      choice({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      choice({ tool_calls: [{ index, function: { arguments: raw.slice(0, half) } }] }),
      choice({ tool_calls: [{ index, function: { arguments: raw.slice(half) } }] }),
    ];
  },
  refusal: (refusal) => choice({ refusal }),
  end: (why = 'complete', usage) => [
    choice({}, { complete: 'stop', length: 'length', filtered: 'content_filter' }[why]),
    ...(usage
      ? [
          {
            choices: [],
            usage: {
              prompt_tokens: usage.input,
              completion_tokens: usage.output,
              prompt_tokens_details: { cached_tokens: usage.cached },
            },
          },
        ]
      : []),
  ],
  failure: (code, message) => ({ error: { code, message } }),
};

const done = (item: Record<string, unknown>) => ({
  type: 'response.output_item.done',
  output_index: 0,
  item,
});

const responses: Dialect = {
  api: 'responses',
  path: '/v1/responses',
  opening: () => [
    { type: 'response.created', response: {} },
    { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', summary: [] } },
  ],
  text: (delta) => ({ type: 'response.output_text.delta', output_index: 1, delta }),
  toolCall: ({ id, name, arguments: raw }, index = 0) => [
    { type: 'response.output_item.added', output_index: index, item: { type: 'function_call', name } },
    { type: 'response.function_call_arguments.delta', output_index: index, delta: raw },
    done({ type: 'function_call', call_id: id, name, arguments: raw }),
  ],
  refusal: (delta) => ({ type: 'response.refusal.delta', output_index: 1, delta }),
  end: (why = 'complete', usage) => [
    {
      type: why === 'complete' ? 'response.completed' : 'response.incomplete',
      response: {
        model: 'the-model',
        output: [],
        incomplete_details: {
          complete: null,
          length: { reason: 'max_output_tokens' },
          filtered: { reason: 'content_filter' },
        }[why],
        usage: usage
          ? {
              input_tokens: usage.input,
              output_tokens: usage.output,
              input_tokens_details: { cached_tokens: usage.cached },
            }
          : null,
      },
    },
  ],
  failure: (code, message) => ({ type: 'response.failed', response: { error: { code, message } } }),
};

export const dialects = [responses, chat];
