import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReasoningEffort } from '../../../src/contracts/index.ts';
import { boundNameAt } from '../../../src/model/chat-completions.ts';
import { createModel, type ModelApi, type ModelMessage } from '../../../src/model/index.ts';
import { addTool, ask, errorOf } from '../../support/model-calls.ts';
import { dialects } from '../../support/model-dialects.ts';
import { ModelServer, fails, streams, type Treatment } from '../../support/model-server.ts';

const server = new ModelServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

/** A conversation with everything in it: text, calls in parallel, their results, and a call that was no JSON. */
const conversation: ModelMessage[] = [
  { role: 'user', content: 'Add it up.' },
  {
    role: 'assistant',
    content: 'Adding.',
    toolCalls: [
      { id: 'call_a', name: 'add', arguments: '{"a":1}' },
      { id: 'call_b', name: 'add', arguments: '{oops' },
    ],
  },
  { role: 'tool', toolCallId: 'call_a', content: '1' },
  { role: 'tool', toolCallId: 'call_b', content: 'Not JSON.' },
  { role: 'assistant', content: 'It is 1.', toolCalls: [] },
  { role: 'user', content: 'Thanks.' },
];
const WRAPPED = '{"invalid_arguments":"{oops"}';

const answering = (api: ModelApi): Treatment => {
  const dialect = dialects.find((one) => one.api === api);
  return streams(dialect ? [dialect.text('ok'), ...dialect.end()] : []);
};

async function bodySent(
  api: ModelApi,
  reasoningEffort: ReasoningEffort | null = null,
  maxOutputTokens?: number,
): Promise<Record<string, unknown> | undefined> {
  server.treat(answering(api));
  const { baseURL } = server;
  const model = createModel({ api, model: 'the-model', apiKey: 'key', baseURL, reasoningEffort });
  const bound = maxOutputTokens === undefined ? {} : { maxOutputTokens };
  await ask(model, { messages: conversation, tools: [addTool], toolChoice: 'required', ...bound });
  return server.received[0]?.body;
}

describe('what goes over the wire', () => {
  it('Responses: stateless, results beside their calls, tools not strict', async () => {
    expect(await bodySent('responses')).toEqual({
      model: 'the-model',
      instructions: 'Be brief.',
      input: [
        { role: 'user', content: 'Add it up.' },
        { role: 'assistant', content: 'Adding.' },
        { type: 'function_call', call_id: 'call_a', name: 'add', arguments: '{"a":1}' },
        { type: 'function_call', call_id: 'call_b', name: 'add', arguments: WRAPPED },
        { type: 'function_call_output', call_id: 'call_a', output: '1' },
        { type: 'function_call_output', call_id: 'call_b', output: 'Not JSON.' },
        { role: 'assistant', content: 'It is 1.' },
        { role: 'user', content: 'Thanks.' },
      ],
      tools: [{ type: 'function', ...addTool, strict: false }],
      tool_choice: 'required',
      store: false,
      stream: true,
    });
  });

  it('Chat Completions: only what every compatible server knows', async () => {
    const { name, description, parameters } = addTool;
    expect(await bodySent('chat')).toEqual({
      model: 'the-model',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Add it up.' },
        {
          role: 'assistant',
          content: 'Adding.',
          tool_calls: [
            { id: 'call_a', type: 'function', function: { name: 'add', arguments: '{"a":1}' } },
            { id: 'call_b', type: 'function', function: { name: 'add', arguments: WRAPPED } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_a', content: '1' },
        { role: 'tool', tool_call_id: 'call_b', content: 'Not JSON.' },
        { role: 'assistant', content: 'It is 1.' },
        { role: 'user', content: 'Thanks.' },
      ],
      tools: [{ type: 'function', function: { name, description, parameters } }],
      tool_choice: 'required',
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});

describe('what an answer may take', () => {
  it('Responses: effort and bound, in its words', async () => {
    expect(await bodySent('responses', 'low', 500)).toMatchObject({
      reasoning: { effort: 'low' },
      max_output_tokens: 500,
    });
  });

  it('Chat Completions: effort and bound, the latter as every compatible server knows it', async () => {
    const body = await bodySent('chat', 'none', 500);
    expect(body).toMatchObject({ reasoning_effort: 'none', max_tokens: 500 });
    expect(body).not.toHaveProperty('max_completion_tokens');
  });

  it('at OpenAI itself: the name that its newer models take', () => {
    expect(boundNameAt('https://api.openai.com/v1')).toBe('max_completion_tokens');
    expect(boundNameAt('https://api.openai.com.example/v1')).toBe('max_tokens');
    expect(boundNameAt('http://127.0.0.1:11434/v1')).toBe('max_tokens');
  });

  it('a gateway that refuses that name -> sent again with the other one, and from then on at once', async () => {
    const refusal = { param: 'max_tokens', code: 'unsupported_parameter', type: 'invalid_request_error' };
    server.treat((response, received) =>
      ('max_tokens' in received.body ? fails(400, refusal) : answering('chat'))(response, received),
    );
    const model = createModel({ api: 'chat', model: 'm', baseURL: server.baseURL });
    for (let call = 0; call < 2; call += 1)
      expect((await ask(model, { maxOutputTokens: 500 })).text).toBe('ok');
    expect(server.received.map(({ body }) => [body['max_tokens'], body['max_completion_tokens']])).toEqual([
      [500, undefined],
      [undefined, 500],
      [undefined, 500],
    ]);
  });

  it('a server that refuses something else -> it is not sent again', async () => {
    server.treat(fails(400, { param: 'temperature', code: 'unsupported_parameter' }));
    const model = createModel({ api: 'chat', model: 'm', baseURL: server.baseURL });
    expect(await errorOf(ask(model, { maxOutputTokens: 500 }))).toMatchObject({ code: 'model_rejected' });
    expect(server.received).toHaveLength(1);
  });
});
