import { afterEach, describe, expect, it, vi } from 'vitest';
import { limits, paths } from '../../src/contracts/index.ts';
import { sweep } from '../../src/engine/sweep.ts';
import { ModelError } from '../../src/model/index.ts';
import { play } from '../support/dispatcher.ts';
import { finalState } from '../support/final-state.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { patient } from '../support/patient.ts';
import type { MotherView } from '../support/scripted-model.ts';
import { plainMother, scenarioA, scenes } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld, openInMemory } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe.each(Object.values(scenes))('$name', (scene) => {
  it('every in-process wake and every event but wakes lost -> the sweeper alone brings it to the same end', async () => {
    const clean = await TestWorld.open(scene.script);
    await play(clean, scene, () => clean.deliver());
    const world = await TestWorld.open(scene.script, { inProcess: false });
    await play(world, scene, () => world.sweepAll());
    expect(await finalState(world)).toEqual(await finalState(clean));
    expect(world.model.requests).toHaveLength(clean.model.requests.length);
    await expectSound(world);
  });
});

/** How many wakes the sweeper makes, that much later; they are taken away again. */
async function rescuesAfter(world: TestWorld, ms: number): Promise<number> {
  world.aheadMs += ms;
  const rescues = await sweep(world.engine);
  await world.takeWakes();
  return rescues;
}

/** A chat with so many actors whose state nobody can read, and whose time came a day ago. */
async function brokenActors(count: number): Promise<TestWorld> {
  const world = await openInMemory({ mother: plainMother });
  const data = { schemaVersion: 0, kind: 'sub_agent', dueAt: Date.now() - DAY };
  await world.database.commit(
    Array.from({ length: count }, (_, n) => ({
      op: 'create',
      path: paths.states.one(world.chat, `agent-${n}`),
      data,
    })),
  );
  return world;
}

const nextCommit = (world: TestWorld) =>
  new Promise<void>((resolve) => {
    world.store.onCommitted = () => resolve();
  });

describe('the sweeper', () => {
  afterEach(() => void vi.useRealTimers());

  it('a chat that waits for its person for days -> no wake', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    const rescues: number[] = [];
    for (let day = 0; day < 6; day += 1) rescues.push(await rescuesAfter(world, DAY));
    expect(rescues).toEqual([0, 0, 0, 0, 0, 0]);
    await expectSound(world);
  });

  it('a chat in which everything has ended -> no wake', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    const [asked] = await world.questions();
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    expect([await rescuesAfter(world, MINUTE), await rescuesAfter(world, 30 * DAY)]).toEqual([0, 0]);
  });

  it('an actor whose model takes minutes and who renews its lease -> no wake, though its mail is old', async () => {
    const slow = Promise.withResolvers<void>();
    const script = {
      ...scenarioA,
      mother: async (seen: MotherView) => {
        if (seen.messages[0]) await slow.promise;
        return scenarioA.mother(seen);
      },
    };
    const world = await TestWorld.open(script, { database: new MemoryStore() });
    await world.write('Plan a call');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const turn = world.deliver();
    await vi.waitUntil(() => world.model.requests.length === 1, patient);
    for (let passed = 0; passed < 5 * MINUTE; passed += limits.renewMs) {
      world.aheadMs += limits.renewMs;
      const renewed = nextCommit(world);
      vi.advanceTimersByTime(limits.renewMs);
      await renewed;
    }
    expect(await sweep(world.engine)).toBe(0);
    slow.resolve();
    await turn;
  });

  it('an actor that waits for a busy provider -> no wake before it is time, then one', async () => {
    const errors = [new ModelError('model_busy', '429', { transient: true, retryAfterMs: 200_000 })];
    const world = await TestWorld.open({
      mother: (seen) => {
        const error = errors.pop();
        return error ? { error } : plainMother(seen);
      },
    });
    await world.say('Hello');
    expect([await rescuesAfter(world, 70_000), await rescuesAfter(world, 70_000)]).toEqual([0, 0]);
    expect(await rescuesAfter(world, 70_000)).toBe(1);
    await expectSound(world);
  });

  it('several things to do for one actor -> one wake; swept again in the same minute -> none more', async () => {
    const world = await TestWorld.open({ mother: plainMother }, { inProcess: false });
    for (const words of ['One', 'Two', 'Three']) await world.write(words);
    // The middle of a minute, so that the next one does not begin between the two sweeps.
    world.aheadMs = 2 * MINUTE + 30_000 - (Date.now() % MINUTE);
    expect(await sweep(world.engine)).toBe(1);
    expect(await sweep(world.engine)).toBe(0);
    expect(await world.wakes()).toHaveLength(1);
    await world.takeWakes();
    expect(world.model.requests).toHaveLength(1);
    await expectSound(world);
  });

  it('what no wake can mend is tried every minute ten times, then every ten minutes, then every hour', async () => {
    const world = await brokenActors(1);
    const tried = async (minutes: number) => {
      let rescues = 0;
      for (let minute = 0; minute < minutes; minute += 1) rescues += await rescuesAfter(world, MINUTE);
      return rescues;
    };
    expect([await tried(10), await tried(120), await tried(6 * 60)]).toEqual([10, 12, 6]);
  });

  it('an outage of half an hour, in which a sub-agent died -> woken by the first sweep, whatever the minute', async () => {
    for (const minutes of [31, 38, 45]) {
      const world = await openInMemory(scenarioA, { inProcess: false });
      await world.say('Plan a call');
      world.model.beforeAnswer = () => (world.store.die(), new Promise(() => undefined));
      const [task] = await world.tasks();
      void world.deliver(task?.subAgentId);
      await vi.waitUntil(() => world.model.requests.length === 2, patient);
      const other = await world.another(scenarioA);
      other.aheadMs += minutes * MINUTE;
      expect(await sweep(other.engine)).toBeGreaterThan(0);
      await other.takeWakes();
      await other.takeWakes();
      expect(await other.tasks()).toMatchObject([{ status: 'waiting' }]);
    }
  });

  it('nobody takes its wakes for an hour -> that counts as no try, and it is woken every minute', async () => {
    const world = await openInMemory({ mother: plainMother }, { inProcess: false });
    await world.write('Hello');
    let made = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      world.aheadMs += MINUTE;
      made += await sweep(world.engine);
    }
    expect(made).toBeGreaterThanOrEqual(59);
    expect(await world.takeWakes()).toBe(made);
    await expectSound(world);
  });

  it('more than a batch of what cannot be mended, all of it older -> a new one is woken by the next sweep', async () => {
    const world = await brokenActors(limits.sweepBatch + 50);
    await world.write('Hello');
    expect(await rescuesAfter(world, 2 * MINUTE)).toBe(limits.sweepBatch + 51);
    for (let minute = 0; minute < 10; minute += 1) await rescuesAfter(world, MINUTE);
    world.inProcess = false;
    const again = await world.write('And now?');
    expect(await rescuesAfter(world, 2 * MINUTE)).toBe(1);
    expect((await world.messages()).find(({ id }) => id === again)).toMatchObject({ status: 'handled' });
  });

  it('a question is not answered for 7 days -> it expires, its task fails, and the person is told', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    expect(await world.chatDocument()).toMatchObject({ counts: { running: 1, waiting: 1 } });
    expect(await rescuesAfter(world, limits.questionMs - MINUTE)).toBe(0);
    expect(await rescuesAfter(world, 2 * MINUTE)).toBe(1);
    expect(await world.questions()).toMatchObject([{ status: 'expired' }]);
    const [task] = await world.tasks();
    expect(task).toMatchObject({
      status: 'failed',
      error: { code: 'question_expired', message: expect.stringContaining('7 days') },
    });
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'result', taskIds: [task?.id] });
    expect(await world.chatDocument()).toMatchObject({ counts: { running: 0, waiting: 0 } });
    expect(await world.mother()).toMatchObject({ tasks: [], questions: [] });
    await expectSound(world);
    expect(await rescuesAfter(world, DAY)).toBe(0);
  });

  it('a question expires just when it is answered -> the answer counts, and nothing fails', async () => {
    const world = await openInMemory(scenarioA);
    await world.say('Plan a call');
    const [asked] = await world.questions();
    const other = await world.another(scenarioA, { inProcess: false });
    world.aheadMs += limits.questionMs + MINUTE;
    world.store.beforeCommit = async (writes) => {
      if (!writes.some(({ path, op }) => op === 'update' && path.includes('/questions/'))) return;
      world.store.beforeCommit = () => undefined;
      await other.say('Berlin', { replyTo: asked?.id ?? '' });
    };
    await world.deliver(asked?.subAgentId);
    expect(await world.questions()).toMatchObject([{ status: 'answered', answer: 'Berlin' }]);
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    expect([...world.errors(), ...other.errors()]).toEqual([]);
    await expectSound(world);
  });

  it('a task is cancelled before its agent has read what it was told -> no wake afterwards', async () => {
    const world = await TestWorld.open(
      {
        ...scenarioA,
        mother: (seen) => {
          const [open] = seen.tasks;
          if (open) return { text: 'Stopped.', calls: [['cancel_task', { task_id: open.task_id }]] };
          return scenarioA.mother(seen);
        },
      },
      { inProcess: false },
    );
    await world.say('Plan a call');
    await world.say('Never mind');
    await world.takeWakes();
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled' }]);
    await expectSound(world);
    expect(await rescuesAfter(world, 2 * MINUTE)).toBe(0);
  });

  it('a task is cancelled when the answer is there but not yet read -> no wake afterwards', async () => {
    const world = await TestWorld.open({
      ...scenarioA,
      mother: (seen) => {
        const [open] = seen.tasks;
        if (open && seen.messages[0]?.text === 'Never mind')
          return { text: 'Stopped.', calls: [['cancel_task', { task_id: open.task_id }]] };
        return scenarioA.mother(seen);
      },
    });
    await world.say('Plan a call');
    const [asked] = await world.questions();
    world.inProcess = false;
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    await world.say('Never mind');
    await world.takeWakes();
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled' }]);
    await expectSound(world);
    expect(await rescuesAfter(world, 2 * MINUTE)).toBe(0);
  });
});
