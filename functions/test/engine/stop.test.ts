import { describe, expect, it } from 'vitest';
import { plainMother, scenarioA } from '../support/scenes.ts';
import { TestWorld } from '../support/test-world.ts';

/** Resolves when `holds` does; asks again after each write of the engine's, and a few times a second. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('stop of a turn', () => {
  it('while the model works -> the call is aborted, what was said stays, nothing else happens', async () => {
    const never = Promise.withResolvers<unknown>();
    const world = await TestWorld.open({
      mother: () => ({
        text: 'Once upon a time',
        calls: [['delegate_to_agent', { agent_id: 'planner', message: 'Plan.' }]],
        after: never.promise,
      }),
    });
    await world.write('Tell me a story');
    const turn = world.deliver();
    await until(() => world.model.requests.length === 1);
    await world.write('', { stop: { kind: 'turn', id: 'mother-0' } });
    await turn;
    const [said, answer, stop] = await world.messages();
    expect(said).toMatchObject({ status: 'handled' });
    expect(answer).toMatchObject({ id: 'mother-0', status: 'stopped', error: null });
    expect(stop).toMatchObject({ status: 'handled' });
    expect(await world.tasks()).toEqual([]);
    expect(world.model.requests).toHaveLength(1);
    expect((await world.mother()).step).toBe(1);
    expect(world.errors()).toEqual([]);
  });

  it('before the turn began -> the message is handled without an answer and without a model call', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    await world.write('Hello');
    await world.write('', { stop: { kind: 'all' } });
    await world.deliver();
    expect(await world.messages()).toMatchObject([{ status: 'handled' }, { status: 'handled' }]);
    expect(world.model.requests).toEqual([]);
  });

  it('after its owner died -> what was streamed stays, and the next turn has a message of its own', async () => {
    const never = Promise.withResolvers<never>();
    const world = await TestWorld.open({ mother: plainMother });
    world.store.afterCommit = (writes) =>
      writes.some(({ path }) => path.endsWith('/messages/mother-0')) ? never.promise : undefined;
    await world.write('Hello');
    void world.deliver();
    await until(async () => (await world.said()).length === 1);
    const other = await TestWorld.open({ mother: plainMother }, { chat: world.chat, aheadMs: 61_000 });
    await other.write('', { stop: { kind: 'turn', id: 'mother-0' } });
    await other.deliver();
    expect(await other.said()).toMatchObject([{ id: 'mother-0', status: 'stopped' }]);
    await other.say('And now?');
    expect(await other.said()).toMatchObject([
      { id: 'mother-0', status: 'stopped' },
      { id: 'mother-1', status: 'complete' },
    ]);
    expect(other.errors()).toEqual([]);
  });

  it('too late -> refused, and the answer stays', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    await world.say('Hello');
    await world.say('', { stop: { kind: 'turn', id: 'mother-0' } });
    expect(await world.messages()).toMatchObject([{}, { status: 'complete' }, { status: 'refused' }]);
  });
});

describe('stop of a task', () => {
  it('while it waits -> cancelled, its question withdrawn, the badges back to nothing; an answer is refused', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    const [task] = await world.tasks();
    const [question] = await world.questions();
    await world.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', questionId: null }]);
    expect(await world.questions()).toMatchObject([{ status: 'withdrawn' }]);
    expect(await world.subAgents()).toMatchObject([{ status: 'cancelled' }]);
    expect((await world.chatDocument()).counts).toEqual({ running: 0, waiting: 0 });
    await world.say('Berlin', { replyTo: question?.id ?? '' });
    expect((await world.messages()).at(-1)).toMatchObject({ status: 'refused' });
    expect(world.errors()).toEqual([]);
  });

  it('while its model works -> the call is aborted and nothing is added to the transcript', async () => {
    const never = Promise.withResolvers<unknown>();
    const world = await TestWorld.open({
      ...scenarioA,
      agents: { Planner: () => ({ text: 'x', after: never.promise }) },
    });
    await world.write('Plan a call');
    const work = world.deliver();
    await until(() => world.model.requests.length === 2);
    const [task] = await world.tasks();
    await world.write('', { stop: { kind: 'task', id: task?.id ?? '' } });
    await world.deliver();
    await work;
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled' }]);
    expect(await world.transcript(task?.subAgentId ?? '')).toHaveLength(1);
    expect(await world.subAgentState({ actorId: task?.subAgentId ?? '' })).toMatchObject({
      phase: 'ended',
      owner: null,
    });
    expect(world.errors()).toEqual([]);
  });

  it('an answer of it put right in the same moment -> stopped, and the correction is refused in words', async () => {
    const ask = { calls: [['ask_user', { question: 'Which zone?' }]] as const };
    const never = Promise.withResolvers<unknown>();
    const world = await TestWorld.open({
      ...scenarioA,
      agents: {
        Planner: ({ results }) => (results.length === 0 ? ask : { text: 'x', after: never.promise }),
      },
    });
    await world.say('Plan a call');
    const [{ id: questionId, taskId } = { id: '', taskId: '' }] = await world.questions();
    await world.write('Berlin', { replyTo: questionId });
    const work = world.deliver();
    await until(() => world.model.requests.length === 4);
    await world.write('', { correct: { questionId, answer: 'Lisbon' } });
    await world.write('', { stop: { kind: 'task', id: taskId } });
    await world.deliver();
    await work;
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', supersededBy: null }]);
    expect((await world.messages()).slice(-2)).toMatchObject([
      { status: 'refused', refusal: { code: 'not_found', message: expect.stringContaining('stopped') } },
      { status: 'handled' },
    ]);
    expect(world.errors()).toEqual([]);
  });

  it('twice -> the second is refused', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    const [task] = await world.tasks();
    await world.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
    await world.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
    expect((await world.messages()).slice(-2)).toMatchObject([{ status: 'handled' }, { status: 'refused' }]);
  });
});

describe('stop of everything', () => {
  it('right after a Retry or a correction -> neither begins anything', async () => {
    const world = await TestWorld.open({
      ...scenarioA,
      agents: {
        Planner: ({ results }) =>
          results.length === 0
            ? { calls: [['ask_user', { question: 'Which zone?' }]] }
            : { calls: [['finish', { result: 'Planned.' }]] },
      },
    });
    await world.say('Plan a call');
    const [{ id: questionId } = { id: '' }] = await world.questions();
    await world.say('Berlin', { replyTo: questionId });
    await world.write('', { correct: { questionId, answer: 'Lisbon' } });
    await world.write('', { stop: { kind: 'all' } });
    await world.deliver();
    expect(await world.tasks()).toMatchObject([{ status: 'completed', supersededBy: null }]);
    expect((await world.messages()).slice(-2)).toMatchObject([
      { status: 'refused', refusal: { message: expect.stringContaining('stopped everything') } },
      { status: 'handled' },
    ]);
    expect(world.errors()).toEqual([]);
  });
});
