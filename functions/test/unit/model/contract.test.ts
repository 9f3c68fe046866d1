import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallLimits, createModel, defaultCallLimits } from '../../../src/model/index.ts';
import { addTool, ask, errorOf } from '../../support/model-calls.ts';
import { dialects } from '../../support/model-dialects.ts';
import { fails, ModelServer, sends, streams } from '../../support/model-server.ts';

const KEY = 'sk-canary-key-4711';
const PROMPT = 'canary prompt: the launch is on Friday';
const ANSWER = 'canary answer: the code is 1234';

const scripted = new LLMock({ port: 0, chunkSize: 4 });
const server = new ModelServer();

beforeAll(async () => {
  await scripted.start();
  await server.start();
});
afterAll(async () => {
  await scripted.stop();
  await server.stop();
});

describe.each(dialects)('a model behind the $api API', (dialect) => {
  const { api } = dialect;
  /** The model on the scripted server: a maintained picture of how a provider behaves on a good day. */
  const onScript = () => createModel({ api, model: 'the-model', apiKey: KEY, baseURL: `${scripted.url}/v1` });
  /** The model on the server that misbehaves as told. */
  const onServer = (limits: Partial<CallLimits> = {}) =>
    createModel({
      api,
      model: 'the-model',
      apiKey: KEY,
      baseURL: server.baseURL,
      limits: { ...defaultCallLimits, ...limits },
    });

  beforeAll(() => {
    scripted.reset();
  });

  describe('answers', () => {
    it('text arrives in several deltas, in order, and adds up to the answer', async () => {
      scripted.onMessage('hello', { content: 'Good morning, how can I help?' });
      const answer = await ask(onScript());
      expect(answer.text).toBe('Good morning, how can I help?');
      expect(answer.deltas.length).toBeGreaterThan(3);
      expect(answer.deltas.join('')).toBe(answer.text);
      expect(answer.toolCalls).toEqual([]);
      expect(answer.refusal).toBeNull();
    });

    it('one tool call: name, id and raw arguments', async () => {
      scripted.onMessage('one sum', {
        toolCalls: [{ id: 'call_a', name: 'add', arguments: '{"a":1,"b":2}' }],
      });
      const answer = await ask(onScript(), {
        messages: [{ role: 'user', content: 'one sum' }],
        tools: [addTool],
      });
      expect(answer.toolCalls).toEqual([{ id: 'call_a', name: 'add', arguments: '{"a":1,"b":2}' }]);
      expect(answer.text).toBe('');
    });

    it('several tool calls in one answer keep their order', async () => {
      scripted.onMessage('two sums', {
        toolCalls: [
          { id: 'call_a', name: 'add', arguments: '{"a":1}' },
          { id: 'call_b', name: 'add', arguments: '{"a":2}' },
        ],
      });
      const answer = await ask(onScript(), {
        messages: [{ role: 'user', content: 'two sums' }],
        tools: [addTool],
      });
      expect(answer.toolCalls.map((call) => [call.id, call.arguments])).toEqual([
        ['call_a', '{"a":1}'],
        ['call_b', '{"a":2}'],
      ]);
    });

    it('text and a tool call in one answer are both there', async () => {
      scripted.onMessage('think aloud', {
        content: 'Let me add that.',
        toolCalls: [{ id: 'call_a', name: 'add', arguments: '{"a":1}' }],
      });
      const answer = await ask(onScript(), {
        messages: [{ role: 'user', content: 'think aloud' }],
        tools: [addTool],
      });
      expect(answer.text).toBe('Let me add that.');
      expect(answer.deltas.join('')).toBe('Let me add that.');
      expect(answer.toolCalls).toHaveLength(1);
    });

    it('the answer to a tool result is found by the id of its call', async () => {
      scripted.onToolResult('call_a', { content: 'It is 3.' });
      const answer = await ask(onScript(), {
        messages: [
          { role: 'user', content: 'sum it up' },
          {
            role: 'assistant',
            content: '',
            toolCalls: [{ id: 'call_a', name: 'add', arguments: '{"a":1}' }],
          },
          { role: 'tool', toolCallId: 'call_a', content: '3' },
        ],
        tools: [addTool],
      });
      expect(answer.text).toBe('It is 3.');
    });

    it('tokens are counted as the provider counts them, cached ones among them', async () => {
      server.treat(
        streams([dialect.text('hi'), ...dialect.end('complete', { input: 90, cached: 64, output: 7 })]),
      );
      const answer = await ask(onServer());
      expect(answer.usage).toEqual({ modelCalls: 1, inputTokens: 90, cachedTokens: 64, outputTokens: 7 });
    });

    it('of a server that counts no tokens, nobody knows what was used', async () => {
      server.treat(streams([dialect.text('hi'), ...dialect.end()]));
      expect((await ask(onServer())).usage).toBeNull();
      // A request is never of no tokens.
      server.treat(
        streams([dialect.text('hi'), ...dialect.end('complete', { input: 0, cached: 0, output: 0 })]),
      );
      expect((await ask(onServer())).usage).toBeNull();
    });

    it('the answer names the model that gave it', async () => {
      server.treat(streams([dialect.text('hi'), ...dialect.end()]));
      expect((await ask(onServer())).model).toBe('the-model');
    });

    it('an empty answer is an answer without text and calls', async () => {
      server.treat(streams([...dialect.opening(), ...dialect.end()]));
      expect(await ask(onServer())).toMatchObject({ text: '', toolCalls: [], refusal: null, deltas: [] });
    });

    it('arguments that are not JSON are passed on as they are', async () => {
      server.treat(
        streams([
          ...dialect.toolCall({ id: 'call_a', name: 'add', arguments: '{"a": oops' }),
          ...dialect.end(),
        ]),
      );
      const answer = await ask(onServer(), { tools: [addTool] });
      expect(answer.toolCalls).toEqual([{ id: 'call_a', name: 'add', arguments: '{"a": oops' }]);
    });

    it('a call of a tool that nobody offered is passed on', async () => {
      server.treat(
        streams([...dialect.toolCall({ id: 'call_a', name: 'fly', arguments: '{}' }), ...dialect.end()]),
      );
      expect((await ask(onServer())).toolCalls).toEqual([{ id: 'call_a', name: 'fly', arguments: '{}' }]);
    });

    it('calls without an id, and with one that was there before, get ids of their own', async () => {
      server.treat(
        streams([
          ...dialect.toolCall({ id: 'same', name: 'add', arguments: '{"a":1}' }, 0),
          ...dialect.toolCall({ id: 'same', name: 'add', arguments: '{"a":2}' }, 1),
          ...dialect.toolCall({ id: '', name: 'add', arguments: '{"a":3}' }, 2),
          ...dialect.toolCall({ id: 'earlier', name: 'add', arguments: '{"a":4}' }, 3),
          ...dialect.end(),
        ]),
      );
      const answer = await ask(onServer(), {
        messages: [
          { role: 'user', content: 'again' },
          { role: 'assistant', content: '', toolCalls: [{ id: 'earlier', name: 'add', arguments: '{}' }] },
          { role: 'tool', toolCallId: 'earlier', content: '0' },
        ],
        tools: [addTool],
      });
      expect(answer.toolCalls.map((call) => call.id)).toEqual(['same', 'call-3', 'call-4', 'call-5']);
      expect(answer.toolCalls.map((call) => call.arguments)).toEqual([
        '{"a":1}',
        '{"a":2}',
        '{"a":3}',
        '{"a":4}',
      ]);
    });

    it("a refusal is the model's words, apart from text", async () => {
      server.treat(streams([dialect.refusal('I can'), dialect.refusal("'t do that."), ...dialect.end()]));
      expect(await ask(onServer())).toMatchObject({ refusal: "I can't do that.", text: '', deltas: [] });
    });

    it("an answer that the provider's filter stopped is a refusal, and its calls are dropped", async () => {
      server.treat(
        streams([
          dialect.text('So you'),
          ...dialect.toolCall({ id: 'call_a', name: 'add', arguments: '{}' }),
          ...dialect.end('filtered'),
        ]),
      );
      const answer = await ask(onServer(), { tools: [addTool] });
      expect(answer.refusal).toMatch(/content filter/);
      expect(answer.toolCalls).toEqual([]);
    });

    it.each(['length', 'filtered'] as const)(
      'text that was cut (%s) is still text, and says so',
      async (end) => {
        server.treat(streams([dialect.text('Once upon'), ...dialect.end(end)]));
        expect(await ask(onServer())).toMatchObject({ text: 'Once upon', isCut: true });
      },
    );

    it('text that came to its end does not say that it was cut', async () => {
      server.treat(streams([dialect.text('Once upon a time.'), ...dialect.end()]));
      expect(await ask(onServer())).not.toHaveProperty('isCut');
    });

    it('a call cut by a length limit is an invalid answer', async () => {
      server.treat(
        streams([
          ...dialect.toolCall({ id: 'a', name: 'add', arguments: '{"a":' }),
          ...dialect.end('length'),
        ]),
      );
      const error = await errorOf(ask(onServer(), { tools: [addTool] }));
      expect(error).toMatchObject({ code: 'model_invalid_answer', transient: false });
    });

    it('nothing but a length limit is an invalid answer', async () => {
      server.treat(streams([...dialect.opening(), ...dialect.end('length')]));
      expect(await errorOf(ask(onServer()))).toMatchObject({
        code: 'model_invalid_answer',
        transient: false,
      });
    });

    it.each<[string, () => unknown[]]>([
      ['text', () => [dialect.text('Once upon')]],
      ['whole calls', () => dialect.toolCall({ id: 'a', name: 'add', arguments: '{}' })],
      ['thoughts', () => dialect.opening()],
    ])('%s cut by the bound of the request -> an error for good, with what it cost', async (_, said) => {
      const cost = { input: 90, cached: 64, output: 32 };
      server.treat(streams([...said(), ...dialect.end('length', cost)]));
      const error = await errorOf(ask(onServer(), { tools: [addTool], maxOutputTokens: 32 }));
      expect(error).toMatchObject({
        code: 'model_invalid_answer',
        transient: false,
        message: 'the answer was cut by its bound of 32 tokens',
        usage: { modelCalls: 1, inputTokens: 90, cachedTokens: 64, outputTokens: 32 },
      });
    });

    it('an answer within the bound of the request is an answer', async () => {
      server.treat(streams([dialect.text('hi'), ...dialect.end()]));
      expect((await ask(onServer(), { maxOutputTokens: 32 })).text).toBe('hi');
    });

    it('an answer that is whole stays one when the connection breaks after its end', async () => {
      server.treat(async (response) => {
        sends(response, [dialect.text('All said.'), ...dialect.end()]);
        await sleep(20);
        response.destroy();
      });
      expect((await ask(onServer())).text).toBe('All said.');
    });

    it('an answer that is whole does not wait for a server that never hangs up', async () => {
      server.treat((response) => sends(response, [dialect.text('All said.'), ...dialect.end()]));
      expect((await ask(onServer({ nextChunkMs: 40 }))).text).toBe('All said.');
    });

    it('a model may think for longer than it may pause while it answers', async () => {
      server.treat(async (response) => {
        sends(response, dialect.opening());
        await sleep(150);
        sends(response, [dialect.text('42'), ...dialect.end()]);
        response.end();
      });
      expect((await ask(onServer({ nextChunkMs: 50 }))).text).toBe('42');
    });
  });

  describe('requests', () => {
    const send = async (part: Parameters<typeof ask>[1]) => {
      server.treat(streams([dialect.text('ok'), ...dialect.end()]));
      await ask(onServer(), part);
      return server.received[0];
    };

    it('go once to the right path, with the key as a bearer token', async () => {
      const received = await send({});
      expect(server.received).toHaveLength(1);
      expect(received?.path).toBe(dialect.path);
      expect(received?.headers['authorization']).toBe(`Bearer ${KEY}`);
    });

    it('are streamed, and leave temperature to the provider', async () => {
      const received = await send({});
      expect(received?.body['stream']).toBe(true);
      expect(received?.body).not.toHaveProperty('temperature');
    });

    it('without tools mention none', async () => {
      const received = await send({ toolChoice: 'required' });
      expect(received?.body).not.toHaveProperty('tools');
      expect(received?.body).not.toHaveProperty('tool_choice');
    });

    it('say that a tool has to be called', async () => {
      const received = await send({ tools: [addTool], toolChoice: 'required' });
      expect(received?.body['tool_choice']).toBe('required');
    });

    it('do not force a tool otherwise', async () => {
      const received = await send({ tools: [addTool] });
      expect(received?.body['tool_choice'] ?? 'auto').toBe('auto');
    });
  });

  describe('errors', () => {
    it.each([
      [401, 'invalid_api_key', 'model_unauthorized', false],
      [403, 'unsupported_country', 'model_unauthorized', false],
      [402, 'payment_required', 'model_quota', false],
      [429, 'insufficient_quota', 'model_quota', false],
      [429, 'rate_limit_exceeded', 'model_busy', true],
      [400, 'invalid_request_error', 'model_rejected', false],
      [400, 'content_filter', 'model_refused', false],
      [400, 'context_length_exceeded', 'context_too_long', false],
      [404, 'model_not_found', 'model_rejected', false],
      [422, 'unprocessable', 'model_rejected', false],
      [408, 'timeout', 'model_unavailable', true],
      [409, 'conflict', 'model_unavailable', true],
      [500, 'server_error', 'model_unavailable', true],
      [503, 'overloaded', 'model_unavailable', true],
    ])('status %i with code %s -> %s, transient %s', async (status, reason, code, transient) => {
      server.treat(fails(status, { code: reason, message: 'words' }));
      const error = await errorOf(ask(onServer()));
      expect(error).toMatchObject({ code, transient });
      expect(error.message).toContain(`${status}: ${reason}`);
      expect(server.received).toHaveLength(1);
    });

    it('a rate limit says in seconds how long to wait', async () => {
      server.treat(fails(429, { code: 'rate_limit_exceeded' }, { 'retry-after': '7' }));
      expect(await errorOf(ask(onServer()))).toMatchObject({ code: 'model_busy', retryAfterMs: 7000 });
    });

    it('a rate limit says by a date how long to wait', async () => {
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      server.treat(fails(429, { code: 'rate_limit_exceeded' }, { 'retry-after': date }));
      const { retryAfterMs } = await errorOf(ask(onServer()));
      expect(retryAfterMs).toBeGreaterThan(3_000_000);
      expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
    });

    it('a used-up quota asks for no retry', async () => {
      server.treat(fails(429, { type: 'insufficient_quota' }, { 'retry-after': '7' }));
      expect(await errorOf(ask(onServer()))).toMatchObject({ code: 'model_quota', retryAfterMs: null });
    });

    it('an error page instead of JSON is told by its status', async () => {
      server.treat(
        (response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad'),
      );
      expect(await errorOf(ask(onServer()))).toMatchObject({ code: 'model_unavailable', transient: true });
    });

    it.each([
      ['rate_limit_exceeded', 'model_busy', true],
      ['server_error', 'model_unavailable', true],
      ['insufficient_quota', 'model_quota', false],
      ['invalid_prompt', 'model_refused', false],
      ['context_length_exceeded', 'context_too_long', false],
    ])('the error %s inside of a stream -> %s, transient %s', async (reason, code, transient) => {
      server.treat(streams([...dialect.opening(), dialect.failure(reason, 'words')]));
      expect(await errorOf(ask(onServer()))).toMatchObject({ code, transient });
    });

    it('nobody listens at the address -> unavailable, with the reason', async () => {
      const closed = new ModelServer();
      await closed.start();
      const { baseURL } = closed;
      await closed.stop();
      const error = await errorOf(ask(createModel({ api, model: 'm', apiKey: KEY, baseURL })));
      expect(error).toMatchObject({ code: 'model_unavailable', transient: true, isReached: false });
      expect(error.message).toContain('ECONNREFUSED');
    });

    it('a connection that breaks before the answer -> unavailable', async () => {
      server.treat((response) => void response.destroy());
      expect(await errorOf(ask(onServer()))).toMatchObject({ code: 'model_unavailable', transient: true });
    });

    it('a connection that breaks in the answer -> unavailable', async () => {
      server.treat(async (response) => {
        sends(response, [dialect.text('Once')]);
        await sleep(20);
        response.destroy();
      });
      expect(await errorOf(ask(onServer()))).toMatchObject({ code: 'model_unavailable', transient: true });
    });

    it('a stream that ends in good order but before the answer does -> unavailable', async () => {
      server.treat(streams([dialect.text('Once upon')]));
      const error = await errorOf(ask(onServer()));
      expect(error).toMatchObject({ code: 'model_unavailable', transient: true });
      expect(error.message).toMatch(/ended before/);
    });

    it('a chunk that is cut in the middle -> unavailable', async () => {
      server.treat(
        (response) =>
          void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"cho\n\n'),
      );
      expect(await errorOf(ask(onServer()))).toMatchObject({ code: 'model_unavailable', transient: true });
    });

    it('no response within the first limit -> unavailable', async () => {
      server.treat(() => undefined);
      const error = await errorOf(ask(onServer({ firstChunkMs: 40 })));
      expect(error).toMatchObject({ code: 'model_unavailable', transient: true });
      expect(error.message).toMatch(/no first chunk within 40 ms/);
    });

    it('a stream that opens and then stays silent -> unavailable', async () => {
      server.treat((response) => sends(response, dialect.opening()));
      const error = await errorOf(ask(onServer({ firstChunkMs: 40 })));
      expect(error.message).toMatch(/no first chunk within 40 ms/);
    });

    it('silence in the middle of an answer -> unavailable', async () => {
      server.treat((response) => sends(response, [dialect.text('Once')]));
      const error = await errorOf(ask(onServer({ nextChunkMs: 40 })));
      expect(error).toMatchObject({ code: 'model_unavailable', transient: true });
      expect(error.message).toMatch(/no next chunk within 40 ms/);
    });

    it('an answer that never ends -> too slow, which does not pass', async () => {
      server.treat(async (response) => {
        while (!response.closed) {
          sends(response, [dialect.text('and ')]);
          await sleep(5);
        }
      });
      const error = await errorOf(ask(onServer({ callMs: 80 })));
      expect(error).toMatchObject({ code: 'model_too_slow', transient: false });
      expect(error.message).toMatch(/no end of the answer within 80 ms/);
    });

    it('a stop by the caller in the middle -> interrupted, and no text after it', async () => {
      const stop = new AbortController();
      const deltas: string[] = [];
      server.treat((response) =>
        sends(response, [dialect.text('one'), dialect.text('two'), dialect.text('three')]),
      );
      const call = onServer().call(
        { instructions: '', messages: [], tools: [], toolChoice: 'auto' },
        {
          signal: stop.signal,
          onText: (delta) => {
            deltas.push(delta);
            if (delta === 'two') stop.abort();
          },
        },
      );
      expect(await errorOf(call)).toMatchObject({ code: 'interrupted', transient: false });
      expect(deltas).toEqual(['one', 'two']);
    });

    it('a stop before the call -> interrupted, and nothing is sent', async () => {
      server.treat(() => undefined);
      expect(await errorOf(ask(onServer(), {}, AbortSignal.abort()))).toMatchObject({ code: 'interrupted' });
      expect(server.received).toEqual([]);
    });

    it('a bug in who listens to the text is not taken for an error of the model', async () => {
      server.treat(streams([dialect.text('hi'), ...dialect.end()]));
      const call = onServer().call(
        { instructions: '', messages: [], tools: [], toolChoice: 'auto' },
        {
          signal: new AbortController().signal,
          onText: () => {
            throw new RangeError('a bug');
          },
        },
      );
      await expect(call).rejects.toThrow(RangeError);
    });

    it('no error holds the key, the prompt or the answer', async () => {
      const secret = `${KEY} ${PROMPT} ${ANSWER}`;
      const treatments = [
        ...[400, 401, 429, 500].map((status) =>
          fails(status, { message: secret, code: secret, type: secret }),
        ),
        streams([dialect.text(ANSWER), dialect.failure(secret, secret)]),
        streams([dialect.text(ANSWER)]),
        streams([
          ...dialect.toolCall({ id: 'a', name: 'add', arguments: `{"${ANSWER}` }),
          ...dialect.end('length'),
        ]),
      ];
      for (const treatment of treatments) {
        server.treat(treatment);
        const error = await errorOf(ask(onServer(), { messages: [{ role: 'user', content: PROMPT }] }));
        expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/canary|1234|Friday|4711/);
      }
    });
  });
});
