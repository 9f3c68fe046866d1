import { describe, expect, it } from 'vitest';
import { limits, paths } from '../../src/contracts/index.ts';
import { remove } from '../../src/store/documents.ts';
import type { Store, Write } from '../../src/store/port.ts';
import { GRACE_MS, checkChat, onlyReading } from '../../src/upkeep/check.ts';
import { chatsLeftOver, allChats } from '../../src/upkeep/read-chat.ts';
import { repairChat } from '../../src/upkeep/repair.ts';
import { done, lost, mended, waiting } from '../support/broken-chats.ts';
import { play } from '../support/dispatcher.ts';
import { Gate } from '../support/gate.ts';
import { plainMother, scenarioA, scenes, twoAlike, twoAtOnce } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

/** Long enough for everything that was at work to be stuck. */
const LATER_MS = 30 * 60_000;

/** A database that remembers what is written to it. */
function noted(database: Store): { store: Store; written: (readonly Write[])[] } {
  const written: (readonly Write[])[] = [];
  const commit = (writes: readonly Write[]) => {
    written.push(writes);
    return database.commit(writes);
  };
  return { written, store: { ...onlyReading(database), listen: never, listenTo: never, commit } };
}
const never = (): never => {
  throw new Error('Nobody listens here');
};

const pathOf = ({ chat }: TestWorld) => paths.chat(chat);

async function findingsOf(world: TestWorld, inMs = LATER_MS) {
  const checked = await checkChat(onlyReading(world.database), pathOf(world), world.engine.now() + inMs);
  return checked.kind === 'looked' ? checked.findings : [checked];
}

async function rulesOf(world: TestWorld, inMs = LATER_MS): Promise<string[]> {
  const found = await findingsOf(world, inMs);
  return found.map((one) => ('rule' in one ? one.rule : one.kind));
}

async function repair(world: TestWorld) {
  const { store, written } = noted(world.database);
  const repaired = await repairChat(store, pathOf(world), world.engine.now() + LATER_MS);
  return { ...repaired, written };
}

async function listed(all: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const one of all) found.push(one);
  return found;
}

describe('a broken chat', () => {
  it.each([...mended, ...lost])(
    '$name -> reported, and nothing is written',
    async ({ rules, scene, break: it }) => {
      const found = await scene();
      await it(found);
      expect(await rulesOf(found.world)).toEqual(rules);
      expect(await rulesOf(found.world)).toEqual(rules);
    },
  );

  it.each(mended)('$name -> repaired; a second repair does nothing', async ({ scene, break: it }) => {
    const found = await scene();
    await it(found);
    const first = await repair(found.world);
    expect(first.written.length).toBeGreaterThan(0);
    expect(await rulesOf(found.world)).toEqual([]);
    const second = await repair(found.world);
    expect(second).toMatchObject({ done: [], written: [], left: { findings: [] } });
    await found.world.sweepAll();
    await expectSound(found.world);
  });

  it.each(lost)('$name -> fails; the person is told, and can try again', async ({ scene, break: it }) => {
    const { world, ...found } = await scene();
    await it({ world, ...found });
    const { done: repaired } = await repair(world);
    expect(repaired.map(({ rule }) => rule)).toEqual(['lost_task']);
    expect(await world.tasks()).toMatchObject([
      { status: 'failed', error: { code: 'interrupted' }, questionId: null },
    ]);
    expect((await world.chatDocument()).counts.running).toBe(0);
    // That the task has turned wakes Mother, as its trigger would.
    await world.deliver();
    expect((await world.said()).at(-1)).toMatchObject({ taskIds: [found.task.id], status: 'complete' });
    expect(await world.mother()).toMatchObject({ tasks: [], questions: [] });
    expect(await rulesOf(world)).toEqual([]);
    expect(await repair(world)).toMatchObject({ done: [], written: [] });
    await expectSound(world);

    await world.say('', { retry: { kind: 'task', id: found.task.id } });
    expect((await world.tasks()).map(({ status }) => status)).toEqual(['failed', 'waiting']);
    await expectSound(world);
  });

  it('all of it at once -> each is repaired', async () => {
    const found = await done();
    for (const one of mended.filter(({ scene }) => scene === done)) await one.break(found);
    const { done: repaired } = await repair(found.world);
    expect(new Set(repaired.map(({ rule }) => rule))).toEqual(
      new Set(['badge', 'wake', 'mail', 'lease', 'sub_agent']),
    );
    expect(await rulesOf(found.world)).toEqual([]);
    await expectSound(found.world);
  });

  it('somebody is at work at that moment -> nothing is written, and the next repair does it', async () => {
    const { world } = await waiting();
    await world.change(pathOf(world), { 'counts.running': 7 });
    const { store } = noted(world.database);
    const isLate: Store = {
      ...store,
      commit: async (writes) => {
        await world.change(pathOf(world), { title: 'Another title' });
        return store.commit(writes);
      },
    };
    const now = world.engine.now() + LATER_MS;
    expect(await repairChat(isLate, pathOf(world), now)).toMatchObject({ done: [], moved: true });
    expect((await world.chatDocument()).counts.running).toBe(7);
    await repair(world);
    expect(await world.chatDocument()).toMatchObject({ title: 'Another title', counts: { running: 1 } });
  });

  it('that changes each time it is read -> at work, and not broken', async () => {
    const { world } = await waiting();
    await world.change(pathOf(world), { 'counts.running': 7 });
    let n = 0;
    const checked = await checkChat(
      {
        ...onlyReading(world.database),
        get: async (path) => {
          n += 1;
          await world.change(pathOf(world), { title: `Title ${n}` });
          return world.database.get(path);
        },
      },
      pathOf(world),
      world.engine.now() + LATER_MS,
    );
    expect(checked.kind).toBe('busy');
  });
});

describe('what nobody can repair without a look', () => {
  it('a document that cannot be read -> named, with its fields and without what they hold', async () => {
    const { world, question } = await done();
    await world.change(paths.questions.one(world.chat, question.id), { text: 7, answer: ['secret'] });
    const found = await findingsOf(world);
    expect(found).toMatchObject([{ rule: 'unreadable', says: expect.stringContaining('text, answer') }]);
    expect(JSON.stringify(found)).not.toContain('secret');
    expect(await repair(world)).toMatchObject({ done: [], written: [] });
  });

  it('a message that was handled, and nothing follows on it -> named', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    const id = await world.write('Hello');
    await world.change(paths.messages.one(world.chat, id), { status: 'handled' });
    expect(await rulesOf(world)).toEqual(['unanswered']);
    expect(await repair(world)).toMatchObject({ done: [], written: [] });
  });
});

describe('at work, or stuck', () => {
  it('a message that nobody takes up -> stuck only after a lease, a sweep and somebody’s wake could have passed', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    await world.write('Hello');
    expect(await rulesOf(world, GRACE_MS - 10_000)).toEqual([]);
    expect(await rulesOf(world, GRACE_MS + 10_000)).toEqual(['stuck']);
    await world.deliver();
    expect(await rulesOf(world)).toEqual([]);
  });

  it('Mother is at work -> nothing; her lease ran out long ago, and nobody came -> stuck', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    const gate = new Gate();
    world.model.beforeAnswer = gate.pass;
    const answered = world.say('Hello');
    await gate.reached;
    expect(await rulesOf(world, 0)).toEqual([]);
    expect(await rulesOf(world, limits.leaseMs + GRACE_MS - 10_000)).toEqual([]);
    expect(new Set(await rulesOf(world, limits.leaseMs + GRACE_MS + 10_000))).toEqual(new Set(['stuck']));
    gate.letGo();
    await answered;
    expect(await rulesOf(world)).toEqual([]);
  });

  it('Mother words a result for minutes -> its end is not missing yet', async () => {
    const { world, question } = await waiting();
    const gate = new Gate();
    world.model.beforeAnswer = ({ messages }) =>
      messages.some(({ content }) => content.includes('"type":"result"')) ? gate.pass() : undefined;
    const answered = world.say('Berlin', { replyTo: question.id });
    await gate.reached;
    expect(await rulesOf(world, limits.leaseMs + GRACE_MS - 10_000)).toEqual([]);
    // Should nobody come any more, then the mail that she is at is not taken away from whoever does after all.
    const later = await rulesOf(world, limits.leaseMs + GRACE_MS + 10_000);
    expect(new Set(later)).toEqual(new Set(['stuck', 'untold']));
    gate.letGo();
    await answered;
    expect(await rulesOf(world)).toEqual([]);
  });

  it('an agent is at work -> nothing; its lease ran out long ago -> stuck', async () => {
    const gate = new Gate();
    const { mother } = scenarioA;
    const world = await TestWorld.open({
      mother,
      agents: { Planner: async () => gate.pass().then(() => ({ text: 'Planned.' })) },
    });
    const answered = world.say('Plan a call');
    await gate.reached;
    expect(await rulesOf(world, limits.leaseMs + GRACE_MS - 10_000)).toEqual([]);
    expect(new Set(await rulesOf(world, limits.leaseMs + GRACE_MS + 10_000))).toEqual(new Set(['stuck']));
    gate.letGo();
    await answered;
    expect(await rulesOf(world)).toEqual([]);
  });
});

describe('a healthy chat is never touched', () => {
  it.each([...Object.values(scenes), twoAtOnce, twoAlike])(
    '$name: after each line of the person’s, days later -> nothing is found or written',
    async (scene) => {
      const world = await TestWorld.open(scene.script);
      const days = 3 * 24 * 3_600_000;
      let looks = 0;
      await play(world, scene, async () => {
        await world.deliver();
        expect(await rulesOf(world, days)).toEqual([]);
        const { store, written } = noted(world.database);
        await repairChat(store, pathOf(world), world.engine.now() + days);
        expect(written).toEqual([]);
        looks += 1;
      });
      expect(looks).toBeGreaterThan(0);
      await expectSound(world);
    },
  );

  it('a chat that is being deleted, before its time -> nothing; long after -> stuck', async () => {
    const { world } = await waiting();
    await world.change(pathOf(world), { access: 'deleting', deleteAt: world.engine.now() + limits.undoMs });
    expect(await rulesOf(world, 0)).toEqual([]);
    expect(await rulesOf(world)).toEqual(['stuck']);
    world.aheadMs += limits.undoMs;
    await world.sweepAll();
    expect(await world.database.get(pathOf(world))).toBeNull();
    expect(await findingsOf(world)).toEqual([]);
  });
});

describe('over a whole project', () => {
  it('chats are gone over page by page, each once', async () => {
    const [first, second] = [await waiting(), await waiting()].map(({ world }) => world);
    if (!first || !second) throw new Error('There are no chats');
    const found = await listed(allChats(onlyReading(first.database), 1));
    expect(found.length).toBe(new Set(found).size);
    expect(found).toEqual(expect.arrayContaining([pathOf(first), pathOf(second)]));
  });

  it('what is left over of a chat that is gone -> found, removed in bounded commits, and not found again', async () => {
    const { world } = await done();
    await world.database.commit([remove(pathOf(world))]);
    const leftOver = () => listed(chatsLeftOver(onlyReading(world.database)));
    expect(await leftOver()).toContain(pathOf(world));
    expect(new Set(await rulesOf(world, LATER_MS))).toEqual(new Set(['left_over']));
    expect(await rulesOf(world, 0)).toEqual([]);
    const { written } = await repair(world);
    expect(written.flat().every(({ op }) => op === 'delete')).toBe(true);
    expect(await leftOver()).not.toContain(pathOf(world));
    expect(await repair(world)).toMatchObject({ done: [], written: [] });
  });

  it('chats that are there are not taken for gone', async () => {
    const { world } = await waiting();
    expect(await listed(chatsLeftOver(onlyReading(world.database)))).not.toContain(pathOf(world));
  });
});
