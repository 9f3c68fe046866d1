import { describe, expect, it } from 'vitest';
import { plainMother, scenarioA, scenarioB } from '../support/scenes.ts';
import { TestWorld } from '../support/test-world.ts';

describe('a direct answer', () => {
  it('is one message that replies to the person’s, which is handled', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    const id = await world.say('Hello');
    const [said, answer, ...others] = await world.messages();
    expect(others).toEqual([]);
    expect(said).toMatchObject({ role: 'user', status: 'handled' });
    expect(answer).toMatchObject({
      role: 'assistant',
      kind: 'text',
      status: 'complete',
      content: 'Hello there, nice to meet you.',
      inReplyTo: [id],
    });
    expect(await world.mother()).toMatchObject({ owner: null, leaseEndsAt: null, step: 1 });
    expect((await world.runs()).map(({ outcome }) => outcome)).toEqual(['answered']);
    expect(world.errors()).toEqual([]);
  });
});

describe('scenario A: the person is asked', () => {
  it('asks once, passes the answer that names its question on without a model call, and reports the result', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    const [asked] = await world.questions();
    expect(asked).toMatchObject({ status: 'relayed', text: 'Which time zone?', attempt: 1 });
    expect(await world.tasks()).toMatchObject([{ status: 'waiting', questionId: asked?.id }]);
    expect(await world.subAgents()).toMatchObject([{ status: 'waiting_for_user' }]);
    const callsBefore = world.model.requests.length;

    const answerId = await world.say('Berlin', { replyTo: asked?.id ?? '' });

    // One call of the planner's, one of Mother's to word the result; none to route the answer.
    expect(world.model.requests.length - callsBefore).toBe(2);
    expect(await world.questions()).toMatchObject([
      { status: 'answered', answer: 'Berlin', answeredBy: 'user' },
    ]);
    const [task] = await world.tasks();
    expect(task).toMatchObject({ status: 'completed', result: expect.stringContaining('Berlin') });
    const said = await world.said();
    expect(said.map(({ kind }) => kind)).toEqual(['text', 'question', 'ack', 'result']);
    expect(said.at(-1)).toMatchObject({ taskIds: [task?.id], content: expect.stringContaining('Berlin') });
    const answer = (await world.messages()).find(({ id }) => id === answerId);
    expect(answer).toMatchObject({
      status: 'handled',
      passedTo: [{ name: 'Planner' }],
      resumedAt: expect.any(Number),
    });
    expect(await world.mail()).toEqual([]);
    expect(world.errors()).toEqual([]);
  });

  it('takes an answer in prose, by a quote from the newer message', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    await world.say('They are in Berlin');
    expect(await world.questions()).toMatchObject([
      { status: 'answered', answer: 'They are in Berlin', answeredBy: 'user' },
    ]);
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    expect((await world.said()).map(({ kind }) => kind)).toEqual(['text', 'question', 'text', 'result']);
    expect(world.errors()).toEqual([]);
  });

  it('answered twice -> the second is refused, and says by whom it was answered', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    const [asked] = await world.questions();
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    const second = await world.say('Lisbon', { replyTo: asked?.id ?? '' });
    const refused = (await world.messages()).find(({ id }) => id === second);
    expect(refused).toMatchObject({
      status: 'refused',
      refusal: { code: 'already_answered', message: expect.stringContaining('Berlin') },
    });
    expect(await world.tasks()).toHaveLength(1);
  });
});

describe('scenario B: answered from context', () => {
  it('never asks the person, and shows which of their words were used', async () => {
    const world = await TestWorld.open(scenarioB);
    const id = await world.say('My rate is 80 euros. Estimate 24 hours.');
    const [question] = await world.questions();
    expect(question).toMatchObject({
      status: 'answered',
      answer: '80 euros',
      answeredBy: 'orchestrator',
      relayedAt: null,
    });
    const said = await world.said();
    expect(said.map(({ kind }) => kind)).toEqual(['text', 'ack', 'result']);
    expect(said[1]?.answered).toMatchObject({
      name: 'Estimator',
      evidence: [{ messageId: id, quote: 'My rate is 80 euros' }],
    });
    expect(said[2]?.content).toContain('1920');
    expect(world.errors()).toEqual([]);
  });
});
