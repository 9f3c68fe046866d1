import { describe, expect, it, vi } from 'vitest';
import { builtInTools } from '../../src/connectors/index.ts';
import type { Store } from '../../src/store/port.ts';
import type { Point, Side } from '../support/boundaries.ts';
import { crashAt, playCleanly, recover } from '../support/crash.ts';
import { finalState } from '../support/final-state.ts';
import { interruptedScenes } from '../support/interrupted-scenes.ts';
import { lostCalls, repeatedCalls } from '../support/lost-calls.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { inParallel } from '../support/parallel.ts';
import type { Scene } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';

// Everything that the engine has an effect or an input through is watched, and the process ends before and after each
// time, in every scene: none is left out. Which boundaries there are, the engine says: a clean play lists them.

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const sides: Side[] = ['before', 'after'];
const all: Scene[] = Object.values(interruptedScenes);
const crashed = { boundaries: 0, of: 0, kinds: new Set<string>() };

describe.each(all)('$name', (scene) => {
  const outcomeOf = scene.outcome ?? finalState;

  it('the process ends before or after any effect, and the sweeper wakes another -> the same end, nothing twice', async () => {
    const { prepared, world: clean, boundaries } = await playCleanly(scene, new MemoryStore());
    const expected = await outcomeOf(clean);
    const before = { calls: clean.model.requests.length, repeated: repeatedCalls([clean]) };

    const done = await inParallel(boundaries.flatMap(bothSides), 8, async (point) => {
      const left = await crashAt(scene, point, new MemoryStore());
      const lost = await lostCalls(prepared, left);
      const world = await recover(left, scene);

      const outcome = await outcomeOf(world);
      expect({ point, outcome }).toEqual({ point, outcome: expected });
      if (!scene.isRemoved) await expectSound(world);
      // What was asked and is not on record is asked again; nothing else is.
      const repeated = repeatedCalls([left, world]) - before.repeated;
      const more = left.model.requests.length + world.model.requests.length - before.calls;
      const isTooMuch = repeated > lost || (scene.outcome === undefined && more > lost);
      expect({ point, isTooMuch }).toEqual({ point, isTooMuch: false });
      expect([...left.errors(), ...world.errors()]).toEqual([]);
      return point;
    });

    const points = new Set(done.map(({ at }) => at)).size;
    console.log(
      `${scene.name}: effect boundaries crashed: ${points} of ${boundaries.length}, before and after`,
    );
    expect(done).toHaveLength(2 * boundaries.length);
    crashed.boundaries += points;
    crashed.of += boundaries.length;
    for (const at of boundaries) crashed.kinds.add(at.replace(/ .*$/u, ''));
    for (const at of boundaries) crashed.kinds.add(at.replace(/ #\d+$/u, ''));
  });
});

const bothSides = (at: string): Point[] => sides.map((side) => ({ at, side }));

describe('all scenes', () => {
  it('between them meet all that an engine acts through', () => {
    console.log(`effect boundaries crashed: ${crashed.boundaries} of ${crashed.of}, before and after`);
    // A method that the store gets has to be named here, and then be met.
    const store: Readonly<Record<keyof Store, true>> = {
      get: true,
      query: true,
      listen: true,
      listenTo: true,
      commit: true,
    };
    const wanted = [
      ...Object.keys(store).map((method) => `store.${method}`),
      ...['store.commit parts', 'store.listen messages, told', 'store.listenTo tasks, told'],
      ...['store.get tenants', 'store.query agents', 'store.get agents'],
      ...['store.query state of all chats', 'store.commit rescues + wakes'],
      ...['Mother', 'Mother, condensing', 'Planner', 'Mother, onText'].map((who) => `model.call ${who}`),
      ...Object.keys(builtInTools).map((name) => `tool ${name}.run`),
      'sleep 1000',
    ];
    expect(wanted.filter((kind) => !crashed.kinds.has(kind))).toEqual([]);
  });
});
