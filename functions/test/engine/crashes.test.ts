import { describe, expect, it, vi } from 'vitest';
import { countCommits, crashAt, inParallel, recover, type Side } from '../support/crash.ts';
import { finalState } from '../support/final-state.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { scenes } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const sides: Side[] = ['before', 'after'];

describe.each(Object.values(scenes))('$name', (scene) => {
  it('the process ends before or after any commit, and the sweeper wakes another -> the same end, nothing twice', async () => {
    const { world: clean, commits } = await countCommits(scene, new MemoryStore());
    const expected = await finalState(clean);
    const boundaries = Array.from({ length: commits }, (_, n) =>
      sides.map((side) => ({ n: n + 1, side })),
    ).flat();
    console.log(`${scene.name}: ${boundaries.length} commit boundaries`);
    await inParallel(boundaries, 8, async ({ n, side }) => {
      const left = await crashAt(scene, n, side, new MemoryStore());
      const world = await recover(left, scene);
      const where = `${side} commit ${n}`;
      expect({ where, state: await finalState(world) }).toEqual({ where, state: expected });
      await expectSound(world);
      // What was asked and not yet stored is asked again; nothing else is.
      const calls = left.model.requests.length + world.model.requests.length;
      expect(calls - clean.model.requests.length).toBeLessThanOrEqual(1);
      expect(world.errors()).toEqual([]);
    });
  });
});
