import { describe, expect, it } from 'vitest';
import {
  YEAR,
  asking,
  bothAsk,
  cards,
  mother,
  questionOf,
  results,
  script,
  taskOf,
} from '../support/alike.ts';
import type { MotherView, Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// What counts as the same question, and what becomes of one that is asked again.

describe('asked again', () => {
  it('by both -> once for both; a third time -> each task fails by its own ladder', async () => {
    const world = await bothAsk('in one turn', {
      ...script,
      agents: { Planner: asking(YEAR, YEAR, YEAR), Writer: asking(YEAR, YEAR, YEAR) },
    });
    const first = await questionOf(world, 'Planner');
    await world.say('no idea', { replyTo: first.id });
    expect(await cards(world)).toEqual([
      expect.stringContaining('need input'),
      expect.stringMatching(/^Agents .* and .* ask again: Which year\?$/u),
    ]);
    await expectSound(world);
    // Whoever answers the first card once more means the question that is asked now.
    await world.say('hm', { replyTo: first.id });
    expect(await world.tasks()).toMatchObject([
      { status: 'failed', error: { code: 'repeated_question' } },
      { status: 'failed', error: { code: 'repeated_question' } },
    ]);
    await expectSound(world);
  });

  it('by one of them -> for that one alone, and a late answer to the card goes to it', async () => {
    const world = await bothAsk('in one turn', {
      ...script,
      agents: { Planner: asking(YEAR), Writer: asking(YEAR, YEAR) },
    });
    const { id } = await questionOf(world, 'Planner');
    await world.say('no idea', { replyTo: id });
    expect((await cards(world)).at(-1)).toBe('Agent Writer asks again: Which year?');
    await world.say('2019', { replyTo: id });
    expect((await results(world))['Writer']).toContain('2019');
    await expectSound(world);
  });
});

describe('what is not the same', () => {
  it('other options -> a card each', async () => {
    const world = await bothAsk('in one turn', {
      ...script,
      agents: { Planner: asking([YEAR, '2019', '2020']), Writer: asking([YEAR, '2019', '2021']) },
    });
    expect(await cards(world)).toHaveLength(2);
    expect(await world.chatDocument()).toMatchObject({ counts: { running: 2, waiting: 2 } });
    await expectSound(world);
  });

  it('the same options in another order -> one card', async () => {
    const world = await bothAsk('in one turn', {
      ...script,
      agents: { Planner: asking([YEAR, '2019', '2020']), Writer: asking([YEAR, '2020', '2019']) },
    });
    expect(await cards(world)).toHaveLength(1);
    await expectSound(world);
  });
});

describe('the same in other words', () => {
  const reworded = (sameAs: (seen: MotherView, agent: string) => string | undefined): Script => ({
    agents: { Planner: asking(YEAR), Writer: asking('In what year was that?') },
    mother: (seen) =>
      seen.questions.length === 0
        ? mother(seen)
        : {
            calls: seen.questions.map(({ sub_agent_id, agent }) => [
              'ask_user',
              { sub_agent_id, same_as: sameAs(seen, agent) },
            ]),
          },
  });
  const otherOf = (seen: MotherView, agent: string) =>
    [...seen.waiting, ...seen.questions].find((one) => one.agent !== agent)?.question_id;

  it.each(['in one turn', 'one after the other'] as const)(
    'as Mother’s model says, %s -> one card, and one answer for both',
    async (how) => {
      const world = await bothAsk(how, reworded(otherOf));
      expect(await cards(world)).toHaveLength(1);
      await expectSound(world);
      await world.say('2019', { replyTo: (await questionOf(world, 'Writer')).id });
      expect(await results(world)).toEqual({
        Planner: expect.stringContaining('2019'),
        Writer: expect.stringContaining('2019'),
      });
      await expectSound(world);
    },
  );

  it.each([
    ['itself', (seen: MotherView) => seen.questions[0]?.question_id],
    ['nothing that there is', () => 'nothing'],
    ['what is no id', () => '../states/mother'],
  ])('of %s -> a card of its own', async (_, sameAs) => {
    const world = await bothAsk('one after the other', reworded(sameAs));
    expect(await cards(world)).toHaveLength(2);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('the first is answered while Mother looks at the second -> that answer is offered, not passed on', async () => {
    const looking = Promise.withResolvers<undefined>();
    const answered = Promise.withResolvers<undefined>();
    const world = await TestWorld.open({
      agents: { Planner: asking(YEAR), Writer: asking('In what year was that?') },
      mother: async (seen) => {
        const [asked] = seen.questions;
        if (asked?.agent !== 'Writer') return mother(seen);
        looking.resolve(undefined);
        await answered.promise;
        const { sub_agent_id } = asked;
        return { calls: [['ask_user', { sub_agent_id, same_as: seen.waiting[0]?.question_id }]] };
      },
    });
    await world.say('Planner, please');
    const working = world.say('Writer too');
    await looking.promise;
    await world.write('2019', { replyTo: (await questionOf(world, 'Planner')).id });
    await expect.poll(async () => (await questionOf(world, 'Planner')).status).toBe('answered');
    answered.resolve(undefined);
    await working;
    await world.deliver((await taskOf(world, 'Planner'))?.subAgentId);
    expect(await questionOf(world, 'Writer')).toMatchObject({
      status: 'relayed',
      sameAs: null,
      suggestion: '2019',
    });
    await expectSound(world);
  });
});
