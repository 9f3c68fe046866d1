import { afterEach, describe, expect, it, vi } from 'vitest';
import { MOTHER, limits, paths } from '../../src/contracts/index.ts';
import type { Write } from '../../src/store/port.ts';
import { countCommits } from '../support/crash.ts';
import { play } from '../support/dispatcher.ts';
import { finalState } from '../support/final-state.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { isPart } from '../support/observed-store.ts';
import { inParallel } from '../support/parallel.ts';
import { patient } from '../support/patient.ts';
import { plainMother, scenarioA, scenes, type Scene } from '../support/scenes.ts';
import type { MotherView, Reply, Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, TestWorld } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** A script whose answers wait until they are let go of. */
function heldBack(script: Script) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const mother = async (seen: MotherView): Promise<Reply> => ({
    ...(await script.mother(seen)),
    after: promise,
  });
  return { script: { ...script, mother }, letGo: resolve };
}

const callsOf = (...worlds: TestWorld[]) => worlds.reduce((sum, { model }) => sum + model.requests.length, 0);

describe('two processes wake the same actor at once', () => {
  it.each(['for the first time', 'later'])(
    'Mother, %s -> one works, the other writes nothing',
    async (when) => {
      const one = await TestWorld.open({ mother: plainMother });
      const other = await one.another({ mother: plainMother });
      if (when === 'later') await one.say('Before');
      const before = callsOf(one, other);
      await one.write('Hello');
      const writes = () => [one.store.bill.writes, other.store.bill.writes];
      const start = writes();
      await Promise.all([one.deliver(), other.deliver()]);
      const written = writes().map((count, index) => count - (start[index] ?? 0));
      expect(callsOf(one, other) - before).toBe(1);
      expect(written.toSorted((a, b) => a - b)).toEqual([0, 7]);
      await expectSound(one);
      expect([...one.errors(), ...other.errors()]).toEqual([]);
    },
  );

  it('a sub-agent -> one works, the other writes nothing', async () => {
    const one = await TestWorld.open(scenarioA, { inProcess: false });
    await one.say('Plan a call');
    const other = await one.another(scenarioA, { inProcess: false });
    const [task] = await one.tasks();
    const before = callsOf(one, other);
    const start = one.store.bill.writes;
    await Promise.all([one.deliver(task?.subAgentId), other.deliver(task?.subAgentId)]);
    expect(callsOf(one, other) - before).toBe(1);
    expect([one.store.bill.writes - start, other.store.bill.writes]).toContain(0);
    expect(await one.questions()).toHaveLength(1);
    expect([...one.errors(), ...other.errors()]).toEqual([]);
  });

  it('a sub-agent that is at work -> whoever wakes it leaves without a write', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const one = await openInMemory({
      ...scenarioA,
      agents: { Planner: () => ({ calls: [['finish', { result: 'Planned.' }]], after: promise }) },
    });
    await one.write('Plan a call');
    const working = one.deliver();
    await vi.waitUntil(() => callsOf(one) === 2, patient);
    const [task] = await one.tasks();
    const other = await one.another(scenarioA);
    await Promise.all([other.deliver(task?.subAgentId), other.deliver(task?.subAgentId)]);
    expect([callsOf(other), other.store.bill.writes]).toEqual([0, 0]);
    resolve();
    await working;
    expect(await one.tasks()).toMatchObject([{ status: 'completed', result: 'Planned.' }]);
    expect(await one.subAgentState({ actorId: task?.subAgentId ?? '' })).toMatchObject({ epoch: 1 });
    await expectSound(one);
  });

  it('ten at once -> one model call', async () => {
    const one = await TestWorld.open({ mother: plainMother });
    const others = await Promise.all(Array.from({ length: 9 }, () => one.another({ mother: plainMother })));
    await one.write('Hello');
    await Promise.all([one, ...others].map((world) => world.deliver()));
    expect(callsOf(one, ...others)).toBe(1);
    await expectSound(one);
  });
});

describe('a lease', () => {
  afterEach(() => void vi.useRealTimers());

  /** Mother at work on one message, in a process whose renewals a test lets happen. */
  async function working() {
    const { script, letGo } = heldBack({ mother: plainMother });
    const world = await TestWorld.open(script, { database: new MemoryStore() });
    await world.write('Hello');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const turn = world.deliver();
    await vi.waitUntil(() => world.model.requests.length === 1, patient);
    const renew = async () => {
      const before = (await world.mother()).rev;
      world.aheadMs += limits.renewMs;
      vi.advanceTimersByTime(limits.renewMs);
      await vi.waitUntil(
        async () => world.model.aborted.length > 0 || (await world.mother()).rev > before,
        patient,
      );
    };
    return { world, turn, letGo, renew };
  }

  it('is renewed while the model works -> nobody takes over, however long it takes', async () => {
    const { world, turn, letGo, renew } = await working();
    for (let passed = 0; passed < limits.callMs; passed += limits.renewMs) await renew();
    const other = await world.another({ mother: plainMother });
    await other.deliver();
    expect([other.model.requests.length, other.store.bill.writes]).toEqual([0, 0]);
    letGo();
    await turn;
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    expect(await world.mother()).toMatchObject({ epoch: 1, attempts: 0 });
    await expectSound(world);
  });

  it('runs out, and somebody takes over -> at its next renewal the old call is aborted, and writes nothing', async () => {
    const { world, turn, renew } = await working();
    const other = await world.another({ mother: plainMother });
    other.aheadMs += limits.leaseMs + 1_000;
    await other.deliver();
    const writes = world.store.bill.writes;
    await renew();
    await turn;
    expect(world.model.aborted).toHaveLength(1);
    expect(world.store.bill.writes).toBe(writes);
    expect(world.logged.map(({ event }) => event)).toContain('lease_lost');
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    await expectSound(world);
  });

  it.each(['has answered', 'is at work'])(
    'runs out, and the one that took over %s -> an answer of the old owner writes nothing',
    async (state) => {
      const { world, turn, letGo } = await working();
      const second = heldBack({ mother: () => ({ text: 'From the second.' }) });
      const other = await world.another(second.script);
      other.aheadMs += limits.leaseMs + 1_000;
      const otherTurn = other.deliver();
      await vi.waitUntil(() => other.model.requests.length === 1, patient);
      if (state === 'has answered') {
        second.letGo();
        await otherTurn;
      }
      letGo();
      await turn;
      second.letGo();
      await otherTurn;
      expect(await world.said()).toMatchObject([{ status: 'complete', content: 'From the second.' }]);
      expect(await world.mother()).toMatchObject({ epoch: 2, step: 1, attempts: 0 });
      expect((await world.runs()).map(({ epoch }) => epoch)).toEqual([2]);
      expect(world.errors()).toEqual([]);
      await expectSound(world);
    },
  );
});

/** Plays a scene while its store does something at each commit; gives the world. */
async function playWith(scene: Scene, change: (world: TestWorld) => void) {
  const world = await TestWorld.open(scene.script, { database: new MemoryStore() });
  change(world);
  await play(world, scene, () => world.deliver());
  return world;
}

const unavailable = () => Object.assign(new Error('The service is unavailable'), { code: 14 });

/** Does this at the nth commit, streamed parts aside. */
function atCommit(n: number, act: () => void) {
  let commits = 0;
  return (writes: readonly Write[]) => {
    if (writes.every(isPart)) return;
    commits += 1;
    if (commits === n) act();
  };
}

describe.each(Object.values(scenes))('the database fails, $name', (scene) => {
  /** What the scene comes to where the store does something at commit n, for every n; and what it comes to without. */
  async function playedWith(change: (world: TestWorld, n: number) => void) {
    const { world: clean, commits } = await countCommits(scene, new MemoryStore());
    const expected = { state: await finalState(clean), calls: callsOf(clean) };
    const ns = Array.from({ length: commits }, (_, index) => index + 1);
    const played = await inParallel(ns, 4, async (n) => {
      const world = await playWith(scene, (one) => change(one, n));
      await expectSound(world);
      const end = { n, state: await finalState(world), calls: callsOf(world) };
      return { end, pauses: world.slept.length };
    });
    const pauses = new Set(played.map((one) => one.pauses));
    const ends = played.map(({ end }) => end);
    return { ends, pauses: [...pauses], expected: ns.map((n) => ({ n, ...expected })) };
  }

  it('any commit was stored, but its reply got lost -> it is recognised, and not done twice', async () => {
    const { ends, pauses, expected } = await playedWith((world, n) => {
      world.store.afterCommit = atCommit(n, () => {
        throw unavailable();
      });
    });
    expect(ends).toEqual(expected);
    expect(pauses).toEqual([0]);
  });

  it('any commit was stored, its reply got lost, and nothing can be read for a while -> recognised when it is tried again', async () => {
    const { ends, pauses, expected } = await playedWith((world, n) => {
      let failures = 0;
      world.store.afterCommit = atCommit(n, () => {
        failures = 1;
        throw unavailable();
      });
      world.store.beforeRead = () => {
        if (failures === 0) return;
        failures -= 1;
        throw unavailable();
      };
    });
    expect(ends).toEqual(expected);
    expect(pauses).toEqual([1]);
  });

  it('any commit is refused three times -> it is tried again after a pause, with the same answer of the model', async () => {
    const { ends, pauses, expected } = await playedWith((world, n) => {
      let left = 0;
      const begin = atCommit(n, () => {
        left = 3;
      });
      world.store.beforeCommit = (writes) => {
        if (left === 0) begin(writes);
        if (left === 0 || writes.every(isPart)) return;
        left -= 1;
        throw unavailable();
      };
    });
    expect(ends).toEqual(expected);
    expect(pauses).toEqual([3]);
  });
});

describe('the database refuses every write', () => {
  it('the delivery fails, for the platform to try again; when the lease has run out, another finishes', async () => {
    const world = await TestWorld.open({ mother: plainMother }, { database: new MemoryStore() });
    let isDown = false;
    world.model.beforeAnswer = () => {
      isDown = true;
    };
    world.store.beforeCommit = () => {
      if (isDown) throw unavailable();
    };
    await world.write('Hello');
    await expect(world.deliver()).rejects.toThrow('unavailable');
    const other = await world.another({ mother: plainMother });
    await other.sweepAll();
    expect(await other.said()).toMatchObject([{ status: 'complete' }]);
    await expectSound(other);
  });
});

describe('the world moves under a decision', () => {
  const cancelling = (seen: MotherView): Reply => ({
    text: 'Stopped.',
    calls: seen.tasks.map((task) => ['cancel_task', { task_id: task.task_id }]),
  });

  /** The planner has its model's answer, and is about to commit it; `meanwhile` comes in between. */
  async function betweenAnswerAndCommit(meanwhile: (world: TestWorld) => Promise<void>) {
    const world = await openInMemory(scenarioA, { inProcess: false });
    await world.say('Plan a call');
    const [task] = await world.tasks();
    const calls = callsOf(world);
    let isNext = true;
    world.store.beforeCommit = async (writes) => {
      if (!isNext || !writes.some(({ path }) => path.includes('/tasks/'))) return;
      isNext = false;
      await meanwhile(world);
    };
    await world.deliver(task?.subAgentId);
    return { world, calls: callsOf(world) - calls };
  }

  it('a task is cancelled between its agent’s answer and the commit -> nothing of the step is written', async () => {
    const { world, calls } = await betweenAnswerAndCommit(async (before) => {
      const other = await before.another({ mother: cancelling });
      await other.say('Stop');
    });
    await world.takeWakes();
    expect(calls).toBe(1);
    expect(await world.questions()).toEqual([]);
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled' }]);
    const [subAgent] = await world.subAgents();
    expect(await world.transcript(subAgent?.id ?? '')).toHaveLength(1);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('a task changed, but has not ended -> the same answer is decided again, without another model call', async () => {
    const { world, calls } = await betweenAnswerAndCommit(async (before) => {
      const [task] = await before.tasks();
      await before.change(paths.tasks.one(before.chat, task?.id ?? ''), { title: 'Another title' });
    });
    expect(calls).toBe(1);
    expect(await world.tasks()).toMatchObject([{ status: 'waiting', title: 'Another title' }]);
    expect(await world.questions()).toHaveLength(1);
  });

  it('a question is answered with the chip while Mother words the same answer in prose -> passed on once, and she decides again', async () => {
    const { promise: typed, resolve: type } = Promise.withResolvers<void>();
    const script: Script = {
      ...scenarioA,
      mother: async (seen) => {
        const [said] = seen.messages;
        if (said?.text !== 'They are in Berlin') return scenarioA.mother(seen);
        if (seen.waiting[0]) return { ...(await scenarioA.mother(seen)), after: typed };
        return { text: 'I see that you have answered already.' };
      },
    };
    const world = await openInMemory(script);
    await world.say('Plan a call');
    const [asked] = await world.questions();
    await world.write('They are in Berlin');
    const turn = world.deliver();
    await expect.poll(async () => (await world.said()).at(-1)?.status, patient).toBe('streaming');
    const chip = await world.write('Berlin', { replyTo: asked?.id ?? '' });
    await expect.poll(async () => (await world.questions())[0]?.status, patient).toBe('answered');
    type();
    await turn;
    await world.deliver();
    expect(await world.questions()).toMatchObject([{ answer: 'Berlin', answeredBy: 'user' }]);
    expect(await world.tasks()).toMatchObject([
      { status: 'completed', result: expect.stringContaining('Berlin') },
    ]);
    expect((await world.messages()).find(({ id }) => id === chip)).toMatchObject({ status: 'handled' });
    expect((await world.said()).map(({ content }) => content)).toContain(
      'I see that you have answered already.',
    );
    const [subAgent] = await world.subAgents();
    const answers = (await world.transcript(subAgent?.id ?? '')).filter(
      (one) => one.role === 'user' && one.toolCallId,
    );
    expect(answers).toHaveLength(1);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('a question is answered by the person while Mother checks it -> theirs counts, and nobody is asked', async () => {
    const { promise: checked, resolve: check } = Promise.withResolvers<void>();
    const script: Script = {
      ...scenarioA,
      mother: async (seen) => ({
        ...(await scenarioA.mother(seen)),
        ...(seen.questions[0] ? { after: checked } : {}),
      }),
    };
    const world = await openInMemory(script);
    await world.write('Plan a call');
    const turn = world.deliver();
    await expect.poll(async () => (await world.questions())[0]?.status, patient).toBe('open');
    await expect.poll(() => callsOf(world), patient).toBe(3);
    const [asked] = await world.questions();
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    await expect.poll(async () => (await world.questions())[0]?.status, patient).toBe('answered');
    check();
    await turn;
    await world.deliver(MOTHER);
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    expect((await world.said()).filter(({ kind }) => kind === 'question')).toEqual([]);
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });
});
