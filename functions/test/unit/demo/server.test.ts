import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoModel, type DemoModel } from '../../../../emulator-data/demo-model.ts';
import { specOf, subAgentTools } from '../../../src/machine/tools.ts';
import { createModel, type ModelApi, type ModelPort } from '../../../src/model/index.ts';
import { motherInput, motherInstructions, type NewItem } from '../../../src/model/prompts/mother.ts';
import { subAgentInstructions } from '../../../src/model/prompts/sub-agent.ts';
import { ask, errorOf } from '../../support/model-calls.ts';

const fast = { first: 0, piece: 0, storyPiece: 0 };

let demo: DemoModel;
beforeAll(async () => {
  demo = await startDemoModel(0, { delayMs: { ...fast, slowCheck: 150 } });
});
afterAll(() => demo.stop());

const modelOf = (api: ModelApi = 'chat'): ModelPort =>
  createModel({ api, apiKey: 'demo', baseURL: demo.url, model: 'demo' });

const instructions = motherInstructions({
  persona: '',
  agents: [{ id: 'planner', name: 'Planner', description: 'Plans calls.', tags: [] }],
  more: false,
});

/** A turn of Mother's about one message of the person's, or about what else is new. */
const turn = (fresh: string | NewItem[], recent: { id: string; text: string }[] = []) => ({
  instructions,
  messages: [
    {
      role: 'user' as const,
      content: motherInput({
        now: 0,
        summary: '',
        recent: recent.map((one) => ({ ...one, from: 'person', createdAt: 0 })),
        facts: [],
        tasks: [],
        waiting: [],
        fresh: typeof fresh === 'string' ? [{ type: 'message', id: 'm1', at: '', text: fresh }] : fresh,
      }),
    },
  ],
});

const rateQuestion: NewItem = {
  type: 'question',
  question_id: 'q1',
  sub_agent_id: 's1',
  agent: 'Estimator',
  task: 'A website',
  text: 'What is the hourly rate?',
  options: [],
  earlier: [],
};

describe.each<ModelApi>(['chat', 'responses'])('over %s', (api) => {
  test('words come in several pieces, with tokens counted', async () => {
    const { text, deltas, usage, model } = await ask(modelOf(api), turn('What can you do for me?'));
    expect(deltas.length).toBeGreaterThan(10);
    expect(deltas.join('')).toBe(text);
    expect(usage?.inputTokens).toBeGreaterThan(100);
    expect(usage?.outputTokens).toBeGreaterThan(100);
    expect(model).toBe('scripted-demo');
  });

  test('words and calls come in one answer', async () => {
    const { text, toolCalls } = await ask(modelOf(api), turn('Plan a call with the design team'));
    expect(text).toContain('Planner');
    expect(toolCalls.map(({ name, arguments: raw }) => [name, JSON.parse(raw)])).toEqual([
      ['delegate_to_agent', { agent_id: 'planner', message: 'Plan a call with the design team' }],
    ]);
  });

  test('a failing call fails', async () => {
    const { code } = await errorOf(ask(modelOf(api), turn('fail with 500')));
    expect(code).toBe('model_unavailable');
  });
});

describe('without a memory', () => {
  test('the same request gets the same answer, however often and however many at once', async () => {
    const requests = [turn('Hello'), turn('Plan a call with the design team'), turn('My name is Ada')];
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => ask(modelOf(), requests[n % requests.length] ?? {})),
    );
    for (const [n, answer] of answers.entries()) expect(answer).toEqual(answers[n % requests.length]);
  });

  test('the requests are counted, by who asked', async () => {
    const before = demo.requests().length;
    await ask(modelOf(), turn('Hello'));
    await ask(modelOf(), { instructions: subAgentInstructions('Writer', 'You write.') });
    expect(demo.requests().slice(before)).toEqual(['Mother', 'Writer']);
  });
});

describe('requests that are in no scene', () => {
  test('an agent that it does not know finishes politely', async () => {
    const { toolCalls } = await ask(modelOf(), {
      instructions: subAgentInstructions('Juggler', 'You juggle.'),
      tools: Object.values(subAgentTools).map(specOf),
    });
    expect(toolCalls[0]?.name).toBe('finish');
    expect(toolCalls[0]?.arguments).toContain('no part for Juggler');
  });

  test('an agent that was renamed is known by its job', async () => {
    const { toolCalls } = await ask(modelOf(), {
      instructions: subAgentInstructions('Anton', 'You plan meetings and calls.'),
      messages: [{ role: 'user', content: 'Plan a call' }],
    });
    expect(toolCalls[0]?.arguments).toContain('Which time zone');
  });

  test.each([
    ['somebody else', { instructions: 'Be brief.' }],
    ['a turn of Mother’s that is no JSON document', { instructions }],
  ])('%s gets the list of scenes', async (_, request) => {
    expect((await ask(modelOf(), request)).text).toContain('I can only play these scenes');
  });
});

describe('results and questions', () => {
  const result = (agent: string, text: string): NewItem => ({
    type: 'result',
    task_id: 't',
    agent,
    task: '',
    text,
  });

  test('several results are told in one message', async () => {
    const { text } = await ask(
      modelOf(),
      turn([result('Planner', 'At ten.'), result('Writer', 'Dear all.')]),
    );
    expect(text).toBe('Planner is done.\n\nAt ten.\n\nWriter is done.\n\nDear all.');
  });

  test('a question that arrives with a message is checked in the same answer', async () => {
    const fresh: NewItem[] = [
      { type: 'message', id: 'm1', at: '', text: 'My rate is 90 euros' },
      rateQuestion,
    ];
    const { toolCalls } = await ask(modelOf(), turn(fresh));
    expect(toolCalls.map(({ name }) => name)).toEqual(['remember', 'reply_to_agent']);
    expect(toolCalls[1]?.arguments).toContain('"message_id":"m1"');
  });

  test('"take your time" slows the check of a question down', async () => {
    const said = [{ id: 'm0', text: 'My rate is 90 euros. Take your time.' }];
    const started = performance.now();
    await ask(modelOf(), turn([rateQuestion], said));
    expect(performance.now() - started).toBeGreaterThanOrEqual(140);
  });
});

test('stopping cuts off an answer that still comes', async () => {
  const slow = await startDemoModel(0, { delayMs: { first: 0, storyPiece: 50 } });
  const model = createModel({ api: 'chat', apiKey: 'demo', baseURL: slow.url, model: 'demo' });
  const started = Promise.withResolvers<void>();
  const failed = errorOf(
    model.call(
      { ...turn('Tell me a long story'), tools: [], toolChoice: 'auto' },
      { signal: new AbortController().signal, onText: () => started.resolve() },
    ),
  );
  await started.promise;
  await slow.stop();
  expect(await failed).toMatchObject({ code: 'model_unavailable' });
});
