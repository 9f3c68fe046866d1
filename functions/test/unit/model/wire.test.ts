import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModel, type ModelApi, type ModelMessage } from '../../../src/model/index.ts';
import { addTool, ask } from '../../support/model-calls.ts';
import { dialects } from '../../support/model-dialects.ts';
import { ModelServer, streams } from '../../support/model-server.ts';

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

async function bodySent(api: ModelApi): Promise<Record<string, unknown> | undefined> {
  const dialect = dialects.find((one) => one.api === api);
  server.treat(streams(dialect ? [dialect.text('ok'), ...dialect.end()] : []));
  const model = createModel({ api, model: 'the-model', apiKey: 'key', baseURL: server.baseURL });
  await ask(model, { messages: conversation, tools: [addTool], toolChoice: 'required' });
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
