import { describe, expect, it } from 'vitest';
import { limits, type RunStep } from '../../src/contracts/index.ts';
import { patient } from '../support/patient.ts';
import { scenarioA, scenarioB } from '../support/scenes.ts';
import { openInMemory, type TestWorld } from '../support/test-world.ts';
import { Till, refunding } from '../support/till.ts';

// What is decided is on record by the commit that decides it: once, whoever decides, and whatever becomes of it.

async function steps<K extends RunStep['kind']>(world: TestWorld, kind: K) {
  const all = (await world.runs()).flatMap((run) => run.steps);
  return all.filter((step): step is Extract<RunStep, { kind: K }> => step.kind === kind);
}

const only = <T>([one, ...others]: readonly T[]): T => {
  if (one === undefined || others.length > 0) throw new Error('There is not one of it');
  return one;
};

describe('what Mother decides without a model', () => {
  it('another try of a task -> it was given to its agent, in a run of the message that asked for it', async () => {
    let fails = true;
    const world = await openInMemory({
      mother: scenarioA.mother,
      agents: { Planner: () => (fails ? { text: '' } : { calls: [['finish', { result: 'Planned.' }]] }) },
    });
    await world.say('Plan a call');
    fails = false;
    const failed = only(await world.tasks());
    const retry = await world.say('', { retry: { kind: 'task', id: failed.id } });
    const tasks = (await world.tasks()).map(({ id }) => id);
    expect(tasks).toHaveLength(2);
    expect((await steps(world, 'delegated')).map(({ taskId }) => taskId).toSorted()).toEqual(
      tasks.toSorted(),
    );
    const run = (await world.runs()).find(({ mail }) => mail.includes(retry));
    expect(run).toMatchObject({ outcome: 'delegated', actorId: 'mother', tenantId: world.tenantId });
  });

  it('a corrected answer -> the task that goes on from it was given to its agent', async () => {
    const world = await openInMemory(scenarioB);
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    const question = only(await world.questions());
    await world.say('', { correct: { questionId: question.id, answer: '90 euros' } });
    expect(await steps(world, 'delegated')).toHaveLength((await world.tasks()).length);
  });

  it('an answer by its card -> who gave it, once', async () => {
    const world = await openInMemory(scenarioA);
    await world.say('Plan a call');
    const { id } = only(await world.questions());
    await world.say('Berlin', { replyTo: id });
    expect(await steps(world, 'answered')).toEqual([
      { kind: 'answered', questionId: id, answeredBy: 'user', confidence: null },
    ]);
  });

  it('while her model is at work -> beside the run of that, which has all of its own', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const world = await openInMemory({
      ...scenarioA,
      mother: async (seen) => {
        const isAsked = seen.messages.some(({ text }) => text === 'Hello');
        return isAsked ? { text: 'Hello there.', after: promise } : scenarioA.mother(seen);
      },
    });
    await world.say('Plan a call');
    const { id } = only(await world.questions());
    await world.write('Hello');
    const working = world.deliver();
    await expect.poll(() => world.model.requests.length, patient).toBe(3);
    await world.write('Berlin', { replyTo: id });
    await expect.poll(async () => (await steps(world, 'answered')).length, patient).toBe(1);
    resolve();
    await working;
    expect(await steps(world, 'answered')).toHaveLength(1);
    expect(await steps(world, 'model_call')).toHaveLength(world.model.requests.length);
  });
});

describe('an answer of Mother’s', () => {
  it('is on record once, with how sure she was', async () => {
    const world = await openInMemory(scenarioB);
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    const { id } = only(await world.questions());
    expect(await steps(world, 'answered')).toEqual([
      { kind: 'answered', questionId: id, answeredBy: 'orchestrator', confidence: 0.95 },
    ]);
  });
});

describe('a yes', () => {
  it('and a stop before its agent has heard it -> that it was given is on record', async () => {
    const till = new Till();
    const world = await openInMemory(refunding(), {
      tools: [till.tool],
      asksConsent: true,
      inProcess: false,
    });
    await world.say('Refund order 1042');
    const task = only(await world.tasks());
    await world.deliver(task.subAgentId);
    await world.deliver();
    const { id: questionId, consent } = only(await world.questions());
    await world.say('', { consent: { questionId, hash: consent?.hash ?? '', decision: 'yes' } });
    await world.say('', { stop: { kind: 'task', id: task.id } });
    await world.takeWakes();
    expect(till.paid).toEqual([]);
    expect(await steps(world, 'consent')).toEqual([
      { kind: 'consent', questionId, tool: 'calculate', decision: 'yes' },
    ]);
  });
});

describe('a question that nobody answers', () => {
  it('its agent fails -> on record, beside the run that asked', async () => {
    const world = await openInMemory(scenarioA);
    await world.say('Plan a call');
    world.aheadMs += limits.questionMs;
    await world.sweepAll();
    const { subAgentId } = only(await world.tasks());
    const runs = (await world.runs()).filter(({ actorId }) => actorId === subAgentId);
    expect(runs.map(({ outcome, error }) => `${outcome}: ${error}`).toSorted()).toEqual([
      'asked: null',
      'failed: question_expired',
    ]);
  });
});
