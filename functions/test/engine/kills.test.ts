import { describe, expect, it } from 'vitest';
import { playAndKill } from '../support/child-process.ts';
import type { Stop } from '../support/child.ts';
import { countCommits, inParallel, recoverByWaking } from '../support/crash.ts';
import { finalState } from '../support/final-state.ts';
import { scenes } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

const count = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
const names: Stop['scene'][] = ['withChip', 'inProse', 'fromContext'];

describe('a process that is killed (SIGKILL)', () => {
  it.each([
    { title: 'inside of a model call', where: 'model call' },
    { title: 'between claim and commit', where: 'commit' },
  ] as const)(
    '$title, of Mother or of a sub-agent -> woken elsewhere, ends as without, and nothing is there twice',
    { timeout: 120_000 },
    async ({ where }) => {
      const cleanWorlds = new Map(
        await Promise.all(names.map(async (name) => [name, await countCommits(scenes[name])] as const)),
      );
      const points = [...cleanWorlds].flatMap(([scene, { world, commits }]) =>
        count(where === 'commit' ? commits : world.model.requests.length).map((n) => ({ scene, n })),
      );
      const left = await inParallel(points, 8, async ({ scene, n }) => {
        const world = await TestWorld.open(scenes[scene].script);
        return { scene, n, world, stop: { scene, n, in: where, chat: world.chat } };
      });

      expect(await playAndKill(left.map(({ stop }) => stop))).toBe('SIGKILL');

      console.log(`killed in ${left.length} chats, each at another ${where}`);
      await inParallel(left, 8, async ({ scene, n, world: before }) => {
        const clean = cleanWorlds.get(scene)?.world;
        const world = await recoverByWaking(before, scenes[scene]);
        const at = `${scene} in ${where} ${n}`;
        expect({ at, state: await finalState(world) }).toEqual({
          at,
          state: clean && (await finalState(clean)),
        });
        await expectSound(world);
        expect(world.errors()).toEqual([]);
      });
    },
  );
});
