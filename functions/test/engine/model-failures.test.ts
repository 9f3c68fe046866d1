import { describe, expect, it } from 'vitest';
import { MOTHER, SCHEMA_VERSION, limits, paths, type Mail } from '../../src/contracts/index.ts';
import { ModelError } from '../../src/model/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { plainMother, scenarioA, scenarioB } from '../support/scenes.ts';
import { isMother } from '../support/stop-scene.ts';
import type { AgentView, MotherView, Reply } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, type TestWorld } from '../support/test-world.ts';

const unauthorized = () => new ModelError('model_unauthorized', '401', { transient: false });
const unavailable = () => new ModelError('model_unavailable', '500', { transient: true });
const busy = (retryAfterMs: number | null = null) =>
  new ModelError('model_busy', '429', { transient: true, retryAfterMs });

/** A part of a script that first fails with these errors, one a call. */
function failing<V>(errors: ModelError[], play: (seen: V) => Reply) {
  const left = [...errors];
  return (seen: V): Reply => {
    const error = left.shift();
    return error ? { error } : play(seen);
  };
}

const openFailing = (...errors: ModelError[]) => openInMemory({ mother: failing(errors, plainMother) });

/** So long, and no two of them alike. */
const around = (ms: number): unknown => expect.toSatisfy((one: number) => Math.abs(one / ms - 1) <= 0.25);

describe('the model fails while Mother answers', () => {
  it('401 -> a failed message with the code and the way out; retried, a new one stands for it', async () => {
    const world = await openFailing(unauthorized());
    const id = await world.say('Hello');
    const [failed] = await world.said();
    expect(failed).toMatchObject({
      status: 'failed',
      content: '',
      inReplyTo: [id],
      error: { code: 'model_unauthorized', message: expect.stringContaining('OPENAI_API_KEY') },
    });
    expect(world.model.requests).toHaveLength(1);
    await expectSound(world);

    await world.say('', { retry: { kind: 'message', id: failed?.id ?? '' } });

    const [stopped, again] = await world.said();
    expect(stopped).toMatchObject({ id: failed?.id, status: 'stopped' });
    expect(again).toMatchObject({ status: 'complete', inReplyTo: expect.arrayContaining([id]) });
    const { memory } = await world.mother();
    expect(memory.recent.map(({ text }) => text)).toEqual(['Hello', 'Hello there, nice to meet you.']);
    await expectSound(world);
  });

  it('a try again of what was tried again already -> refused, without a model call', async () => {
    const world = await openFailing(unauthorized());
    await world.say('Hello');
    const [failed] = await world.said();
    const retry = { kind: 'message', id: failed?.id ?? '' } as const;
    await world.say('', { retry });
    const calls = world.model.requests.length;
    const second = await world.say('', { retry });
    expect((await world.messages()).find(({ id }) => id === second)).toMatchObject({
      status: 'refused',
      refusal: { message: expect.stringContaining('tried again already') },
    });
    expect(world.model.requests).toHaveLength(calls);
  });

  it('429 with a short Retry-After -> waited for in place, and answered', async () => {
    const world = await openFailing(busy(2_000));
    await world.say('Hello');
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    expect(world.model.requests).toHaveLength(2);
    expect(world.slept).toEqual([2_000]);
    await expectSound(world);
  });

  it('429 with a longer Retry-After -> says when it goes on, is woken then, and answers', async () => {
    const world = await openFailing(busy(120_000));
    await world.say('Hello');
    const [waiting] = await world.said();
    expect(waiting).toMatchObject({ status: 'streaming', retryAt: expect.any(Number) });
    expect(await world.mother()).toMatchObject({ owner: null, attempts: 0, dueAt: waiting?.retryAt });
    // Somebody else wakes her before: she keeps to it.
    await world.deliver();
    expect(world.model.requests).toHaveLength(1);
    await world.sweepAll(3);
    expect(await world.said()).toMatchObject([{ status: 'streaming' }]);
    world.aheadMs += 120_000;
    await world.sweepAll();
    expect(await world.said()).toMatchObject([{ status: 'complete', retryAt: null }]);
    expect(await world.mother()).toMatchObject({ attempts: 0, dueAt: null });
    await expectSound(world);
  });

  it('429 with a Retry-After of more than 5 minutes -> fails visibly', async () => {
    const world = await openFailing(busy(301_000));
    await world.say('Hello');
    expect(await world.said()).toMatchObject([{ status: 'failed', error: { code: 'model_busy' } }]);
    await expectSound(world);
  });

  it('500 twice, then an answer -> waited for in place, and answered', async () => {
    const world = await openFailing(unavailable(), unavailable());
    await world.say('Hello');
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    expect(world.slept).toEqual([around(1_000), around(2_000)]);
    expect((await world.runs()).map(({ steps }) => steps.length)).toEqual([3]);
    await expectSound(world);
  });

  it('500 three times -> says when it goes on, and gives the lease back until then', async () => {
    const world = await openFailing(unavailable(), unavailable(), unavailable());
    await world.say('Hello');
    expect(world.model.requests).toHaveLength(3);
    const [waiting] = await world.said();
    expect(waiting).toMatchObject({ status: 'streaming', retryAt: expect.any(Number) });
    expect(await world.mother()).toMatchObject({ owner: null, dueAt: waiting?.retryAt, attempts: 0 });
    await world.sweepAll();
    expect(await world.said()).toMatchObject([{ status: 'complete', retryAt: null }]);
    await expectSound(world);
  });

  it('of many that failed in the same moment, no two come back in the same one', async () => {
    const worlds = await Promise.all(Array.from({ length: 4 }, () => openFailing(unavailable())));
    for (const world of worlds) await world.say('Hello');
    expect(new Set(worlds.map(({ slept }) => slept[0])).size).toBe(4);
  });

  it.each([
    ['500', unavailable, 'model_unavailable'],
    ['429', busy, 'model_busy'],
    ['429 with a short Retry-After', () => busy(1_000), 'model_busy'],
    ['429 with a longer Retry-After', () => busy(60_000), 'model_busy'],
  ])('%s over and over -> waited out for five minutes, then a failed message', async (_, fails, code) => {
    const world = await openFailing(...Array.from({ length: 99 }, () => fails()));
    const began = world.engine.now();
    await world.say('Hello');
    while ((await world.said())[0]?.status === 'streaming' && world.aheadMs < 3_600_000)
      await world.sweepAll(1);
    expect(await world.said()).toMatchObject([{ status: 'failed', error: { code } }]);
    const waited = world.engine.now() - began;
    expect(waited).toBeGreaterThanOrEqual(limits.longestBackOffMs);
    // The last pause, and a minute until a sweep comes by.
    expect(waited).toBeLessThan(limits.longestBackOffMs + 130_000);
    expect(world.model.requests.length).toBeLessThan(10);
    await expectSound(world);
  });

  it('500 in another turn later -> waited out anew', async () => {
    const world = await openFailing(unavailable(), unavailable(), unavailable());
    await world.say('Hello');
    await world.sweepAll();
    world.aheadMs += 3_600_000;
    const another = await world.another({ mother: failing([unavailable()], plainMother) });
    await another.say('And again');
    expect(another.slept).toEqual([around(1_000)]);
    expect((await another.said()).map(({ status }) => status)).toEqual(['complete', 'complete']);
  });

  it('an answer that cannot be used -> told so once; the second one -> a failed message', async () => {
    const replies: Reply[] = [{ raw: [['delegate_to_agent', '{"agent_id":']] }, { text: '' }];
    const world = await openInMemory({ mother: () => replies.shift() ?? { text: 'Too late.' } });
    await world.say('Hello');
    expect(world.model.requests).toHaveLength(2);
    expect(JSON.stringify(world.model.requests[1]?.messages)).toContain('not valid JSON');
    expect(await world.said()).toMatchObject([{ status: 'failed', error: { code: 'model_invalid_answer' } }]);
    await expectSound(world);
  });

  it.each<[what: string, reply: Reply]>([
    ['an empty answer', { text: '  ' }],
    ['a call of a tool that there is not', { calls: [['launch_rocket', {}]] }],
    ['arguments that are no JSON', { raw: [['delegate_to_agent', 'planner']] }],
    ['arguments of another shape', { calls: [['delegate_to_agent', { agent: 'planner' }]] }],
    ['an agent that there is not', { calls: [['delegate_to_agent', { agent_id: 'ghost', message: 'Go' }]] }],
    [
      'an agent id that is a path',
      { calls: [['delegate_to_agent', { agent_id: '../agents/planner', message: 'Go' }]] },
    ],
  ])('%s, then a good one -> answered, and nothing was started', async (_, reply) => {
    const replies = [reply];
    const world = await openInMemory({ mother: (seen) => replies.shift() ?? plainMother(seen) });
    await world.say('Hello');
    expect(world.model.requests).toHaveLength(2);
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    expect(await world.tasks()).toEqual([]);
    await expectSound(world);
  });

  it.each<[how: string, reply: Reply]>([
    ['by a length limit', { text: 'Once upon', isCut: true }],
    ['by its content filter', { text: 'Once upon', isCut: true, refusal: 'The filter stopped this.' }],
  ])('an answer that the provider cut off %s -> shown, and that it was cut', async (_, reply) => {
    const world = await openInMemory({ mother: () => reply });
    await world.say('Hello');
    expect(await world.said()).toMatchObject([
      { status: 'complete', content: 'Once upon\n\n(The provider cut this answer off here.)' },
    ]);
    await expectSound(world);
  });

  it('a refusal -> its words are the answer', async () => {
    const world = await openInMemory({ mother: () => ({ refusal: 'I can’t help with that.' }) });
    await world.say('Hello');
    expect(await world.said()).toMatchObject([{ status: 'complete', content: 'I can’t help with that.' }]);
    await expectSound(world);
  });
});

describe('more waits for Mother than one turn takes', () => {
  /** Planner waits for the person, and Mother for the provider, with these lines before her. */
  async function backingOff() {
    const errors = [busy(200_000)];
    const world = await openInMemory({
      ...scenarioA,
      mother: (seen) => {
        const error = seen.messages[0]?.text.startsWith('Line') ? errors.pop() : undefined;
        return error ? { error } : scenarioA.mother(seen);
      },
    });
    await world.say('Plan a call');
    for (let line = 0; line < limits.mailPerTurn + 3; line += 1) await world.write(`Line ${line}`);
    await world.deliver();
    const calls = world.model.requests.filter(isMother).length;
    return { world, calls };
  }

  it('a stop of everything after them -> comes first, and they are not taken up', async () => {
    const { world, calls } = await backingOff();
    await world.say('', { stop: { kind: 'all' } });
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled' }]);
    const written = (await world.messages()).filter(({ role }) => role === 'user');
    expect(written.filter(({ status }) => status !== 'handled')).toEqual([]);
    await world.sweepAll();
    expect(world.model.requests.filter(isMother)).toHaveLength(calls);
    await expectSound(world);
  });

  it('a stop of one task, or an answer that names its question, after them -> comes first', async () => {
    const { world, calls } = await backingOff();
    const [asked] = await world.questions();
    const answer = await world.say('Berlin', { replyTo: asked?.id ?? '' });
    expect((await world.messages()).find(({ id }) => id === answer)).toMatchObject({ status: 'handled' });
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    expect(world.model.requests.filter(isMother)).toHaveLength(calls);

    const { world: another } = await backingOff();
    const [task] = await another.tasks();
    await another.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
    expect(await another.tasks()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('an end of all that somebody else ordered after them -> comes first', async () => {
    const { world } = await backingOff();
    await world.database.commit([
      create<Mail>(paths.mail.one(world.chat, 'end'), {
        schemaVersion: SCHEMA_VERSION,
        to: MOTHER,
        createdAt: SERVER_TIME,
        kind: 'end_all',
        reason: 'orchestration_off',
      }),
    ]);
    await world.deliver();
    expect(await world.tasks()).toMatchObject([
      { status: 'cancelled', error: { code: 'orchestration_off' } },
    ]);
    world.aheadMs += 200_000;
    await world.sweepAll();
    await expectSound(world);
  });
});

describe('the model fails at something else', () => {
  it('while Mother checks a question -> the person is asked, as it is', async () => {
    const world = await openInMemory({
      ...scenarioB,
      mother: (seen: MotherView) => (seen.questions[0] ? { error: unauthorized() } : scenarioB.mother(seen)),
    });
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    expect(await world.questions()).toMatchObject([
      { status: 'relayed', text: 'What is the hourly rate?', suggestion: null },
    ]);
    expect((await world.runs()).map(({ outcome }) => outcome).toSorted()).toEqual([
      'asked',
      'delegated',
      'failed',
    ]);
    await expectSound(world);
  });

  it('while Mother words a result -> it is told by template', async () => {
    const world = await openInMemory({
      ...scenarioA,
      mother: (seen: MotherView) => (seen.results[0] ? { error: unauthorized() } : scenarioA.mother(seen)),
    });
    await world.say('Plan a call');
    const [asked] = await world.questions();
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    const [task] = await world.tasks();
    expect((await world.said()).at(-1)).toMatchObject({
      kind: 'result',
      status: 'complete',
      taskIds: [task?.id],
      content: expect.stringContaining('Planner is done.'),
    });
    await expectSound(world);
  });
});

describe('the model of a sub-agent fails', () => {
  const failingPlanner = (...errors: ModelError[]) => {
    const planner = (seen: AgentView): Reply =>
      seen.results[0] === undefined
        ? { calls: [['ask_user', { question: 'Which time zone?' }]] }
        : failLater(seen);
    const failLater = failing(errors, ({ results }: AgentView): Reply => ({
      calls: [['finish', { result: `Call planned: ${results[0]}` }]],
    }));
    return openInMemory({ ...scenarioA, agents: { Planner: planner } });
  };

  /** Plays up to the point at which the planner has its answer, and fails. */
  async function failed(...errors: ModelError[]) {
    const world = await failingPlanner(...errors);
    await world.say('Plan a call');
    const [asked] = await world.questions();
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    const [task] = await world.tasks();
    return { world, task };
  }

  it('its task fails with the code, and the person is told', async () => {
    const { world, task } = await failed(unauthorized());
    expect(task).toMatchObject({ status: 'failed', error: { code: 'model_unauthorized' } });
    expect((await world.said()).at(-1)).toMatchObject({
      kind: 'result',
      taskIds: [task?.id],
      content: expect.stringContaining('Planner could not finish.'),
    });
    await expectSound(world);
  });

  it('tried again -> another goes on from the transcript, and does not ask what was answered', async () => {
    const { world, task } = await failed(unauthorized());
    const id = await world.say('', { retry: { kind: 'task', id: task?.id ?? '' } });
    const [old, fresh] = await world.tasks();
    expect(old).toMatchObject({ id: task?.id, status: 'failed', supersededBy: fresh?.id });
    expect(fresh).toMatchObject({
      status: 'completed',
      continuesTaskId: task?.id,
      result: expect.stringContaining('Berlin'),
    });
    expect(await world.questions()).toHaveLength(1);
    expect((await world.said()).map(({ content }) => content)).toContain('Planner is trying again.');
    expect((await world.messages()).find((one) => one.id === id)).toMatchObject({ status: 'handled' });
    await expectSound(world);
  });

  it('tried again twice -> the second wish is refused', async () => {
    const { world, task } = await failed(unauthorized());
    const retry = { kind: 'task', id: task?.id ?? '' } as const;
    await world.say('', { retry });
    const second = await world.say('', { retry });
    expect((await world.messages()).find((one) => one.id === second)).toMatchObject({ status: 'refused' });
    expect(await world.tasks()).toHaveLength(2);
    await expectSound(world);
  });

  it('tried again twice at once -> one new task', async () => {
    const { world, task } = await failed(unauthorized());
    const retry = { kind: 'task', id: task?.id ?? '' } as const;
    await Promise.all([world.write('', { retry }), world.write('', { retry })]);
    await world.deliver();
    expect(await world.tasks()).toHaveLength(2);
    const statuses = (await world.messages()).flatMap((one) =>
      'retry' in one && one.retry ? [one.status] : [],
    );
    expect(statuses.toSorted()).toEqual(['handled', 'refused']);
    await expectSound(world);
  });

  it('429 with a longer Retry-After -> waits without a lease, and goes on when it is time', async () => {
    const { world, task } = await failed(busy(120_000));
    expect(task).toMatchObject({ status: 'running' });
    const { subAgentId = '' } = task ?? {};
    expect(await world.subAgentState({ actorId: subAgentId })).toMatchObject({ owner: null, attempts: 0 });
    await world.deliver(subAgentId);
    const calls = world.model.requests.length;
    world.aheadMs += 121_000;
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    // The planner's, and Mother's who words the result.
    expect(world.model.requests.length - calls).toBe(2);
    await expectSound(world);
  });

  it('its words were cut off by the provider -> its result says so', async () => {
    const world = await openInMemory({
      ...scenarioA,
      agents: { Planner: () => ({ text: 'First, call', isCut: true }) },
    });
    await world.say('Plan a call');
    expect(await world.tasks()).toMatchObject([
      { status: 'completed', result: 'First, call\n\n(The provider cut this answer off here.)' },
    ]);
    await expectSound(world);
  });

  it('nobody is there at all -> the person hears of it at once, and not after minutes', async () => {
    const nobody = new ModelError('model_unavailable', 'ECONNREFUSED', { transient: true, isReached: false });
    const world = await openInMemory({ mother: () => ({ error: nobody }) });
    await world.say('Hello');
    expect(await world.said()).toMatchObject([{ status: 'failed', error: { code: 'model_unavailable' } }]);
    expect(world.slept).toHaveLength(2);
    await expectSound(world);
  });

  it('503 for two minutes -> its task is completed', async () => {
    const until = Date.now() + 120_000;
    const world: TestWorld = await openInMemory({
      ...scenarioA,
      agents: {
        Planner: () =>
          world.engine.now() < until
            ? { error: unavailable() }
            : { calls: [['finish', { result: 'Planned.' }]] },
      },
    });
    await world.say('Plan a call');
    await world.sweepAll(1);
    expect(await world.tasks()).toMatchObject([{ status: 'running' }]);
    for (let minute = 1; minute < 4; minute += 1) await world.sweepAll(1);
    expect(await world.tasks()).toMatchObject([{ status: 'completed', result: 'Planned.' }]);
    await expectSound(world);
  });

  it('answers twice in a row what cannot be used -> its task fails', async () => {
    const world = await openInMemory({ ...scenarioA, agents: { Planner: () => ({ text: '' }) } });
    await world.say('Plan a call');
    expect(await world.tasks()).toMatchObject([
      { status: 'failed', error: { code: 'model_invalid_answer' } },
    ]);
    await expectSound(world);
  });

  it('never comes to an end -> its task fails at the limit of steps', async () => {
    const calculating = (): Reply => ({ calls: [['calculate', { expression: '1 + 1' }]] });
    const world = await openInMemory({ ...scenarioB, agents: { Estimator: calculating } });
    await world.say('Estimate 24 hours.');
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'too_many_steps' } }]);
    await expectSound(world);
  });

  it('fills its transcript with calls -> its task fails; Retry begins anew, with room for its work', async () => {
    const all = Array.from({ length: 20 }, () => ['calculate', { expression: '1 + 1' }] as const);
    let fills = Number.POSITIVE_INFINITY;
    const world = await openInMemory({
      ...scenarioB,
      agents: {
        Estimator: () => {
          fills -= 1;
          return fills < 0 ? { calls: [['finish', { result: 'Two.' }]] } : { calls: all };
        },
      },
    });
    await world.say('Estimate 24 hours.');
    const [first] = await world.tasks();
    expect(first).toMatchObject({ status: 'failed', error: { code: 'too_many_steps' } });
    // What room the first try has left is not enough for one more step like its others.
    fills = 1;
    await world.say('', { retry: { kind: 'task', id: first?.id ?? '' } });
    const second = (await world.tasks()).find(({ continuesTaskId }) => continuesTaskId === first?.id);
    expect(second).toMatchObject({ status: 'completed', result: 'Two.' });
    expect(await world.transcript(second?.subAgentId ?? '')).toHaveLength(1 + 1 + all.length + 1);
    await expectSound(world);
  });
});
