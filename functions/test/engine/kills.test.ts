import { describe, expect, it } from 'vitest';
import type { Point } from '../support/boundaries.ts';
import { playAndKill } from '../support/child-process.ts';
import type { Stop } from '../support/child.ts';
import { playCleanly, prepare, recoverByWaking } from '../support/crash.ts';
import { finalState } from '../support/final-state.ts';
import { interruptedScenes } from '../support/interrupted-scenes.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { inParallel } from '../support/parallel.ts';
import type { Scene } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';

// What crashes.test.ts does in memory at every boundary, with a real process and database: at a sample of them.

const PER_SCENE = 4;

/** What sort of thing is done or heard: `store.commit`, `store.commit parts`, `store.listen, told`. */
const kindOf = (at: string): string =>
  [/^[^ ]+/u, /parts(?= #)/u, /, \w+(?= #)/u].map((part) => part.exec(at)?.[0] ?? '').join(' ');

/** A few points of a scene, each of another kind: another choice in each scene, before and after in turn. */
function sampleOf(boundaries: readonly string[], turn: number): Point[] {
  // How often something comes depends on how things fall together; that it comes once does not.
  const firsts = boundaries.filter((at) => at.endsWith(' #1'));
  const byKind = [...Map.groupBy(firsts, kindOf).values()];
  return Array.from({ length: Math.min(PER_SCENE, byKind.length) }, (_, n) => {
    const kind = byKind[(turn + n) % byKind.length] ?? [];
    const side = (turn + n) % 2 === 0 ? 'before' : 'after';
    return { at: kind[turn % kind.length] ?? '', side };
  });
}

const names = Object.keys(interruptedScenes) as Stop['scene'][];
const sceneOf = (name: Stop['scene']): Scene => interruptedScenes[name];

describe('a process that is killed (SIGKILL)', () => {
  it(
    'anywhere in any scene -> woken elsewhere, ends as without, and nothing is there twice',
    { timeout: 120_000 },
    async () => {
      const played = await inParallel(names, 4, async (name) => {
        const scene = sceneOf(name);
        const { world, boundaries } = await playCleanly(scene, new MemoryStore());
        return { name, boundaries, outcome: await (scene.outcome ?? finalState)(world) };
      });
      const sample = played.flatMap(({ boundaries, ...one }, turn) =>
        sampleOf(boundaries, turn).map((point) => ({ ...one, point })),
      );
      // A kind that the choice has passed over is in it all the same.
      const chosen = new Set(sample.map(({ point }) => kindOf(point.at)));
      const rest = played.flatMap(({ boundaries, ...one }) =>
        boundaries
          .filter((at) => !chosen.has(kindOf(at)) && chosen.add(kindOf(at)))
          .map((at) => ({ ...one, point: { at, side: 'after' } as const })),
      );
      const points = [...sample, ...rest];
      const left = await inParallel(points, 8, async (one) => {
        const world = await prepare(sceneOf(one.name));
        return { ...one, world, stop: { scene: one.name, chat: world.chat, point: one.point } };
      });

      const { signal, aheadMs } = await playAndKill(left.map(({ stop }) => stop));
      expect(signal).toBe('SIGKILL');

      console.log(
        `killed in ${left.length} chats of ${names.length} scenes, at ${chosen.size} kinds of boundaries`,
      );
      await inParallel([...left.entries()], 8, async ([index, { name, point, world: before, outcome }]) => {
        const scene = sceneOf(name);
        before.aheadMs = aheadMs[index] ?? 0;
        const world = await recoverByWaking(before, scene);
        const at = `${name}: ${point.side} ${point.at}`;
        expect({ at, outcome: await (scene.outcome ?? finalState)(world) }).toEqual({ at, outcome });
        if (!scene.isRemoved) await expectSound(world);
        expect(world.errors()).toEqual([]);
      });
    },
  );
});
