import { describe, expect, it } from 'vitest';
import { REMOVER, limits, paths, type Chat } from '../../src/contracts/index.ts';
import { update } from '../../src/store/documents.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import { TestWorld } from '../support/test-world.ts';

const deleting = (world: TestWorld, deleteAt: number) =>
  world.database.commit([update<Chat>(paths.chat(world.chat), { access: 'deleting', deleteAt })]);

const everything = async (world: TestWorld) => {
  const { all } = {
    all: [paths.messages, paths.tasks, paths.subAgents, paths.questions, paths.mail, paths.states],
  };
  const found = await Promise.all(
    all.map((collection) =>
      world.database.query({ collection: collection.all(world.chat), where: [], limit: 500 }),
    ),
  );
  return found.flat().map(({ path }) => path);
};

describe('a chat that is being deleted', () => {
  it('before its time -> is left as it is, and can be brought back', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    await deleting(world, world.engine.now() + limits.undoMs);
    await world.deliver(REMOVER);
    expect((await everything(world)).length).toBeGreaterThan(5);
    await world.database.commit([update<Chat>(paths.chat(world.chat), { access: 'open', deleteAt: null })]);
    await world.say('They are in Berlin');
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
  });

  it('after its time -> nothing is left of it, found by the sweeper alone', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    await deleting(world, world.engine.now() + limits.undoMs);
    await world.sweepAll();
    expect(await everything(world)).toEqual([]);
    expect(await world.database.get(paths.chat(world.chat))).toBeNull();
    const [{ subAgentId } = { subAgentId: '' }] = await world.tasks();
    expect(await world.transcript(subAgentId || 'agent-0-0-0')).toEqual([]);
    expect(world.errors()).toEqual([]);
  });

  it('cut off after each commit -> the next wake goes on until nothing is left', async () => {
    const world = await TestWorld.open(scenarioA);
    await world.say('Plan a call');
    await deleting(world, world.engine.now());
    for (let tries = 0; tries < 50 && (await world.database.get(paths.chat(world.chat))); tries += 1) {
      let commits = 0;
      world.store.beforeCommit = () => {
        commits += 1;
        if (commits > 1) throw new Error('cut off');
      };
      await world.deliver(REMOVER).catch(() => undefined);
    }
    expect(await everything(world)).toEqual([]);
    expect(await world.database.get(paths.chat(world.chat))).toBeNull();
  });

  it('a message that arrives late -> does not bring it back', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    await world.say('Hello');
    await deleting(world, world.engine.now());
    await world.deliver(REMOVER);
    await world.say('Too late');
    expect(await world.database.get(paths.states.one(world.chat, 'mother'))).toBeNull();
    expect(world.model.requests).toHaveLength(1);
  });
});
