import { describe, expect, it } from 'vitest';
import { MOTHER, limits, paths } from '../../src/contracts/index.ts';
import { Unstorable } from '../../src/store/port.ts';
import { writeNextLine } from '../support/dispatcher.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { plainMother, scenarioA, scenes, type Scene } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, TestWorld } from '../support/test-world.ts';

/**
 * Lets processes work on a chat, one after the other, each until it dies in a model call that `kills` says is deadly;
 * gives the last one, which found nothing to do any more, and how many died.
 */
async function untilQuiet(
  script: Script,
  kills: (instructions: string, nth: number) => boolean,
  scene: Scene,
) {
  let world = await TestWorld.open(script, { database: new MemoryStore() });
  let deaths = 0;
  for (;;) {
    const process = world;
    const { promise: died, resolve: die } = Promise.withResolvers<'died'>();
    process.model.beforeAnswer = ({ instructions }) => {
      if (!kills(instructions, deaths)) return undefined;
      process.store.die();
      die('died');
      return new Promise(() => undefined);
    };
    const work = async () => {
      await process.sweepAll();
      while (await writeNextLine(process, scene)) await process.deliver();
      return 'quiet' as const;
    };
    if ((await Promise.race([work(), died])) === 'quiet') return { world: process, deaths };
    deaths += 1;
    if (deaths > 20) throw new Error('It goes on for ever');
    world = await process.another(script);
  }
}

const isMother = (instructions: string) => instructions.startsWith('You are Mother.');
const hello: Scene = {
  ...scenes.fromContext,
  script: { mother: plainMother },
};

describe('a step at which every process dies', () => {
  it('Mother’s -> after the fourth the message fails visibly, and the person’s message is handled', async () => {
    const { world, deaths } = await untilQuiet(hello.script, isMother, hello);
    expect(deaths).toBe(4);
    expect(await world.said()).toMatchObject([{ status: 'failed', error: { code: 'interrupted' } }]);
    expect(await world.mother()).toMatchObject({ owner: null, attempts: 0, step: 1 });
    expect((await world.runs()).map(({ outcome, error }) => [outcome, error])).toEqual([
      ['failed', 'interrupted'],
    ]);
    await expectSound(world);

    const [failed] = await world.said();
    const healthy = await world.another(hello.script);
    await healthy.say('', { retry: { kind: 'message', id: failed?.id ?? '' } });
    expect((await healthy.said()).map(({ status }) => status)).toEqual(['stopped', 'complete']);
    await expectSound(healthy);
  });

  it('a sub-agent’s -> after the fourth its task fails, and the person is told', async () => {
    const { world, deaths } = await untilQuiet(
      scenarioA,
      (instructions) => !isMother(instructions),
      scenes.withChip,
    );
    expect(deaths).toBe(4);
    const [task] = await world.tasks();
    expect(task).toMatchObject({
      status: 'failed',
      error: { code: 'interrupted', message: expect.stringContaining('given up') },
    });
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'result', taskIds: [task?.id] });
    await expectSound(world);
  });

  it('Mother’s check of a question -> after the fourth the person is asked, as it is', async () => {
    let delegated = false;
    const { world, deaths } = await untilQuiet(
      scenarioA,
      (instructions) => {
        if (!isMother(instructions)) return false;
        const isCheck = delegated;
        delegated = true;
        return isCheck;
      },
      {
        ...scenes.withChip,
        person: (page) => (page.messages.length === 0 ? scenes.withChip.person(page) : null),
      },
    );
    expect(deaths).toBe(4);
    expect(await world.questions()).toMatchObject([{ status: 'relayed' }]);
    await expectSound(world);
  });

  it('three deaths at one step and three at a later one -> it goes on, because the step in between was done', async () => {
    const seen = { Mother: 0, Planner: 0 };
    const { world, deaths } = await untilQuiet(
      scenarioA,
      (instructions) => {
        const who = isMother(instructions) ? 'Mother' : 'Planner';
        seen[who] += 1;
        return seen[who] <= 3;
      },
      scenes.withChip,
    );
    expect(deaths).toBe(6);
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    expect((await world.said()).map(({ status }) => status)).not.toContain('failed');
    expect(await world.subAgentState({ actorId: (await world.subAgents())[0]?.id ?? MOTHER })).toMatchObject({
      attempts: 0,
    });
    await expectSound(world);
  });

  it('what Mother settles without a model, and can never be stored -> after the fourth try it is refused, and the rest goes on', async () => {
    const world = await openInMemory({
      ...scenarioA,
      mother: (seen) => (seen.messages[0]?.text === 'Hello' ? { text: 'Hi.' } : scenarioA.mother(seen)),
    });
    await world.say('Plan a call');
    const [question] = await world.questions();
    // The line that would follow on the answer is there already, and nobody knows where from.
    await world.database.commit([
      { op: 'create', path: paths.messages.one(world.chat, `ack-${question?.id}`), data: {} },
    ]);
    const answer = await world.write('Berlin', { replyTo: question?.id ?? '' });
    const other = await world.write('Hello');
    for (let attempt = 0; attempt < 6; attempt += 1) await world.deliver().catch(() => undefined);
    const statusOf = async (id: string) =>
      (await world.database.get(paths.messages.one(world.chat, id)))?.data['status'];
    expect([await statusOf(answer), await statusOf(other)]).toEqual(['refused', 'handled']);
    expect(await world.questions()).toMatchObject([{ status: 'relayed' }]);
    expect(await world.mother()).toMatchObject({ owner: null, attempts: 0 });
  });

  it('what the database refuses outright -> that alone is refused, at once, and the rest goes on', async () => {
    const world = await openInMemory({
      ...scenarioA,
      mother: (seen) => (seen.messages[0]?.text === 'Hello' ? { text: 'Hi.' } : scenarioA.mother(seen)),
    });
    await world.say('Plan a call');
    const [question] = await world.questions();
    world.store.beforeCommit = (writes) => {
      if (writes.some(({ path }) => path.endsWith(`/ack-${question?.id}`))) throw new Unstorable('Too large');
    };
    const answer = await world.write('Berlin', { replyTo: question?.id ?? '' });
    const other = await world.write('Hello');
    await world.deliver();
    const messages = await world.messages();
    const statusOf = (id: string) => messages.find((one) => one.id === id)?.status;
    expect([statusOf(answer), statusOf(other)]).toEqual(['refused', 'handled']);
    expect(await world.mother()).toMatchObject({ owner: null, attempts: 0 });
  });

  it('a sub-agent’s, whose commit can never be stored -> it does not try for ever; its task fails', async () => {
    const world = await openInMemory(scenarioA, { inProcess: false });
    await world.say('Plan a call');
    const [task] = await world.tasks();
    // What the step would write is there already, and nobody knows where from.
    await world.database.commit([
      {
        op: 'create',
        path: `${paths.transcript(world.chat, task?.subAgentId ?? '')}/m-0001`,
        data: {
          schemaVersion: 1,
          role: 'tool',
          index: 1,
          toolCallId: 'x',
          name: 'x',
          content: '',
          createdAt: 0,
        },
      },
    ]);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await world.deliver(task?.subAgentId).catch(() => undefined);
      world.aheadMs += limits.leaseMs + 1_000;
    }
    await world.deliver();
    expect(world.model.requests.filter(({ instructions }) => !isMother(instructions))).toHaveLength(4);
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'interrupted' } }]);
  });
});
