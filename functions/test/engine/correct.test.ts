import { describe, expect, it } from 'vitest';
import { scenarioA, scenarioB } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { TestWorld } from '../support/test-world.ts';

/** The planner asks for the zone, then for the day; both answers reappear in the result. */
const twoQuestions: Script = {
  ...scenarioA,
  agents: {
    Planner: ({ results }) => {
      if (results[0] === undefined) return { calls: [['ask_user', { question: 'Which time zone?' }]] };
      if (results[1] === undefined) return { calls: [['ask_user', { question: 'Which day?' }]] };
      return { calls: [['finish', { result: `${results[0]} ${results[1]}` }]] };
    },
  },
};

const firstQuestion = async (world: TestWorld) => (await world.questions())[0]?.id ?? '';

describe('an answer is put right', () => {
  it('after the end -> the old task is superseded, a new one goes on from the question with the right answer', async () => {
    const world = await TestWorld.open(scenarioB);
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    const questionId = await firstQuestion(world);
    await world.say('', { correct: { questionId, answer: '90 euros' } });
    const [old, again] = await world.tasks();
    expect(old).toMatchObject({ status: 'completed', supersededBy: again?.id });
    expect(again).toMatchObject({ status: 'completed', continuesTaskId: old?.id, supersededBy: null });
    const transcript = await world.transcript(again?.subAgentId ?? '');
    expect(transcript.filter(({ role }) => role === 'user')).toMatchObject([
      {},
      { content: '90 euros', answeredBy: 'user', questionId },
    ]);
    expect(await world.questions()).toMatchObject([{ answer: '80 euros', correction: '90 euros' }]);
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'result', taskIds: [again?.id] });
    expect(world.errors()).toEqual([]);
  });

  it('while a later question waits -> that question is withdrawn, and asked again by the new task', async () => {
    const world = await TestWorld.open(twoQuestions);
    await world.say('Plan a call');
    const questionId = await firstQuestion(world);
    await world.say('Berlin', { replyTo: questionId });
    await world.say('', { correct: { questionId, answer: 'Lisbon' } });
    const [old, again] = await world.tasks();
    expect(old).toMatchObject({ status: 'cancelled', supersededBy: again?.id });
    expect(again).toMatchObject({ status: 'waiting' });
    const questions = await world.questions();
    expect(questions.map(({ status }) => status)).toEqual(['answered', 'withdrawn', 'relayed']);
    await world.say('Monday', { replyTo: questions[2]?.id ?? '' });
    const [, done] = await world.tasks();
    expect(done?.result).toMatch(/Lisbon.*Monday/u);
    expect((await world.chatDocument()).counts).toEqual({ running: 0, waiting: 0 });
    expect(world.errors()).toEqual([]);
  });

  it('twice -> the first correction is superseded as well, and the last answer counts', async () => {
    const world = await TestWorld.open(scenarioB);
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    const questionId = await firstQuestion(world);
    await world.say('', { correct: { questionId, answer: '90 euros' } });
    await world.say('', { correct: { questionId, answer: '100 euros' } });
    const [first, second, third] = await world.tasks();
    expect([first?.supersededBy, second?.supersededBy, third?.supersededBy]).toEqual([
      second?.id,
      third?.id,
      null,
    ]);
    expect(await world.questions()).toMatchObject([{ correction: '100 euros' }]);
  });

  it('during the run of the correction before -> that run ends, the new one takes its place', async () => {
    const held = Promise.withResolvers<unknown>();
    let holding = false;
    const world = await TestWorld.open({
      ...scenarioB,
      agents: {
        Estimator: async (seen) => {
          const reply = await scenarioB.agents?.['Estimator']?.(seen);
          return { ...reply, ...(holding && seen.messages.length === 3 ? { after: held.promise } : {}) };
        },
      },
    });
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    const questionId = await firstQuestion(world);
    holding = true;
    await world.write('', { correct: { questionId, answer: '90 euros' } });
    const running = world.deliver();
    while ((await world.tasks()).length < 2 || world.model.requests.at(-1)?.messages.length !== 3) {
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    holding = false;
    await world.say('', { correct: { questionId, answer: '100 euros' } });
    held.resolve(null);
    await running;
    expect((await world.tasks()).map(({ status }) => status)).toEqual([
      'completed',
      'cancelled',
      'completed',
    ]);
    expect(world.errors()).toEqual([]);
  });

  it('both at once -> one is done, the other is told to wait', async () => {
    const world = await TestWorld.open(scenarioB);
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    const questionId = await firstQuestion(world);
    await world.write('', { correct: { questionId, answer: '90 euros' } });
    await world.write('', { correct: { questionId, answer: '100 euros' } });
    await world.deliver();
    expect(
      (await world.messages()).filter(({ role, status }) => role === 'user' && status === 'refused'),
    ).toHaveLength(1);
    expect(await world.tasks()).toHaveLength(2);
  });

  it('of a question that has no answer -> refused', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    await world.say('', { correct: { questionId: await firstQuestion(world), answer: 'Lisbon' } });
    expect((await world.messages()).at(-1)).toMatchObject({ status: 'refused' });
  });
});
