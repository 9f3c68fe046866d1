import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOTHER, limits, paths } from '../../src/contracts/index.ts';
import type { Store, StoredDocument } from '../../src/store/port.ts';
import { backUp, restore } from '../support/backup.ts';
import { Gate } from '../support/gate.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// A database is backed up in the middle of things, and a new one begins with the backup: every chat goes on.

describe('a backup that is imported into a fresh database', () => {
  let waiting: TestWorld;
  let unread: TestWorld;
  let working: TestWorld;
  let before: StoredDocument[];
  let restored: { store: Store; stop: () => Promise<void> };

  beforeAll(async () => {
    waiting = await TestWorld.open(scenarioA);
    await waiting.say('Plan a call');
    const [task] = await waiting.tasks();
    const collections = [paths.messages, paths.tasks, paths.questions, paths.subAgents, paths.states].map(
      (one) => one.all(waiting.chat),
    );
    const transcript = paths.transcript(waiting.chat, task?.subAgentId ?? '');
    const found = await Promise.all([...collections, transcript].map((one) => waiting.documents(one)));
    before = found.flat();

    unread = await TestWorld.open({ mother: plainMother });
    await unread.write('Hello');

    working = await TestWorld.open({ mother: plainMother });
    const gate = new Gate();
    working.model.beforeAnswer = gate.pass;
    const answered = working.say('Hello');
    await gate.reached;
    const folder = await backUp();
    gate.letGo();
    await answered;
    // What comes after the backup is not in it.
    await waiting.say('Hurry up');
    restored = await restore(folder);
  }, 90_000);
  afterAll(() => restored.stop());

  const resumed = (world: TestWorld) =>
    world.another(world === waiting ? scenarioA : { mother: plainMother }, {
      database: restored.store,
    });

  it('holds each document of a chat as it was', async () => {
    expect(before.length).toBeGreaterThan(8);
    const after = await Promise.all(before.map(({ path }) => restored.store.get(path)));
    expect(after.map((one) => one?.data)).toEqual(before.map(({ data }) => data));
    const world = await resumed(waiting);
    expect((await world.messages()).map(({ content }) => content)).not.toContain('Hurry up');
    await expectSound(world);
  });

  it('a question that waited is answered -> its task is completed, and told of', async () => {
    const world = await resumed(waiting);
    const [asked] = await world.questions();
    expect(asked).toMatchObject({ status: 'relayed' });
    await world.say('Berlin', { replyTo: asked?.id ?? '' });
    expect(await world.tasks()).toMatchObject([
      { status: 'completed', result: expect.stringContaining('Berlin') },
    ]);
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'result', status: 'complete' });
    await expectSound(world);
    expect(world.errors()).toEqual([]);
  });

  it('a message whose event was fired in the old database only -> the sweeper finds it', async () => {
    const world = await resumed(unread);
    expect(await world.sweepAll()).toBe(1);
    expect((await world.said()).map(({ content }) => content)).toEqual(['Hello there, nice to meet you.']);
    await expectSound(world);
  });

  it('Mother was at work -> her lease runs out, and she begins again', async () => {
    const world = await resumed(working);
    expect(await world.mother()).toMatchObject({ owner: expect.any(String), epoch: 1 });
    await world.deliver(MOTHER);
    expect((await world.said()).map(({ status }) => status)).toEqual(['streaming']);
    world.aheadMs += limits.leaseMs;
    await world.sweepAll();
    expect((await world.said()).map(({ content }) => content)).toEqual(['Hello there, nice to meet you.']);
    await expectSound(world);
  });
});
