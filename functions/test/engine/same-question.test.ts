import { describe, expect, it } from 'vitest';
import { limits } from '../../src/contracts/index.ts';
import { plainMother } from '../support/scenes.ts';
import type { AgentView, MotherView, Reply, Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Two tasks of one chat ask the same: the person is asked once, and the answer is for both.

/** Asks these questions one after the other, and then finishes with the answers. */
const asking =
  (...questions: (string | readonly [question: string, ...options: string[]])[]) =>
  ({ results }: AgentView): Reply => {
    const next = questions[results.length];
    if (next === undefined) return { calls: [['finish', { result: results.join(' ') }]] };
    const [question, ...options] = typeof next === 'string' ? [next] : next;
    return { calls: [['ask_user', { question, options }]] };
  };

const replyTo = (sub_agent_id: string, answer: string, { id, text }: { id: string; text: string }) =>
  [
    'reply_to_agent',
    {
      sub_agent_id,
      answer,
      confidence: 0.9,
      evidence: [{ message_id: id, quote: text.includes(answer) ? answer : text }],
    },
  ] as const;

/** Delegates to the agents that a message names, answers the first that waits with any other, relays what is asked. */
function mother(seen: MotherView): Reply {
  const [said] = seen.messages;
  const relays = seen.questions.map((one) => ['ask_user', { sub_agent_id: one.sub_agent_id }] as const);
  if (!said) return seen.questions.length > 0 ? { calls: relays } : plainMother(seen);
  const named = ['planner', 'writer', 'estimator'].filter((id) => said.text.toLowerCase().includes(id));
  const tasks = named.map((id) => ['delegate_to_agent', { agent_id: id, message: `Do it, ${id}.` }] as const);
  const [waiting] = seen.waiting;
  if (named.length > 0 || !waiting) return { text: 'I’ve asked them.', calls: [...tasks, ...relays] };
  return { calls: [replyTo(waiting.sub_agent_id, said.text, said), ...relays] };
}

const MINUTE = 60_000;
const YEAR = 'Which year?';
const script: Script = {
  mother,
  agents: { Planner: asking(YEAR), Writer: asking('which  YEAR'), Estimator: asking(YEAR) },
};

const cards = async (world: TestWorld) =>
  (await world.said()).filter(({ kind }) => kind === 'question').map(({ content }) => content);

const questionOf = async (world: TestWorld, name: string) => {
  const found = (await world.questions()).findLast((one) => one.name === name);
  if (!found) throw new Error(`${name} asks nothing`);
  return found;
};

const taskOf = async (world: TestWorld, name: string) =>
  (await world.tasks()).findLast(({ agentName }) => agentName === name);

const results = async (world: TestWorld) =>
  Object.fromEntries((await world.tasks()).map(({ agentName, result }) => [agentName, result]));

const messageWith = async (world: TestWorld, id: string) =>
  (await world.messages()).find((one) => one.id === id);

/** Planner and Writer ask for the year: in one turn, or Writer a while after Planner. */
async function bothAsk(how: 'in one turn' | 'one after the other', given: Script = script) {
  const world = await TestWorld.open(given);
  if (how === 'in one turn') await world.say('Planner and Writer, please');
  else {
    await world.say('Planner, please');
    await world.say('Writer too');
  }
  return world;
}

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
