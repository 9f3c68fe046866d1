import { describe, expect, it } from 'vitest';
import { MOTHER } from '../../src/contracts/index.ts';
import { patient } from '../support/patient.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import type { AgentView, MotherView, Reply, Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, type TestWorld } from '../support/test-world.ts';

const delegate = (...agents: string[]): Reply => ({
  text: 'I’ve asked them.',
  calls: agents.map((id) => ['delegate_to_agent', { agent_id: id, message: `Do your part, ${id}.` }]),
});

/** Delegates the first thing that is said, cancels on "Stop", and words the rest. */
const delegating =
  (...agents: string[]) =>
  (seen: MotherView): Reply => {
    const [said] = seen.messages;
    if (said?.text === 'Stop') {
      return {
        text: 'Stopped.',
        calls: seen.tasks.map((task) => ['cancel_task', { task_id: task.task_id }]),
      };
    }
    return said ? delegate(...agents) : plainMother(seen);
  };

/** Asks these questions one after the other, and then finishes with the answers. */
const asking =
  (...questions: string[]) =>
  ({ results }: AgentView): Reply => {
    const next = questions[results.length];
    if (next !== undefined) return { calls: [['ask_user', { question: next }]] };
    return { calls: [['finish', { result: results.join(' ') }]] };
  };

const relayedIn = async (world: TestWorld, name?: string) =>
  (await world.questions()).filter(
    (one) => one.status === 'relayed' && (name === undefined || one.name === name),
  );

/** Answers the one question that waits (of this agent) with its button. */
async function answer(world: TestWorld, words: string, name?: string): Promise<void> {
  const [asked] = await relayedIn(world, name);
  if (!asked) throw new Error('No question waits');
  await world.say(words, { replyTo: asked.id });
}

describe('several agents', () => {
  const both: Script = {
    mother: delegating('planner', 'writer'),
    agents: { Planner: asking('Which time zone?'), Writer: asking('Which audience?') },
  };

  it('two in one answer work at the same time, and not while Mother holds her lease', async () => {
    const started = new Map<string, () => void>();
    const areBothAtWork = Promise.all(
      ['Planner', 'Writer'].map((name) => new Promise<void>((resolve) => started.set(name, resolve))),
    );
    const together =
      (name: string) =>
      async (seen: AgentView): Promise<Reply> => {
        started.get(name)?.();
        await areBothAtWork;
        expect(await world.mother()).toMatchObject({ owner: null, leaseEndsAt: null });
        return { calls: [['finish', { result: `${name} had: ${seen.brief}` }]] };
      };
    const world = await openInMemory({
      mother: delegating('planner', 'writer'),
      agents: { Planner: together('Planner'), Writer: together('Writer') },
    });
    await world.say('Plan the call and announce it');
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('two wait, and are answered in the other order -> each gets its own answer', async () => {
    const world = await openInMemory(both);
    await world.say('Plan the call and announce it');
    expect(await relayedIn(world)).toHaveLength(2);
    await expectSound(world);
    await answer(world, 'For customers', 'Writer');
    await expectSound(world);
    await answer(world, 'Berlin', 'Planner');
    const results = Object.fromEntries((await world.tasks()).map((task) => [task.agentName, task.result]));
    expect(results['Writer']).toContain('For customers');
    expect(results['Planner']).toContain('Berlin');
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('both answers arrive at once -> both go on', async () => {
    const world = await openInMemory(both);
    await world.say('Plan the call and announce it');
    const asked = await relayedIn(world);
    await Promise.all(asked.map(({ id, name }) => world.write(`For ${name}`, { replyTo: id })));
    await Promise.all([world.deliver(), world.deliver()]);
    expect(await world.tasks()).toMatchObject([
      { status: 'completed', result: expect.stringContaining('For Planner') },
      { status: 'completed', result: expect.stringContaining('For Writer') },
    ]);
    await expectSound(world);
  });
});

describe('questions', () => {
  it('three different ones in a row -> each is asked once, and all answers reach the agent', async () => {
    const world = await openInMemory({
      mother: delegating('planner'),
      agents: { Planner: asking('Which time zone?', 'Which day?', 'Who takes part?') },
    });
    await world.say('Plan a call');
    for (const words of ['Berlin', 'Friday', 'Ada and Grace']) {
      await expectSound(world);
      await answer(world, words);
    }
    const [task] = await world.tasks();
    expect(task?.status).toBe('completed');
    for (const words of ['Berlin', 'Friday', 'Ada and Grace']) expect(task?.result).toContain(words);
    expect((await world.questions()).map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    await expectSound(world);
  });

  it('more than the limit -> the task fails, and says so', async () => {
    const world = await openInMemory({
      mother: delegating('planner'),
      agents: { Planner: asking(...Array.from({ length: 12 }, (_, n) => `Question number ${n}?`)) },
    });
    await world.say('Plan a call');
    for (let n = 0; (await relayedIn(world)).length > 0; n += 1) await answer(world, `Answer ${n}`);
    expect(await world.questions()).toHaveLength(8);
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'too_many_questions' } }]);
    await expectSound(world);
  });

  it('answered from context, then asked again -> goes to the person without a check; a third time -> the task fails', async () => {
    const world = await openInMemory({
      mother: (seen) => {
        const [question] = seen.questions;
        const said = seen.conversation.find(({ from }) => from === 'person');
        if (!question || !said) return delegating('planner')(seen);
        const evidence = [{ message_id: said.id, quote: 'in Berlin' }];
        const { sub_agent_id } = question;
        return { calls: [['reply_to_agent', { sub_agent_id, answer: 'Berlin', confidence: 1, evidence }]] };
      },
      agents: { Planner: asking('Which time zone?', 'which time zone', 'Which TIME zone??') },
    });
    await world.say('Plan a call in Berlin');
    // Mother was asked twice: what to do, and what to answer. The repetition went past her.
    expect(world.model.requests.filter(({ instructions }) => instructions.includes('Mother.'))).toHaveLength(
      2,
    );
    expect(await world.questions()).toMatchObject([
      { status: 'answered', answeredBy: 'orchestrator', attempt: 1 },
      { status: 'relayed', attempt: 2 },
    ]);
    expect((await world.said()).at(-1)).toMatchObject({ content: expect.stringContaining('asks again') });
    await expectSound(world);
    await answer(world, 'I said Berlin');
    expect(await world.questions()).toHaveLength(2);
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'repeated_question' } }]);
    expect((await world.tasks())[0]?.error?.message).toContain('three times');
    expect((await world.said()).at(-1)?.content).toBe('Planner could not finish.');
    await expectSound(world);
  });

  it('answered from context with a quote that is not there, or a number that no quote holds -> the person is asked, with the guess', async () => {
    for (const [quote, guess] of [
      ['My rate is 90 euros', '90 euros'],
      ['My rate is 80 euros', '800 euros'],
    ] as const) {
      const world = await openInMemory({
        mother: (seen) => {
          const [question] = seen.questions;
          const said = seen.conversation.find(({ from }) => from === 'person');
          if (!question || !said) return delegating('estimator')(seen);
          const evidence = [{ message_id: said.id, quote }];
          const { sub_agent_id } = question;
          return { calls: [['reply_to_agent', { sub_agent_id, answer: guess, confidence: 1, evidence }]] };
        },
        agents: { Estimator: asking('What is the hourly rate?') },
      });
      await world.say('My rate is 80 euros. Estimate 24 hours.');
      expect(await world.questions()).toMatchObject([{ status: 'relayed', suggestion: guess }]);
      await expectSound(world);
    }
  });
});

describe('a task that is cancelled', () => {
  it('while its agent’s model works -> the call is aborted, and nothing of it is written', async () => {
    const world = await openInMemory({
      mother: delegating('planner'),
      agents: { Planner: () => ({ text: 'Too late', after: new Promise(() => undefined) }) },
    });
    await world.write('Plan a call');
    const working = world.deliver();
    await expect.poll(() => world.model.requests.length, patient).toBe(2);
    await world.say('Stop');
    await working;
    await world.takeWakes();
    expect(world.model.aborted).toHaveLength(1);
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', result: null }]);
    const [subAgent] = await world.subAgents();
    expect(subAgent).toMatchObject({ status: 'cancelled' });
    expect(await world.transcript(subAgent?.id ?? '')).toHaveLength(1);
    expect(await world.mother()).toMatchObject({ tasks: [] });
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('while it waits -> its question is withdrawn, and an answer that still comes is refused', async () => {
    const world = await openInMemory({
      mother: delegating('planner'),
      agents: { Planner: asking('Which time zone?') },
    });
    await world.say('Plan a call');
    const [asked] = await relayedIn(world);
    await world.say('Stop');
    await world.takeWakes();
    expect(await world.questions()).toMatchObject([{ status: 'withdrawn' }]);
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', questionId: null }]);
    const late = await world.say('Berlin', { replyTo: asked?.id ?? '' });
    expect((await world.messages()).find(({ id }) => id === late)).toMatchObject({
      status: 'refused',
      refusal: { message: expect.stringContaining('no longer asked') },
    });
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });
});

describe('the mail of one turn', () => {
  it('several messages that came while nobody looked -> one turn answers all', async () => {
    const world = await openInMemory({ mother: plainMother });
    const ids = [await world.write('One'), await world.write('Two'), await world.write('Three')];
    await world.deliver();
    expect(world.model.requests).toHaveLength(1);
    expect(await world.said()).toMatchObject([{ inReplyTo: ids }]);
    await expectSound(world);
  });

  it('more than fit into a turn -> the next turn takes the rest, in order', async () => {
    const world = await openInMemory({ mother: plainMother });
    const ids: string[] = [];
    for (let n = 0; n < 25; n += 1) ids.push(await world.write(`Message ${n}`));
    await world.deliver(MOTHER);
    expect((await world.said()).map(({ inReplyTo }) => inReplyTo)).toEqual([ids.slice(0, 20), ids.slice(20)]);
    await expectSound(world);
  });

  it('scenario A in a chat with another task that waits -> neither disturbs the other', async () => {
    const world = await openInMemory(scenarioA);
    await world.say('Plan a call');
    const [first] = await relayedIn(world);
    await answer(world, 'Berlin');
    await world.say('Plan another call');
    await answer(world, 'Lisbon');
    expect((await world.tasks()).map(({ result }) => result)).toEqual([
      expect.stringContaining('Berlin'),
      expect.stringContaining('Lisbon'),
    ]);
    expect(first?.id).not.toBe((await world.questions())[1]?.id);
    await expectSound(world);
  });
});
