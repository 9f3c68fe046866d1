import { describe, expect, it } from 'vitest';
import { limits } from '../../src/contracts/index.ts';
import {
  bothAsk,
  cards,
  messageWith,
  mother,
  questionOf,
  replyTo,
  results,
  script,
  taskOf,
} from '../support/alike.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Two tasks of one chat ask the same: the person is asked once, and the answer is for both.

const MINUTE = 60_000;

describe.each(['in one turn', 'one after the other'] as const)('two agents ask the same, %s', (how) => {
  it('-> one card that names both, counted once; each task waits with its own question', async () => {
    const world = await bothAsk(how);
    expect(await cards(world)).toEqual([
      expect.stringMatching(/^Agents (?:Planner and Writer|Writer and Planner) need input: which +year/iu),
    ]);
    expect(await world.chatDocument()).toMatchObject({ counts: { running: 2, waiting: 1 } });
    const [first, second] = await world.questions();
    expect([first?.sameAs, second?.sameAs].filter((one) => one !== null)).toHaveLength(1);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it.each(['Planner', 'Writer'])(
    'answered at %s -> both go on; one acknowledgement and one receipt name both',
    async (name) => {
      const world = await bothAsk(how);
      const id = await world.say('2019', { replyTo: (await questionOf(world, name)).id });
      expect(await results(world)).toEqual({
        Planner: expect.stringContaining('2019'),
        Writer: expect.stringContaining('2019'),
      });
      const acks = (await world.said()).filter(({ kind }) => kind === 'ack');
      expect(acks).toMatchObject([
        { inReplyTo: [id], content: expect.stringMatching(/Planner and Writer|Writer and Planner/u) },
      ]);
      const message = await messageWith(world, id);
      expect(message?.role === 'user' && message.passedTo?.map((one) => one.name).toSorted()).toEqual([
        'Planner',
        'Writer',
      ]);
      expect(message).toMatchObject({ resumedAt: expect.any(Number) });
      await expectSound(world);
      expect(world.errors()).toEqual([]);
    },
  );

  it('answered in prose -> passed on to both, though the model named one', async () => {
    const world = await bothAsk(how);
    const id = await world.say('2019');
    expect(await results(world)).toEqual({
      Planner: expect.stringContaining('2019'),
      Writer: expect.stringContaining('2019'),
    });
    expect(await world.said()).toContainEqual(
      expect.objectContaining({
        inReplyTo: [id],
        content: expect.stringMatching(/passed that on to (?:Planner and Writer|Writer and Planner)\.$/u),
      }),
    );
    await expectSound(world);
  });
});

describe('two tasks of one agent ask the same', () => {
  it('-> the card says for how many tasks, and the answer is for both', async () => {
    const world = await TestWorld.open(script);
    await world.say('Planner, please');
    await world.say('Planner, once more');
    expect(await cards(world)).toEqual(['Agent Planner needs input for 2 tasks: Which year?']);
    await expectSound(world);
    await world.say('2019', { replyTo: (await questionOf(world, 'Planner')).id });
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    expect((await world.said()).filter(({ kind }) => kind === 'ack')).toMatchObject([
      { content: 'Thanks, I’ve passed that on to Planner.' },
    ]);
    await expectSound(world);
  });
});

describe('what the person says to both', () => {
  it('different answers in prose -> each gets its own', async () => {
    const world = await bothAsk('in one turn', {
      ...script,
      mother: (seen) => {
        const [said] = seen.messages;
        if (!said?.text.includes('2020')) return mother(seen);
        const answers = new Map([
          ['Planner', '2019'],
          ['Writer', '2020'],
        ]);
        return {
          calls: seen.waiting.map((one) => replyTo(one.sub_agent_id, answers.get(one.agent) ?? '', said)),
        };
      },
    });
    await world.say('2019 for Planner and 2020 for Writer');
    expect(await results(world)).toEqual({
      Planner: expect.stringContaining('2019'),
      Writer: expect.stringContaining('2020'),
    });
    await expectSound(world);
  });

  it('twice -> the second answer is refused, at either of them', async () => {
    const world = await bothAsk('in one turn');
    const [first, second] = await world.questions();
    const ids = [
      await world.write('2019', { replyTo: first?.id ?? '' }),
      await world.write('2020', { replyTo: second?.id ?? '' }),
    ];
    await world.deliver();
    ids.push(await world.say('2021', { replyTo: second?.id ?? '' }));
    const written = await Promise.all(ids.map((id) => messageWith(world, id)));
    expect(written).toMatchObject([
      { status: 'handled' },
      { status: 'refused', refusal: { code: 'already_answered' } },
      { status: 'refused', refusal: { code: 'already_answered' } },
    ]);
    expect((await world.questions()).map(({ answer }) => answer)).toEqual(['2019', '2019']);
    await expectSound(world);
  });

  it('an answer that races with the second ask -> the second is asked for itself, and nothing is lost', async () => {
    const world = await TestWorld.open(script, { inProcess: false });
    await world.say('Planner, please');
    await world.deliver((await taskOf(world, 'Planner'))?.subAgentId);
    await world.deliver();
    await world.say('Writer too');
    await world.deliver((await taskOf(world, 'Writer'))?.subAgentId);
    // Mother finds the answer to the one and the other's question in her mail at once.
    await world.write('2019', { replyTo: (await questionOf(world, 'Planner')).id });
    world.inProcess = true;
    await world.deliver();
    await world.deliver((await taskOf(world, 'Planner'))?.subAgentId);
    expect(await taskOf(world, 'Planner')).toMatchObject({ status: 'completed' });
    expect(await questionOf(world, 'Writer')).toMatchObject({ status: 'relayed', sameAs: null });
    await expectSound(world);
    await world.say('2020', { replyTo: (await questionOf(world, 'Writer')).id });
    expect(await results(world)).toEqual({
      Planner: expect.stringContaining('2019'),
      Writer: expect.stringContaining('2020'),
    });
    await expectSound(world);
  });

  it('the answer of one is corrected -> that one goes on from the right answer, the other keeps what it has', async () => {
    const world = await bothAsk('in one turn');
    const { id } = await questionOf(world, 'Writer');
    await world.say('2019', { replyTo: id });
    await world.say('', { correct: { questionId: id, answer: '2020' } });
    const tasks = await world.tasks();
    expect(tasks.filter(({ supersededBy }) => supersededBy === null)).toMatchObject([
      { agentName: 'Planner', result: expect.stringContaining('2019') },
      { agentName: 'Writer', result: expect.stringContaining('2020') },
    ]);
    expect(world.errors()).toEqual([]);
  });
});

describe('one of them no longer waits', () => {
  it.each(['the first', 'the second'])(
    '%s is stopped -> the card asks for the other, and an answer to either reaches it',
    async (which) => {
      const world = await bothAsk('one after the other');
      const [stopped, left] = which === 'the first' ? ['Planner', 'Writer'] : ['Writer', 'Planner'];
      await world.say('', { stop: { kind: 'task', id: (await taskOf(world, stopped ?? ''))?.id ?? '' } });
      await world.takeWakes();
      expect(await cards(world)).toEqual([expect.stringContaining(`Agent ${left} needs input`)]);
      expect(await world.chatDocument()).toMatchObject({ counts: { running: 1, waiting: 1 } });
      await expectSound(world);
      const { id } = await questionOf(world, stopped ?? '');
      const written = await world.say('2019', { replyTo: id });
      expect(await messageWith(world, written)).toMatchObject({
        status: 'handled',
        passedTo: [{ name: left }],
      });
      expect(await taskOf(world, left ?? '')).toMatchObject({ status: 'completed' });
      await expectSound(world);
      expect(world.errors()).toEqual([]);
    },
  );

  it('the first one expires -> the other goes on waiting in its card', async () => {
    const world = await TestWorld.open(script);
    await world.say('Planner, please');
    world.aheadMs += limits.questionMs - 5 * MINUTE;
    await world.say('Writer too');
    expect(await cards(world)).toHaveLength(1);
    world.aheadMs += 6 * MINUTE;
    await world.sweepAll();
    expect(await questionOf(world, 'Planner')).toMatchObject({ status: 'expired' });
    expect(await questionOf(world, 'Writer')).toMatchObject({ status: 'relayed' });
    expect(await cards(world)).toEqual([expect.stringContaining('Agent Writer needs input')]);
    await expectSound(world);
    await world.say('2019', { replyTo: (await questionOf(world, 'Planner')).id });
    expect(await taskOf(world, 'Writer')).toMatchObject({ status: 'completed' });
    await expectSound(world);
  });

  it('all is stopped -> neither is asked for, and an answer is refused', async () => {
    const world = await bothAsk('in one turn');
    await world.say('', { stop: { kind: 'all' } });
    await world.takeWakes();
    expect((await world.questions()).map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
    const late = await world.say('2019', { replyTo: (await questionOf(world, 'Writer')).id });
    expect(await messageWith(world, late)).toMatchObject({ status: 'refused' });
    await expectSound(world);
  });

  it('a third one asks the same after the first was stopped -> in the same card', async () => {
    const world = await bothAsk('one after the other');
    await world.say('', { stop: { kind: 'task', id: (await taskOf(world, 'Planner'))?.id ?? '' } });
    await world.takeWakes();
    await world.say('Estimator as well');
    expect(await cards(world)).toEqual([expect.stringContaining('Agents Writer and Estimator need input')]);
    await expectSound(world);
    await world.say('2019', { replyTo: (await questionOf(world, 'Planner')).id });
    expect(await taskOf(world, 'Writer')).toMatchObject({ status: 'completed' });
    expect(await taskOf(world, 'Estimator')).toMatchObject({ status: 'completed' });
    await expectSound(world);
  });
});
