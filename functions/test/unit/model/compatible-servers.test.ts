import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModel, type ModelApi } from '../../../src/model/index.ts';
import { addTool, ask } from '../../support/model-calls.ts';
import { ModelServer, streams } from '../../support/model-server.ts';

const server = new ModelServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

async function answerTo(api: ModelApi, events: readonly unknown[]) {
  server.treat(streams(events));
  return await ask(createModel({ api, model: 'asked', baseURL: server.baseURL }), { tools: [addTool] });
}

describe('tool calls as compatible Chat Completions servers send them', () => {
  const piece = (...calls: unknown[]) => ({ choices: [{ delta: { tool_calls: calls } }] });
  const end = { choices: [{ delta: {}, finish_reason: 'tool_calls' }] };
  const call = (args: unknown, rest: Record<string, unknown> = {}) => ({
    ...rest,
    function: { name: 'add', arguments: args },
  });
  const callsIn = async (...events: unknown[]) => {
    const { toolCalls } = await answerTo('chat', [...events, end]);
    return toolCalls.map(({ id, name, arguments: raw }) => [id, name, raw]);
  };

  it('a whole call in one chunk, without index and id', async () => {
    expect(await callsIn(piece(call('{"a":1}')))).toEqual([['call-1', 'add', '{"a":1}']]);
  });

  it('several whole calls in one chunk, without index and id', async () => {
    expect(await callsIn(piece(call('{"a":1}'), call('{"a":2}')))).toEqual([
      ['call-1', 'add', '{"a":1}'],
      ['call-2', 'add', '{"a":2}'],
    ]);
  });

  it('several whole calls, each with index 0 and an id of its own', async () => {
    const calls = await callsIn(
      piece(call('{"a":1}', { index: 0, id: 'x' })),
      piece(call('{"a":2}', { index: 0, id: 'y' })),
    );
    expect(calls).toEqual([
      ['x', 'add', '{"a":1}'],
      ['y', 'add', '{"a":2}'],
    ]);
  });

  it('several whole calls, each with index 0 and the same id', async () => {
    const calls = await callsIn(
      piece(call('{}', { index: 0, id: 'x' })),
      piece(call('{}', { index: 0, id: 'x' })),
    );
    expect(calls).toEqual([
      ['x', 'add', '{}'],
      ['call-2', 'add', '{}'],
    ]);
  });

  it('pieces without an index go to the call that is open', async () => {
    const calls = await callsIn(
      piece({ id: 'x', function: { name: 'add', arguments: '{"a"' } }),
      piece({ function: { arguments: ':1}' } }),
      piece({ id: 'y', function: { name: 'add', arguments: '{"a"' } }),
      piece({ function: { arguments: ':2}' } }),
    );
    expect(calls).toEqual([
      ['x', 'add', '{"a":1}'],
      ['y', 'add', '{"a":2}'],
    ]);
  });

  it('pieces of two calls that take turns are told apart by the index', async () => {
    const calls = await callsIn(
      piece({ index: 0, id: 'x', function: { name: 'add', arguments: '{"a"' } }),
      piece({ index: 1, id: 'y', function: { name: 'add', arguments: '{"a"' } }),
      piece({ index: 0, function: { arguments: ':1}' } }),
      piece({ index: 1, function: { arguments: ':2}' } }),
    );
    expect(calls).toEqual([
      ['x', 'add', '{"a":1}'],
      ['y', 'add', '{"a":2}'],
    ]);
  });

  it('id and name repeated on every piece', async () => {
    const calls = await callsIn(
      piece(call('{"a"', { index: 0, id: 'x' })),
      piece(call(':1}', { index: 0, id: 'x' })),
      piece(call('', { index: 0, id: 'x' })),
    );
    expect(calls).toEqual([['x', 'add', '{"a":1}']]);
  });

  it('arguments as an object instead of text', async () => {
    expect(await callsIn(piece(call({ a: 1 }, { id: 'x' })))).toEqual([['x', 'add', '{"a":1}']]);
  });

  it('arguments left out, and nulls for what is not there', async () => {
    expect(await callsIn(piece({ index: null, id: null, function: { name: 'add' } }))).toEqual([
      ['call-1', 'add', ''],
    ]);
  });
});

describe('streams as compatible Chat Completions servers send them', () => {
  const end = { choices: [{ delta: { content: null }, finish_reason: 'stop' }] };

  it('the least that makes an answer', async () => {
    const answer = await answerTo('chat', [
      { choices: [{ delta: { content: 'hi' } }] },
      { choices: [{ finish_reason: 'stop' }] },
    ]);
    expect(answer).toMatchObject({ text: 'hi', model: 'asked', toolCalls: [] });
  });

  it('chunks without choices, and thoughts beside the answer, are passed over', async () => {
    const answer = await answerTo('chat', [
      { id: 'x' },
      { choices: null },
      { choices: [{ delta: { reasoning_content: 'Hm.', content: '' }, finish_reason: null }] },
      { choices: [{ delta: { content: 'hi' } }] },
      'noise',
      end,
    ]);
    expect(answer).toMatchObject({ text: 'hi', deltas: ['hi'] });
  });

  it('usage on every chunk is not added up: the last one counts', async () => {
    const answer = await answerTo('chat', [
      { choices: [{ delta: { content: 'h' } }], usage: { prompt_tokens: 9, completion_tokens: 1 } },
      { ...end, usage: { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: null } },
    ]);
    expect(answer.usage).toEqual({ modelCalls: 1, inputTokens: 9, cachedTokens: 0, outputTokens: 2 });
  });

  it('a server without a key gets no authorization header', async () => {
    await answerTo('chat', [end]);
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('streams as Responses servers send them', () => {
  const message = (...content: unknown[]) => ({ type: 'message', role: 'assistant', content });
  const completed = (output: unknown[]) => ({ type: 'response.completed', response: { output } });

  it('text and calls that stand in the last event only', async () => {
    const output = [
      { type: 'reasoning', summary: [] },
      message({ type: 'output_text', text: 'hi' }),
      { type: 'function_call', call_id: 'x', name: 'add', arguments: '{}' },
    ];
    expect(await answerTo('responses', [completed(output)])).toMatchObject({
      text: 'hi',
      deltas: ['hi'],
      toolCalls: [{ id: 'x', name: 'add', arguments: '{}' }],
    });
  });

  it('a refusal that stands in the last event only', async () => {
    const answer = await answerTo('responses', [completed([message({ type: 'refusal', refusal: 'No.' })])]);
    expect(answer).toMatchObject({ text: '', refusal: 'No.' });
  });

  it('items that come one by one and again at the end count once', async () => {
    const item = { type: 'function_call', call_id: 'x', name: 'add', arguments: '{}' };
    const answer = await answerTo('responses', [
      { type: 'response.output_item.done', item },
      completed([item]),
    ]);
    expect(answer.toolCalls).toHaveLength(1);
  });

  it('two messages in one answer are two paragraphs', async () => {
    const answer = await answerTo('responses', [
      { type: 'response.output_text.delta', output_index: 0, delta: 'Let me see.' },
      { type: 'response.output_text.delta', output_index: 2, delta: 'It ' },
      { type: 'response.output_text.delta', output_index: 2, delta: 'is 3.' },
      completed([]),
    ]);
    expect(answer.text).toBe('Let me see.\n\nIt is 3.');
    expect(answer.deltas.join('')).toBe(answer.text);
  });
});
