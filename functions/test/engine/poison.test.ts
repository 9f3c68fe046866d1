import { describe, expect, it } from 'vitest';
import { MOTHER } from '../../src/contracts/index.ts';
import { writeNextLine } from '../support/dispatcher.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { plainMother, scenarioA, scenes, type Scene } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

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
    expect(task).toMatchObject({ status: 'failed', error: { code: 'interrupted' } });
    expect((await world.said()).at(-1)).toMatchObject({
      kind: 'result',
      taskIds: [task?.id],
      content: expect.stringContaining('given up'),
    });
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
});
