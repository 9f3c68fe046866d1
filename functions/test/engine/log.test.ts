import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ToolError, type Tool } from '../../src/connectors/index.ts';
import { MOTHER, limits, paths } from '../../src/contracts/index.ts';
import { Log, entryOf, knownOf, lines, withoutWords } from '../../src/engine/log.ts';
import { runIdOf } from '../../src/engine/recorder.ts';
import { ModelError, createModel } from '../../src/model/index.ts';
import { PreconditionFailed } from '../../src/store/port.ts';
import { Dispatcher, play } from '../support/dispatcher.ts';
import { Gate } from '../support/gate.ts';
import { ModelServer, fails } from '../support/model-server.ts';
import { plainMother, scenes, twoAtOnce } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { openInMemory, type TestWorld } from '../support/test-world.ts';

// A line of the log says whose it is, and nothing of what anybody said.

const named = (world: TestWorld) => world.logged.map(({ event }) => event);

/** Every line of an actor names it, and the run that its audit record has. */
async function expectBound(world: TestWorld): Promise<void> {
  for (const { event, fields } of world.logged) {
    const { epoch, actorId } = fields;
    expect({ event, ...fields }).toMatchObject({ ...world.chat, actorId: expect.any(String) });
    if (typeof epoch !== 'number' || epoch === 0) continue;
    expect(fields['runId']).toBe(runIdOf({ ...world.chat, actorId: String(actorId) }, epoch));
  }
  const over = world.logged.flatMap(({ event, fields }) => (event === 'run' ? [fields['runId']] : []));
  expect((await world.runs()).map(({ id }) => id)).toEqual(expect.arrayContaining(over));
}

/** Those that are on record of one who was at work: what Mother decides without her model has no line. */
const runsAtWork = async (world: TestWorld) =>
  (await world.runs()).filter(({ steps }) => steps.some(({ kind }) => kind === 'model_call'));

describe('what a chat costs in lines', () => {
  it('a direct answer -> one, with its figures', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.say('Hello');
    expect(named(world)).toEqual(['run']);
    expect(world.logged[0]?.fields).toMatchObject({
      ...world.chat,
      actorId: MOTHER,
      epoch: 1,
      runId: runIdOf({ ...world.chat, actorId: MOTHER }, 1),
      kind: 'mother',
      outcome: 'answered',
      error: null,
      modelCalls: 1,
      inputTokens: 100,
      waitedMs: expect.any(Number),
      firstWordMs: expect.any(Number),
      completeMs: expect.any(Number),
    });
  });

  it('a delegation, a question to the person and the result -> five, one for each run in which a model was asked', async () => {
    const world = await openInMemory(scenes.withChip.script);
    await play(world, scenes.withChip, () => world.deliver());
    expect(world.logged.map(({ event, fields }) => [event, fields['kind'], fields['outcome']])).toEqual([
      ['run', 'mother', 'delegated'],
      ['run', 'sub_agent', 'asked'],
      ['run', 'mother', 'answered'],
      ['run', 'sub_agent', 'finished'],
      ['run', 'mother', 'answered'],
    ]);
    expect(world.logged).toHaveLength((await runsAtWork(world)).length);
  });

  it('nothing of the person’s in the turn -> nobody waited for it', async () => {
    const world = await openInMemory(scenes.withChip.script);
    await play(world, scenes.withChip, () => world.deliver());
    expect(world.logged.at(-1)?.fields).toMatchObject({
      waitedMs: null,
      firstWordMs: null,
      completeMs: null,
    });
  });

  it.each([...Object.values(scenes), twoAtOnce])('$name -> each line says whose it is', async (scene) => {
    const world = await openInMemory(scene.script);
    await play(world, scene, () => world.deliver());
    expect(named(world)).toContain('run');
    await expectBound(world);
  });

  it('every event delivered thrice at once -> no line for those who were not the first', async () => {
    const world = await openInMemory(twoAtOnce.script, { inProcess: false });
    const dispatcher = new Dispatcher(world);
    await play(world, twoAtOnce, () => dispatcher.storm(3));
    expect(named(world).filter((name) => name !== 'world_moved')).toEqual(
      (await runsAtWork(world)).map(() => 'run'),
    );
    await expectBound(world);
  });
});

describe('what has to be noticed has a line', () => {
  it('a stalled step that is taken up a fourth time -> given up', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.write('Hello');
    await world.deliver();
    await world.write('Again');
    await world.change(paths.states.one(world.chat, MOTHER), { attempts: limits.attempts + 1 });
    await world.deliver();
    expect(named(world)).toEqual(['run', 'step_given_up', 'run']);
    expect(world.logged.at(-1)?.fields).toMatchObject({ outcome: 'failed', error: 'interrupted' });
    await expectBound(world);
  });

  it('an owner that another one takes over from -> its lease is lost, once, and the other one’s run is over', async () => {
    const world = await openInMemory({ mother: plainMother });
    const gate = new Gate();
    world.model.beforeAnswer = gate.pass;
    const answered = world.say('Hello');
    await gate.reached;
    const other = await world.another({ mother: plainMother });
    other.aheadMs += limits.leaseMs;
    await other.deliver();
    gate.letGo();
    await answered;
    expect(named(world)).toEqual(['lease_lost']);
    expect(world.logged[0]?.fields).toMatchObject({ epoch: 1 });
    expect(named(other)).toEqual(['run']);
    expect(other.logged[0]?.fields).toMatchObject({ epoch: 2 });
    await expectBound(world);
  });

  it('what was sent outside and has no answer -> unknown, once', async () => {
    const world = await openInMemory(secretive, { tools: [payment('lost')] });
    await world.say(canary('message'));
    expect(named(world).filter((name) => name === 'effect_unknown')).toHaveLength(1);
    await expectBound(world);
  });

  it('a question that was answered while its task was decided -> decided again', async () => {
    const world = await openInMemory({ mother: plainMother });
    let isMoved = false;
    world.store.beforeCommit = (writes) => {
      if (isMoved || writes.every(({ path }) => !path.startsWith('orchestration_runs/'))) return;
      isMoved = true;
      throw new PreconditionFailed('A precondition did not hold');
    };
    await world.say('Hello');
    expect(named(world)).toEqual(['world_moved', 'run']);
    await expectBound(world);
  });
});

const canary = (of: string) => `canary-${of}-7f3a`;

/** All that anybody says holds a word that is nowhere else. */
const secretive: Script = {
  mother: (seen) => {
    if (seen.messages[0])
      return {
        text: canary('reply'),
        calls: [['delegate_to_agent', { agent_id: 'estimator', message: canary('goal') }]],
      };
    const [asked] = seen.questions;
    if (asked) return { calls: [['ask_user', { sub_agent_id: asked.sub_agent_id }]] };
    return { text: canary('words of the result') };
  },
  agents: {
    Estimator: ({ results }) => {
      if (results.length === 0) return { calls: [['calculate', { expression: canary('argument') }]] };
      if (results.length === 1) return { calls: [['ask_user', { question: canary('question') }]] };
      return { calls: [['finish', { result: canary('result') }]] };
    },
  },
};

/** A tool with an effect outside, which answers, says no, fails, or never answers in time. */
function payment(how: 'answers' | 'refuses' | 'fails' | 'lost'): Tool {
  return {
    name: 'calculate',
    description: 'Pays.',
    verb: 'Paying',
    input: z.object({ expression: z.string() }),
    output: z.object({ receipt: z.string() }),
    outside: { idempotent: false },
    run: async () => {
      if (how === 'refuses') throw new ToolError(canary('refusal'));
      if (how === 'fails' || how === 'lost') throw new Error(canary('failure'));
      return Promise.resolve({ receipt: canary('receipt') });
    },
  };
}

describe('nothing that anybody said is in the log', () => {
  const everything = (world: TestWorld) => JSON.stringify(world.logged);

  it.each(['answers', 'refuses', 'fails'] as const)('the tool %s', async (how) => {
    const world = await openInMemory(secretive, { tools: [payment(how)] });
    await world.say(canary('message'));
    const [asked] = await world.questions();
    await world.say(canary('answer'), { replyTo: asked?.id ?? '' });
    expect(await world.tasks()).toMatchObject([{ status: 'completed', result: canary('result') }]);
    expect(named(world)).toContain('run');
    expect(everything(world)).not.toContain('canary');
  });

  it('the model’s own code breaks over what it was given', async () => {
    const world = await openInMemory({ mother: () => JSON.parse(canary('answer')) });
    await expect(world.say(canary('message'))).rejects.toThrow('canary');
    expect(named(world)).toEqual(['wake_failed']);
    expect(world.logged[0]?.fields).toMatchObject({
      error: 'SyntaxError',
      at: expect.stringContaining('at '),
    });
    expect(everything(world)).not.toContain('canary');
    await expectBound(world);
  });

  it('documents that cannot be read', async () => {
    const world = await openInMemory(secretive, { tools: [payment('answers')] });
    await world.say(canary('message'));
    const [task] = await world.tasks();
    await world.change(paths.tasks.one(world.chat, task?.id ?? ''), { status: canary('status'), goal: 7 });
    const id = await world.write(canary('message'));
    await world.change(paths.messages.one(world.chat, id), { retry: canary('retry') });
    await world.deliver();
    await world.deliver(task?.subAgentId);
    expect(named(world)).toContain('mail_unreadable');
    expect(everything(world)).not.toContain('canary');
    await expectBound(world);
  });
});

describe('a provider', () => {
  const server = new ModelServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it.each([401, 400, 500])(
    'that answers %i and quotes key and prompt -> its code, and no word of it',
    async (status) => {
      server.treat(fails(status, { message: `${canary('key')} ${canary('message')}`, type: 'an error' }));
      const world = await openInMemory({ mother: plainMother });
      const model = createModel({ model: 'any', apiKey: canary('key'), baseURL: server.baseURL });
      world.model.beforeAnswer = async (request) => {
        await model.call(request, { signal: AbortSignal.timeout(5_000), onText: () => undefined });
      };
      await world.say(canary('message'));
      expect(server.received.length).toBeGreaterThan(0);
      expect(named(world)).toContain('model_call_failed');
      expect(JSON.stringify(world.logged)).not.toContain('canary');
      await expectBound(world);
    },
  );
});

describe('what a line may hold of an error', () => {
  it('our own and the database’s words; of any other its name, and where it arose', () => {
    const ofDatabase = Object.assign(new Error('10 ABORTED: users/u1 is locked'), { code: 10 });
    const busy = new ModelError('model_busy', 'status 429', { transient: true });
    expect(knownOf(ofDatabase).error).toBe('Error: 10 ABORTED: users/u1 is locked');
    expect(knownOf(busy).error).toBe('ModelError: status 429');
    expect(knownOf(new TypeError(canary('x')))).toEqual({
      error: 'TypeError',
      at: expect.stringMatching(/^ +at /u),
    });
    expect(JSON.stringify(knownOf(new Error(`${canary('x')}\n    at ${canary('y')}`)))).not.toContain(
      'canary',
    );
    expect(knownOf(canary('x'))).toEqual({ error: 'string', at: '' });
  });

  it('as the platform gets to see it -> the same', () => {
    expect(withoutWords(new TypeError(canary('x'))).stack).not.toContain('canary');
    expect(withoutWords(new PreconditionFailed('It has moved')).message).toContain('It has moved');
  });

  it('a line in Cloud Logging has its name in a field of its own, whatever its level', () => {
    expect(entryOf('error', 'wake_failed', { error: 'TypeError' })).toEqual({
      severity: 'ERROR',
      message: 'wake_failed',
      event: 'wake_failed',
      error: 'TypeError',
    });
  });

  it('whose a line is cannot be said otherwise by what it holds', () => {
    const written: unknown[] = [];
    const log = new Log((level, line, fields) => written.push({ level, line, fields }));
    const own = log.of({ uid: 'u', chatId: 'c', actorId: 'a' });
    own.at(3);
    own.write('run', { uid: 'another' });
    log.write('swept');
    expect(written).toEqual([
      {
        level: lines.run,
        line: 'run',
        fields: { uid: 'u', chatId: 'c', actorId: 'a', epoch: 3, runId: 'u-c-a-3' },
      },
      { level: lines.swept, line: 'swept', fields: {} },
    ]);
  });
});
