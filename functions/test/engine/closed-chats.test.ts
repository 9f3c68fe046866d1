import { describe, expect, it } from 'vitest';
import { MOTHER, limits, paths } from '../../src/contracts/index.ts';
import type { Write } from '../../src/store/port.ts';
import { Gate } from '../support/gate.ts';
import { patient } from '../support/patient.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, type TestWorld } from '../support/test-world.ts';

const DAY = 24 * 3_600_000;

const setAccess = (world: TestWorld, access: 'open' | 'closed' | 'deleting') =>
  world.change(paths.chat(world.chat), { access });

async function allPaths(world: TestWorld): Promise<string[]> {
  const { chat } = world;
  const subAgents = await world.subAgents();
  const collections = [
    ...['state', 'messages', 'tasks', 'sub_agents', 'questions', 'mail', 'wakes'].map(
      (name) => `${paths.chat(chat)}/${name}`,
    ),
    ...subAgents.map(({ id }) => paths.transcript(chat, id)),
  ];
  const found = await Promise.all(collections.map((collection) => world.documents(collection)));
  return [...found.flat().map(({ path }) => path), paths.chat(chat)];
}

/** Removes everything of a chat, its actors' states first. */
async function deleteAll(world: TestWorld): Promise<void> {
  const gone = (await allPaths(world)).map((path): Write => ({ op: 'delete', path }));
  await world.database.commit(gone);
}

/** What of a chat there is after it was deleted; parts of streamed text go by themselves. */
async function leftOver(world: TestWorld): Promise<string[]> {
  const found = await Promise.all(
    (await allPaths(world)).map(async (path) => ((await world.database.get(path)) ? [path] : [])),
  );
  return found.flat();
}

/** An open chat in which Mother’s, or the planner’s, model is at work on the first message until `go` is called. */
async function atWork(who: 'Mother' | 'Planner') {
  const { promise, resolve } = Promise.withResolvers<void>();
  const world = await openInMemory({
    mother: async (seen) => {
      const reply = await scenarioA.mother(seen);
      return who === 'Mother' ? { ...reply, after: promise } : reply;
    },
    agents: { Planner: () => ({ calls: [['finish', { result: 'Planned.' }]], after: promise }) },
  });
  await world.write('Plan a call');
  const working = world.deliver();
  await expect.poll(() => world.model.requests.length, patient).toBe(who === 'Mother' ? 1 : 2);
  return { world, go: resolve, working };
}

describe.each(['closed', 'deleting'] as const)('a chat that is %s', (access) => {
  it('refuses what is still said in it, without a model call', async () => {
    const world = await openInMemory({ mother: plainMother });
    await setAccess(world, access);
    const id = await world.say('Hello');
    expect((await world.messages()).find((one) => one.id === id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'chat_closed' },
    });
    expect(world.model.requests).toEqual([]);
    world.aheadMs += DAY;
    expect(await world.sweepAll()).toBe(0);
  });

  it('after Mother died in the middle of her answer -> the message stops streaming, and nobody is woken again', async () => {
    const world = await openInMemory({
      mother: () => ({ text: 'Never', after: new Promise(() => undefined) }),
    });
    await world.write('Hello');
    void world.deliver();
    await expect.poll(() => world.model.requests.length, patient).toBe(1);
    world.store.die();
    await setAccess(world, access);
    const another = await world.another({ mother: plainMother });
    await another.sweepAll();
    expect(await another.said()).toMatchObject([{ status: 'stopped' }]);
    expect((await another.messages())[0]).toMatchObject({ status: 'refused' });
    another.aheadMs += DAY;
    expect(await another.sweepAll()).toBe(0);
  });

  it('after a first claim of Mother’s that lands late, and whose process dies with it -> nothing of it is left', async () => {
    const world = await openInMemory({ mother: plainMother });
    const gate = new Gate();
    const isClaim = (writes: readonly Write[]) => writes.some(({ path }) => path.endsWith('/state/mother'));
    world.store.beforeCommit = (writes) => (isClaim(writes) ? gate.pass() : undefined);
    world.store.afterCommit = () => world.store.die();
    await world.write('Hello');
    void world.deliver();
    await gate.reached;
    await setAccess(world, access);
    const another = await world.another({ mother: plainMother });
    await another.deliver();
    gate.letGo();
    await expect.poll(() => another.said(), patient).toMatchObject([{ status: 'streaming' }]);
    another.aheadMs += limits.leaseMs + 1_000;
    await another.sweepAll();
    expect(await another.messages()).toMatchObject([{ role: 'user', status: 'refused' }]);
    expect(await another.database.get(paths.states.one(world.chat, MOTHER))).toBeNull();
    another.aheadMs += DAY;
    expect(await another.sweepAll()).toBe(0);
  });
});

describe('a chat that is closed', () => {
  it('ends an agent that was about to begin, with its status and the badges', async () => {
    const world = await openInMemory(scenarioA, { inProcess: false });
    await world.say('Plan a call');
    await setAccess(world, 'closed');
    const [task] = await world.tasks();
    await world.deliver(task?.subAgentId);
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', error: { code: 'chat_closed' } }]);
    expect(await world.subAgents()).toMatchObject([{ status: 'cancelled' }]);
    expect(await world.chatDocument()).toMatchObject({ counts: { running: 0 } });
    expect(world.model.requests).toHaveLength(1);
    world.aheadMs += DAY;
    expect(await world.sweepAll()).toBe(0);
  });

  it('while Mother’s model works -> what she sets going ends at once', async () => {
    const { world, go, working } = await atWork('Mother');
    await setAccess(world, 'closed');
    go();
    await working;
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled' }]);
    expect(world.model.requests).toHaveLength(1);
    world.aheadMs += DAY;
    expect(await world.sweepAll()).toBe(0);
  });
});

describe('a chat that is being deleted, while what Mother sets going begins', () => {
  async function resting() {
    const { world, go, working } = await atWork('Mother');
    await world.change(paths.chat(world.chat), { access: 'deleting', deleteAt: world.engine.now() + 10_000 });
    go();
    await working;
    expect(await world.tasks()).toMatchObject([{ status: 'running' }]);
    expect(world.model.requests).toHaveLength(1);
    return world;
  }

  it('brought back -> the agent does its work', async () => {
    const world = await resting();
    await world.change(paths.chat(world.chat), { access: 'open', deleteAt: null });
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'completed', result: 'Planned.' }]);
    await expectSound(world);
  });

  it('brought back for who may only read it -> the agent ends', async () => {
    const world = await resting();
    await world.change(paths.chat(world.chat), { access: 'closed', deleteAt: null });
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', error: { code: 'chat_closed' } }]);
    expect(world.model.requests).toHaveLength(1);
  });

  it('not brought back -> nothing of it is left', async () => {
    const world = await resting();
    await world.sweepAll();
    expect(await leftOver(world)).toEqual([]);
    expect(world.model.requests).toHaveLength(1);
    expect(world.errors()).toEqual([]);
  });
});

describe('a chat that is deleted', () => {
  it.each(['Mother', 'Planner'] as const)(
    'while the model of %s works -> it does not come back',
    async (who) => {
      const { world, go, working } = await atWork(who);
      await deleteAll(world);
      go();
      await working;
      world.aheadMs += DAY;
      await world.sweepAll();
      expect(await leftOver(world)).toEqual([]);
      expect(world.errors()).toEqual([]);
    },
  );

  it('between the look and Mother’s first claim in it -> it does not come back', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.write('Hello');
    let isFirst = true;
    world.store.beforeCommit = async (writes) => {
      if (!isFirst || !writes.some(({ path }) => path.endsWith(`/state/${MOTHER}`))) return;
      isFirst = false;
      await deleteAll(world);
    };
    await world.deliver();
    expect(await leftOver(world)).toEqual([]);
    expect(world.model.requests).toEqual([]);
  });

  it('before anybody looked -> nothing happens', async () => {
    const world = await openInMemory({ mother: plainMother });
    await world.write('Hello');
    await world.database.commit([{ op: 'delete', path: paths.chat(world.chat) }]);
    await world.deliver();
    expect(world.model.requests).toEqual([]);
    expect(await world.database.get(paths.states.one(world.chat, MOTHER))).toBeNull();
  });
});
