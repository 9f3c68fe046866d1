import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  builtInTools,
  runTool,
  type Tool,
  ToolError,
  toolsNamed,
  toolSpec,
} from '../../../src/connectors/index.ts';
import { limits } from '../../../src/contracts/index.ts';
import { noConnection } from '../../support/no-connection.ts';
import { realTimer } from '../../support/real-timer.ts';
import type { ToolSpec } from '../../../src/model/index.ts';

const context = {
  now: () => 0,
  after: realTimer,
  signal: new AbortController().signal,
  key: 'k',
  connection: noConnection,
};

const input = z.object({ text: z.string(), times: z.int().min(1).max(5).optional() });
const repeat: Tool<z.infer<typeof input>, { said: string }> = {
  name: 'repeat',
  description: 'Repeats a text.',
  verb: 'Repeating',
  input,
  output: z.object({ said: z.string() }),
  run: ({ text, times = 1 }) => ({ said: text.repeat(times) }),
};

/** The tool with another way to run. */
const repeatThat = (run: Tool<z.infer<typeof input>, { said: string }>['run']): Tool[] => [
  { ...repeat, run },
];
const call = (tools: readonly Tool[], raw = '{"text":"ab"}') =>
  runTool(tools, { name: 'repeat', arguments: raw }, context);

describe('running a tool call', () => {
  it('valid arguments -> JSON of the output', async () => {
    expect(await call([repeat], '{"text":"ab","times":2}')).toEqual({ ok: true, content: '{"said":"abab"}' });
  });

  it('an unknown tool -> names the tools that there are', async () => {
    const result = await runTool([repeat], { name: 'fly', arguments: '{}' }, context);
    const content = 'There is no tool "fly". The tools are: repeat.';
    expect(result).toEqual({ ok: false, misused: true, content });
  });

  it('arguments that are not JSON -> says so', async () => {
    const result = await call([repeat], '{"text": "ab');
    expect(result.ok).toBe(false);
    expect(result.content).toMatch(/^The arguments are not valid JSON: /);
  });

  it('arguments that do not fit -> each problem with its place', async () => {
    const result = await call([repeat], '{"times":9}');
    expect(result.ok).toBe(false);
    expect(result.content).toMatch(/do not fit repeat:\n- text: .*string.*\n- times: .*5/);
  });

  it('arguments that are no object, or empty -> do not fit', async () => {
    expect((await call([repeat], '[]')).content).toMatch(/- the arguments: /);
    expect((await call([repeat], '')).content).toMatch(/- text: /);
  });

  it('a tool that gives up in words for the model -> those words', async () => {
    const tools = repeatThat(() => {
      throw new ToolError('Not today.');
    });
    expect(await call(tools)).toEqual({ ok: false, content: 'Not today.' });
  });

  it('a tool that breaks -> nothing of its error', async () => {
    const result = await call(repeatThat(() => Promise.reject(new Error('password canary'))));
    expect(result.ok).toBe(false);
    expect(result.content).toMatch(/failed unexpectedly/);
    expect(result.content).not.toContain('canary');
  });

  it('an output that its own schema does not allow -> failed', async () => {
    const broken: Tool = { ...repeat, output: z.object({ said: z.string().max(1) }) };
    expect((await call([broken])).ok).toBe(false);
  });

  it('a tool that never ends -> stopped at the limit, and told by its signal', async () => {
    let told = false;
    const tools = repeatThat(
      (_, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => (told = true));
        }),
    );
    const result = await runTool(tools, { name: 'repeat', arguments: '{"text":"a"}' }, context, {
      toolMs: 20,
      toolResultLength: 100,
    });
    expect(result).toEqual({ ok: false, content: 'repeat took longer than 0.02 seconds and was stopped.' });
    expect(told).toBe(true);
  });

  it('a call that is stopped -> says so', async () => {
    const stop = new AbortController();
    const tools = repeatThat(() => new Promise(() => stop.abort()));
    const result = await runTool(
      tools,
      { name: 'repeat', arguments: '{"text":"a"}' },
      { ...context, signal: stop.signal },
    );
    expect(result).toEqual({ ok: false, content: 'The call was stopped.' });
  });

  it('a call that was stopped before -> does not run', async () => {
    let ran = false;
    const tools = repeatThat(() => {
      ran = true;
      return { said: '' };
    });
    await runTool(
      tools,
      { name: 'repeat', arguments: '{"text":"a"}' },
      { ...context, signal: AbortSignal.abort() },
    );
    expect(ran).toBe(false);
  });

  it.each(['x', '"', 'é', '😀', '\u0000'])(
    'a result that is too long, of %j -> cut, says so, and is still JSON',
    async (sign) => {
      const long = sign.repeat(limits.toolResultLength);
      const { ok, content } = await call(repeatThat(() => ({ said: long })));
      expect(ok).toBe(true);
      expect(content.length).toBeLessThanOrEqual(limits.toolResultLength);
      expect(content.length).toBeGreaterThan(limits.toolResultLength / 2);
      expect(JSON.parse(content)).toMatchObject({
        truncated: true,
        beginning: expect.stringMatching(/^\{"said":"/),
      });
    },
  );

  it('an error that is too long is cut', async () => {
    const result = await runTool([repeat], { name: 'x'.repeat(100_000), arguments: '{}' }, context);
    expect(result.content.length).toBeLessThanOrEqual(1000);
  });
});

describe('what a model is told of a tool', () => {
  it('a JSON schema of its input, in which an optional field is not required', () => {
    const spec: ToolSpec = toolSpec(repeat);
    expect(spec).toEqual({
      name: 'repeat',
      description: 'Repeats a text.',
      parameters: {
        type: 'object',
        properties: { text: { type: 'string' }, times: { type: 'integer', minimum: 1, maximum: 5 } },
        required: ['text'],
      },
    });
  });
});

describe('the built-in tools', () => {
  it('are those that a definition may name', () => {
    expect(Object.values(builtInTools).map((tool) => tool.name)).toEqual(['calculate', 'current_time']);
    expect(Object.keys(builtInTools)).toEqual(['calculate', 'current_time']);
  });

  it('are found by name; a name without a tool is passed over', () => {
    expect(toolsNamed(['current_time', 'toString', 'fly']).map((tool) => tool.name)).toEqual([
      'current_time',
    ]);
  });
});
