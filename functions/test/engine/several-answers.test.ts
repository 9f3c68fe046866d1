import { describe, expect, it } from 'vitest';
import { plainMother } from '../support/scenes.ts';
import type { AgentView, MotherView, Reply } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// One message that answers several questions, or of which it is unclear which it answers.

const asking =
  (question: string) =>
  ({ results }: AgentView): Reply =>
    results[0] === undefined
      ? { calls: [['ask_user', { question }]] }
      : { calls: [['finish', { result: results.join(' ') }]] };

const agents = { Planner: asking('Which year?'), Writer: asking('Which city?') };

type Said = MotherView['messages'][number];
type Calls = NonNullable<Reply['calls']>;

const agentNamed = (seen: MotherView, name: string) =>
  seen.tasks.find(({ agent }) => agent === name)?.sub_agent_id;

const answering = (
  seen: MotherView,
  said: Said,
  name: string,
  answer: string,
  quote = answer,
): Calls[number] => [
  'reply_to_agent',
  {
    sub_agent_id: agentNamed(seen, name),
    answer,
    confidence: 0.9,
    evidence: [{ message_id: said.id, quote }],
  },
];

/** Planner and Writer wait, each with a question of its own; what the person says then is dealt with by `hear`. */
async function bothWait(hear: (seen: MotherView, said: Said) => Reply): Promise<TestWorld> {
  const world = await TestWorld.open({
    agents,
    mother: (seen) => {
      const [said] = seen.messages;
      if (said && seen.waiting.length > 0) return hear(seen, said);
      if (!said) return seen.questions.length === 0 ? plainMother(seen) : relayAll(seen);
      const ids = ['planner', 'writer'];
      return { calls: ids.map((id) => ['delegate_to_agent', { agent_id: id, message: 'Do it.' }]) };
    },
  });
  await world.say('Plan and write');
  expect(await world.chatDocument()).toMatchObject({ counts: { waiting: 2 } });
  return world;
}

const relayAll = (seen: MotherView): Reply => ({
  calls: seen.questions.map(({ sub_agent_id }) => ['ask_user', { sub_agent_id }]),
});

const results = async (world: TestWorld) =>
  Object.fromEntries((await world.tasks()).map(({ agentName, result }) => [agentName, result]));

const messageWith = async (world: TestWorld, id: string) =>
  (await world.messages()).find((one) => one.id === id);

/** What Mother has said about a message. */
const repliesTo = async (world: TestWorld, id: string) =>
  (await world.said()).filter(({ inReplyTo }) => inReplyTo.includes(id));

const questionOf = async (world: TestWorld, name: string) =>
  (await world.questions()).findLast((one) => one.name === name)?.id ?? '';

describe('one message answers two questions', () => {
  it('-> each agent gets its part as it was quoted; the receipt and one acknowledgement name both', async () => {
    const world = await bothWait((seen, said) => ({
      calls: [answering(seen, said, 'Planner', '2019'), answering(seen, said, 'Writer', 'Lisbon')],
    }));
    const id = await world.say('2019 for Planner and Lisbon for Writer');
    expect(await results(world)).toEqual({
      Planner: expect.stringMatching(/2019(?!.*Lisbon)/u),
      Writer: expect.stringMatching(/Lisbon(?!.*2019)/u),
    });
    expect(await messageWith(world, id)).toMatchObject({
      passedTo: [{ name: 'Planner' }, { name: 'Writer' }],
      resumedAt: expect.any(Number),
    });
    expect(await repliesTo(world, id)).toMatchObject([
      { content: 'Thanks, I’ve passed that on to Planner and Writer.' },
    ]);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('and asks for something new -> the answer is passed on, and the new task begins, in one reply', async () => {
    const world = await bothWait((seen, said) => ({
      calls: [
        answering(seen, said, 'Planner', '2019'),
        ['delegate_to_agent', { agent_id: 'writer', message: 'Write a poem.' }],
      ],
    }));
    const id = await world.say('2019. And write a poem!');
    expect((await world.tasks()).map(({ agentName, status }) => `${agentName} ${status}`)).toEqual([
      'Planner completed',
      'Writer waiting',
      'Writer waiting',
    ]);
    const [reply, ...more] = await repliesTo(world, id);
    expect(more).toEqual([]);
    expect(reply?.content).toMatch(/passed that on to Planner\.\n\nI’ve asked Writer/u);
    await expectSound(world);
  });

  it('one of the two has been answered by its button meanwhile -> the other holds, and the model is told', async () => {
    let calls = 0;
    const world: TestWorld = await bothWait((seen, said) => {
      calls += 1;
      return calls === 1
        ? { calls: [answering(seen, said, 'Planner', '2019'), answering(seen, said, 'Writer', 'Lisbon')] }
        : { text: 'Planner has it.' };
    });
    world.model.beforeAnswer = async () => {
      world.model.beforeAnswer = () => undefined;
      const questionId = await questionOf(world, 'Writer');
      await world.write('Porto', { replyTo: questionId });
      await expect
        .poll(async () => (await world.questions()).find((one) => one.id === questionId)?.status)
        .toBe('answered');
    };
    const id = await world.say('2019 for Planner and Lisbon for Writer');
    expect(await results(world)).toEqual({
      Planner: expect.stringContaining('2019'),
      Writer: expect.stringContaining('Porto'),
    });
    expect(await messageWith(world, id)).toMatchObject({ passedTo: [{ name: 'Planner' }] });
    expect(await repliesTo(world, id)).toMatchObject([{ content: 'Planner has it.' }]);
    await expectSound(world);
  });

  it('one of the two quotes is none -> the other holds, and one button asks for the one, in the same message', async () => {
    const world = await bothWait((seen, said) => ({
      calls: [
        answering(seen, said, 'Planner', '2019'),
        answering(seen, said, 'Writer', 'Lisbon', 'in Lisboa'),
      ],
    }));
    const id = await world.say('2019 for Planner and Lisbon for Writer');
    expect((await results(world))['Planner']).toContain('2019');
    expect(await messageWith(world, id)).toMatchObject({ passedTo: [{ name: 'Planner' }] });
    const writers = await questionOf(world, 'Writer');
    expect(await repliesTo(world, id)).toMatchObject([
      {
        content: 'Thanks, I’ve passed that on to Planner.\n\nIs this for Writer: “Lisbon”?',
        choices: [{ questionId: writers, answer: 'Lisbon' }],
      },
    ]);
    await expectSound(world);
  });
});

describe('it is unclear which question a message answers', () => {
  const which = (seen: MotherView, said: Said, more: object = {}): Calls[number] => [
    'ask_which',
    {
      sub_agent_ids: seen.waiting.map(({ sub_agent_id }) => sub_agent_id),
      message_id: said.id,
      quote: said.text,
      ...more,
    },
  ];

  it('-> one message with a button for each, and nothing beside it; the button answers its question', async () => {
    const world = await bothWait((seen, said) => ({ calls: [which(seen, said)] }));
    const before = (await world.said()).length;
    const id = await world.say('2019');
    const [planners, writers] = [await questionOf(world, 'Planner'), await questionOf(world, 'Writer')];
    const said = (await world.said()).slice(before);
    expect(said).toMatchObject([{ kind: 'text', inReplyTo: [id] }]);
    expect(said[0]?.content).toMatch(
      /^Is this for (?:Planner or for Writer|Writer or for Planner): “2019”\?$/u,
    );
    expect(said[0]?.choices.toSorted((a, b) => (a.questionId < b.questionId ? -1 : 1))).toEqual(
      [planners, writers].toSorted().map((questionId) => ({ questionId, answer: '2019' })),
    );
    expect(await messageWith(world, id)).not.toHaveProperty('passedTo');
    expect((await world.questions()).map(({ suggestion }) => suggestion)).toEqual([null, null]);
    await expectSound(world);

    await world.say('2019', { replyTo: planners });
    expect((await results(world))['Planner']).toContain('2019');
    expect(await world.questions()).toContainEqual(
      expect.objectContaining({ id: writers, status: 'relayed' }),
    );
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('with a question of her own -> her words stand, and hold no second question', async () => {
    const world = await bothWait((seen, said) => ({ text: 'Whose is that?', calls: [which(seen, said)] }));
    const id = await world.say('2019');
    expect(await repliesTo(world, id)).toMatchObject([{ content: 'Whose is that?', choices: [{}, {}] }]);
  });

  it('said in prose which one -> the words before are the answer', async () => {
    const world = await bothWait((seen, said) =>
      said.text === '2019'
        ? { calls: [which(seen, said)] }
        : { calls: [answering(seen, said, 'Planner', '2019', 'the planner')] },
    );
    await world.say('2019');
    await world.say('I meant the planner');
    expect((await results(world))['Planner']).toContain('2019');
    await expectSound(world);
  });

  it('guessed for both without their words -> one message with both guesses', async () => {
    const world = await bothWait((seen, said) => ({
      calls: [answering(seen, said, 'Planner', '2020'), answering(seen, said, 'Writer', 'Porto')],
    }));
    const id = await world.say('As always');
    expect(await repliesTo(world, id)).toMatchObject([
      { choices: [{ answer: '2020' }, { answer: 'Porto' }], content: expect.stringMatching(/\?$/u) },
    ]);
    await expectSound(world);
  });

  it('what two ask in one card -> one button for both, which answers both', async () => {
    const world = await TestWorld.open({
      agents: { ...agents, Estimator: asking('Which year?') },
      mother: (seen) => {
        const [said] = seen.messages;
        if (said && seen.waiting.length > 0) return { calls: [which(seen, said)] };
        if (!said) return seen.questions.length === 0 ? plainMother(seen) : relayAll(seen);
        const ids = ['planner', 'writer', 'estimator'];
        return { calls: ids.map((id) => ['delegate_to_agent', { agent_id: id, message: 'Do it.' }]) };
      },
    });
    await world.say('Plan, write and estimate');
    const id = await world.say('2019');
    const [reply] = await repliesTo(world, id);
    expect(reply?.choices).toHaveLength(2);
    expect(reply?.content).toMatch(/for (?:Planner and Estimator|Estimator and Planner)\b/u);
    await world.say('2019', { replyTo: await questionOf(world, 'Estimator') });
    expect(await results(world)).toMatchObject({
      Planner: expect.stringContaining('2019'),
      Estimator: expect.stringContaining('2019'),
      Writer: null,
    });
    await expectSound(world);
  });

  it('words that the person did not write, or agents that do not wait -> the model is told, nobody is asked', async () => {
    const heard: string[] = [];
    const world = await bothWait((seen, said) => {
      heard.push(...seen.exchanges.filter(({ role }) => role === 'tool').map(({ content }) => content));
      return seen.exchanges.length > 0
        ? { text: 'What do you mean?' }
        : { calls: [which(seen, said, { quote: '2020' }), which(seen, said, { sub_agent_ids: ['nobody'] })] };
    });
    const id = await world.say('2019');
    expect(heard).toEqual([expect.stringContaining('quote'), expect.stringContaining('None of these')]);
    expect(await repliesTo(world, id)).toMatchObject([{ content: 'What do you mean?', choices: [] }]);
    await expectSound(world);
  });
});
