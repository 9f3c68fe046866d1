import { describe, expect, it } from 'vitest';
import {
  defaultOrchestration,
  limits,
  paths,
  type Orchestration,
  type Tenant,
} from '../../src/contracts/index.ts';
import { update } from '../../src/store/documents.ts';
import { checkChat, onlyReading } from '../../src/upkeep/check.ts';
import { plainMother } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { openInMemory, TestWorld } from '../support/test-world.ts';

/** Delegates six tasks in two answers; each asks something of its own before it finishes. */
const sixTasks: Script = {
  mother: (seen) => {
    const [said] = seen.messages;
    if (!said) return plainMother(seen);
    const call = (n: number) =>
      ['delegate_to_agent', { agent_id: 'planner', message: `${n}, ${said.text}` }] as const;
    return { text: 'On it.', calls: [call(1), call(2), call(3)] };
  },
  agents: {
    Planner: ({ brief, results }) =>
      results[0] === undefined
        ? { calls: [['ask_user', { question: `Which zone? ${brief}` }]] }
        : { calls: [['finish', { result: results[0] }]] },
  },
};

async function setLimits(world: TestWorld, change: Partial<Orchestration['limits']>): Promise<void> {
  const { limits: before } = defaultOrchestration;
  const orchestration = { ...defaultOrchestration, limits: { ...before, ...change } };
  await world.database.commit([update<Tenant>(paths.tenant(world.tenantId), { orchestration })]);
  // What is kept of the tenant for a minute is read anew.
  world.aheadMs += limits.settingsKeptMs + 1_000;
}

const statuses = async (world: TestWorld) => (await world.tasks()).map(({ status }) => status).toSorted();

describe('tasks at work at once', () => {
  it('more than there are slots -> queued, and each begins when another ends', async () => {
    const world = await TestWorld.open(sixTasks);
    await world.say('First three');
    await world.say('Second three');
    expect(await statuses(world)).toEqual(['queued', 'queued', 'waiting', 'waiting', 'waiting', 'waiting']);
    for (let answered = 0; answered < 6; answered += 1) {
      const open = (await world.questions()).find(({ status }) => status === 'relayed');
      await world.say('Berlin', { replyTo: open?.id ?? '' });
    }
    expect(await statuses(world)).toEqual(Array.from({ length: 6 }, () => 'completed'));
    expect((await world.chatDocument()).counts).toEqual({ running: 0, waiting: 0 });
    expect(world.errors()).toEqual([]);
  });

  it('as many as the tenant allows -> queued beyond that, and nothing is taken for broken', async () => {
    const world = await openInMemory(sixTasks);
    await setLimits(world, { parallelTasks: 1 });
    await world.say('First three');
    expect(await statuses(world)).toEqual(['queued', 'queued', 'waiting']);
    const path = paths.chat(world.chat);
    const checked = await checkChat(onlyReading(world.database), path, world.engine.now() + 3_600_000);
    expect(checked).toMatchObject({ kind: 'looked', findings: [] });
  });

  it('one that is stopped -> its slot goes to the next; a queued one that is stopped never begins', async () => {
    const world = await TestWorld.open(sixTasks);
    await world.say('First three');
    await world.say('Second three');
    const tasks = await world.tasks();
    const queued = tasks.filter(({ status }) => status === 'queued');
    const waiting = tasks.filter(({ status }) => status === 'waiting');
    await world.say('', { stop: { kind: 'task', id: queued[0]?.id ?? '' } });
    await world.say('', { stop: { kind: 'task', id: waiting[0]?.id ?? '' } });
    expect(await statuses(world)).toEqual([
      'cancelled',
      'cancelled',
      'waiting',
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(await world.transcript(queued[0]?.subAgentId ?? '')).toHaveLength(1);
    expect(world.errors()).toEqual([]);
  });

  it('the wake of one that begins is lost -> the sweeper finds its brief', async () => {
    const world = await TestWorld.open(sixTasks);
    await world.say('First three');
    await world.say('Second three');
    world.inProcess = false;
    const waiting = (await world.tasks()).find(({ status }) => status === 'waiting');
    await world.say('', { stop: { kind: 'task', id: waiting?.id ?? '' } });
    await world.sweepAll();
    expect((await statuses(world)).filter((status) => status === 'waiting')).toHaveLength(
      limits.parallelTasks,
    );
  });
});

describe('a person who spams', () => {
  it('costs no model call beyond the messages of a minute', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    for (let sent = 0; sent < limits.messagesPerMinute + 10; sent += 1) await world.write(`Message ${sent}`);
    await world.deliver();
    const calls = world.model.requests.length;
    await world.say('One more');
    expect(world.model.requests).toHaveLength(calls);
    const refused = (await world.messages()).filter(({ status }) => status === 'refused');
    expect(refused).toHaveLength(11);
    expect((await world.said()).filter(({ kind }) => kind === 'notice')).toHaveLength(1);
    expect(world.errors()).toEqual([]);
  });
});

describe('more mail than one wake takes', () => {
  it('the rest is taken up by another wake, not by the sweeper', async () => {
    const world = await openInMemory({ mother: plainMother });
    for (let sent = 0; sent < 21 * limits.mailPerTurn; sent += 1) await world.write('Hello');
    await world.deliver();
    expect(await world.takeWakes()).toBe(1);
    const left = (await world.messages()).filter(({ status }) => status === 'sent');
    expect(left).toEqual([]);
    expect(world.errors()).toEqual([]);
  });
});

describe('a long conversation', () => {
  it('is folded into a summary after the answer, and the summary is shown in the next turn', async () => {
    const world = await TestWorld.open({
      mother: (seen) => ({ text: `Noted ${seen.messages[0]?.text ?? ''}` }),
      fold: () => ({ text: 'They counted. [m1]' }),
    });
    for (let sent = 0; sent < 18; sent += 1) {
      await world.say(`Message ${sent}`);
      world.aheadMs += 10_000;
    }
    const { memory } = await world.mother();
    expect(memory.summary).toBe('They counted. [m1]');
    expect(memory.unfolded.length).toBeLessThan(limits.foldMessages);
    await world.say('And now?');
    expect(world.model.requests.at(-1)?.messages[0]?.content).toContain('They counted.');
    expect(world.errors()).toEqual([]);
  });

  it('a message that arrives while it is folded -> is answered first, and nothing is lost', async () => {
    const never = Promise.withResolvers<unknown>();
    const folds: string[] = [];
    const world = await TestWorld.open({
      mother: (seen) => ({ text: `Noted ${seen.messages[0]?.text ?? ''}` }),
      fold: () => {
        folds.push('fold');
        return folds.length === 1 ? { text: 'Half of it.', after: never.promise } : { text: 'All of it.' };
      },
    });
    for (let sent = 0; sent < 14; sent += 1) await world.say(`Message ${sent}`);
    await world.write('Message 14');
    const folding = world.deliver();
    while (folds.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await world.write('Hurry');
    await folding;
    expect((await world.said()).at(-1)?.content).toBe('Noted Hurry');
    expect((await world.mother()).memory).toMatchObject({ summary: 'All of it.' });
    expect(world.errors()).toEqual([]);
  });
});

describe('a tenant that takes fewer messages a minute', () => {
  it('-> one more is refused, with its number in words', async () => {
    const world = await openInMemory({ mother: plainMother });
    await setLimits(world, { messagesPerMinute: 2 });
    for (const words of ['One', 'Two', 'Three']) await world.write(words);
    await world.deliver();
    const refused = (await world.messages()).filter(({ status }) => status === 'refused');
    expect(refused).toMatchObject([{ content: 'Three', refusal: { code: 'too_many_messages' } }]);
    expect((await world.said()).some(({ content }) => content.includes('up to 2 messages'))).toBe(true);
  });
});
