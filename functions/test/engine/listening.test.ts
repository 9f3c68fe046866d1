import { describe, expect, it } from 'vitest';
import { limits } from '../../src/contracts/index.ts';
import { patient } from '../support/patient.ts';
import { scenarioA } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { isMother } from '../support/stop-scene.ts';
import { openInMemory, TestWorld } from '../support/test-world.ts';

/** Scenario A, waiting for the person, with Mother in a slow model call about something else until `letGo`. */
async function busy(open: (script: Script) => Promise<TestWorld> = openInMemory) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const script: Script = {
    ...scenarioA,
    mother: async (seen) => {
      const [said] = seen.messages;
      if (said?.text.startsWith('By the way')) return { text: 'Noted, slowly.', after: promise };
      if (said?.text.startsWith('Meanwhile')) return { text: 'That too.' };
      return scenarioA.mother(seen);
    },
  };
  const world = await open(script);
  await world.say('Plan a call');
  const [asked] = await world.questions();
  const calls = world.model.requests.length;
  const aside = await world.write('By the way, I like tea.');
  const turn = world.deliver();
  await expect.poll(() => world.model.requests.length, patient).toBe(calls + 1);
  await world.store.everyListenerHeard();
  return { world, questionId: asked?.id ?? '', aside, turn, letGo: resolve };
}

const isStillAtIt = async (world: TestWorld) =>
  (await world.said()).some(({ status }) => status === 'streaming') && (await world.mother()).owner !== null;

describe('while Mother is in a slow model call', () => {
  it.each([
    { where: 'on Firestore', open: (script: Script) => TestWorld.open(script) },
    { where: 'in memory', open: (script: Script) => openInMemory(script) },
  ])(
    'an answer that names its question -> passed on at once, and its agent finishes before she does; $where',
    async ({ open }) => {
      const { world, questionId, aside, turn, letGo } = await busy(open);
      // Its own event is not even delivered: she hears it.
      const answer = await world.write('Berlin', { replyTo: questionId });
      await expect.poll(async () => (await world.tasks())[0]?.status, patient).toBe('completed');
      expect(await isStillAtIt(world)).toBe(true);
      expect((await world.messages()).find(({ id }) => id === answer)).toMatchObject({
        status: 'handled',
        passedTo: [{ name: 'Planner', questionId }],
        resumedAt: expect.any(Number),
      });
      letGo();
      await turn;

      expect(await world.questions()).toMatchObject([{ answer: 'Berlin', answeredBy: 'user' }]);
      const [subAgent] = await world.subAgents();
      const answers = (await world.transcript(subAgent?.id ?? '')).filter(
        (one) => one.role === 'user' && one.questionId !== null,
      );
      expect(answers).toHaveLength(1);
      const said = await world.said();
      expect(said.filter(({ kind }) => kind === 'ack')).toHaveLength(1);
      expect(said.find(({ inReplyTo }) => inReplyTo.includes(aside))).toMatchObject({
        status: 'complete',
        content: 'Noted, slowly.',
      });
      expect(said.at(-1)).toMatchObject({ kind: 'result', content: expect.stringContaining('Berlin') });
      await expectSound(world);
      expect(world.errors()).toEqual([]);
    },
  );

  it('an answer, with its event delivered five times -> passed on once', async () => {
    const { world, questionId, turn, letGo } = await busy();
    await world.write('Berlin', { replyTo: questionId });
    await Promise.all(Array.from({ length: 5 }, () => world.deliver()));
    await expect.poll(async () => (await world.tasks())[0]?.status, patient).toBe('completed');
    letGo();
    await turn;
    expect((await world.said()).filter(({ kind }) => kind === 'ack')).toHaveLength(1);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('two answers to one question -> the first is passed on, the second refused, both at once', async () => {
    const { world, questionId, turn, letGo } = await busy();
    const first = await world.write('Berlin', { replyTo: questionId });
    const second = await world.write('Lisbon', { replyTo: questionId });
    const statusOf = async (id: string) => (await world.messages()).find((one) => one.id === id)?.status;
    await expect.poll(() => statusOf(second), patient).toBe('refused');
    expect(await isStillAtIt(world)).toBe(true);
    expect(await statusOf(first)).toBe('handled');
    letGo();
    await turn;
    expect(await world.tasks()).toMatchObject([
      { status: 'completed', result: expect.stringContaining('Berlin') },
    ]);
    await expectSound(world);
  });

  it('an answer to a question that there is not -> refused at once, and her turn goes on', async () => {
    const { world, turn, letGo } = await busy();
    const id = await world.write('Berlin', { replyTo: 'agent-0-0-0-q7' });
    const statusOf = async () => (await world.messages()).find((one) => one.id === id)?.status;
    await expect.poll(statusOf, patient).toBe('refused');
    letGo();
    await turn;
    expect((await world.said()).at(-1)).toMatchObject({ status: 'complete', content: 'Noted, slowly.' });
    await expectSound(world);
  });

  it('a plain message, its wake turned away -> handled in the next turn, when she looks again', async () => {
    const { world, aside, turn, letGo } = await busy();
    const calls = world.model.requests.length;
    const other = await world.write('Meanwhile, what about coffee?');
    // Its wake finds her at work.
    await world.deliver();
    expect(world.model.requests).toHaveLength(calls);
    letGo();
    await turn;

    expect(world.model.requests).toHaveLength(calls + 1);
    const said = await world.said();
    expect(said.find(({ inReplyTo }) => inReplyTo.includes(aside))?.content).toBe('Noted, slowly.');
    expect(said.find(({ inReplyTo }) => inReplyTo.includes(other))?.content).toBe('That too.');
    const inOrder = [
      'By the way, I like tea.',
      'Noted, slowly.',
      'Meanwhile, what about coffee?',
      'That too.',
    ];
    const { memory } = await world.mother();
    expect(memory.recent.map(({ text }) => text).slice(-4)).toEqual(inOrder);
    // On the page her first answer stands where she began it: before what was written meanwhile.
    expect((await world.messages()).map(({ content }) => content).slice(-4)).toEqual(inOrder);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('more lines than one turn takes, then a stop of everything -> her turn ends, and none of them begins one', async () => {
    const { world, turn } = await busy();
    const turns = () => world.model.requests.filter(isMother).length;
    const before = turns();
    for (let line = 0; line < limits.mailPerTurn + 5; line += 1) await world.write(`Meanwhile ${line}`);
    const stop = await world.write('', { stop: { kind: 'all' } });
    await turn;
    expect((await world.said()).at(-1)).toMatchObject({ status: 'stopped' });
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled' }]);
    expect(turns()).toBe(before);
    const written = (await world.messages()).filter(({ role }) => role === 'user');
    expect(written.find(({ id }) => id === stop)).toMatchObject({ status: 'handled' });
    expect(written.filter(({ status }) => status === 'sent')).toEqual([]);
    await world.takeWakes();
    await expectSound(world);
  });

  it('more lines than one turn takes, then an answer that names its question -> passed on at once', async () => {
    const { world, questionId, turn, letGo } = await busy();
    for (let line = 0; line < limits.mailPerTurn; line += 1) await world.write(`Meanwhile ${line}`);
    await world.write('Berlin', { replyTo: questionId });
    await expect.poll(async () => (await world.tasks())[0]?.status, patient).toBe('completed');
    expect(await isStillAtIt(world)).toBe(true);
    letGo();
    await turn;
    await expectSound(world);
  });
});
