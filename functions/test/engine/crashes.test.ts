import { describe, expect, it, vi } from 'vitest';
import { builtInTools } from '../../src/connectors/index.ts';
import type { Store } from '../../src/store/port.ts';
import type { Point, Side } from '../support/boundaries.ts';
import { crashAt, playCleanly, recover, recoverByWaking } from '../support/crash.ts';
import { finalState } from '../support/final-state.ts';
import { guardedScenes } from '../support/guarded-scenes.ts';
import { interruptedScenes, orders } from '../support/interrupted-scenes.ts';
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
const ways = [
  { title: 'and the sweeper wakes another', goOn: recover },
  { title: 'and every actor is woken in another', goOn: recoverByWaking },
];
const all: Scene[] = [...Object.values(interruptedScenes), orders, ...Object.values(guardedScenes)];
/** Of all scenes: the boundaries that there are, and those at which the process ended before and after, in both ways. */
const listed = new Set<string>();
const crashed = new Set<string>();
const kinds = new Set<string>();

describe.each(all)('$name', (scene) => {
  const outcomeOf = scene.outcome ?? finalState;

  it.each(ways)(
    'the process ends before or after any effect, $title -> the same end, nothing twice',
    async ({ title, goOn }) => {
      const { prepared, world: clean, boundaries } = await playCleanly(scene, new MemoryStore());
      const expected = await outcomeOf(clean);
      const before = { calls: clean.model.requests.length, repeated: repeatedCalls([clean]) };

      const done = await inParallel(boundaries.flatMap(bothSides), 8, async (point) => {
        const left = await crashAt(scene, point, new MemoryStore());
        const lost = await lostCalls(prepared, left);
        const world = await goOn(left, scene);

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

      const points = new Set(done.map(({ at }) => at));
      console.log(
        `${scene.name}, ${title}: effect boundaries crashed: ${points.size} of ${boundaries.length}, before and after`,
      );
      expect(done).toHaveLength(2 * boundaries.length);
      for (const at of boundaries) {
        listed.add(`${title}: ${scene.name}: ${at}`);
        if (points.has(at)) crashed.add(`${title}: ${scene.name}: ${at}`);
        kinds.add(at.replace(/ .*$/u, ''));
        kinds.add(at.replace(/ #\d+$/u, ''));
      }
    },
  );
});

const bothSides = (at: string): Point[] => sides.map((side) => ({ at, side }));

describe('all scenes', () => {
  it('between them meet all that an engine acts through', () => {
    const inEachWay = (all: ReadonlySet<string>) => all.size / ways.length;
    console.log(
      `effect boundaries crashed: ${inEachWay(crashed)} of ${inEachWay(listed)}, before and after, in each way`,
    );
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
      'sleep',
    ];
    expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
