import { describe, expect, it, vi } from 'vitest';
import { Dispatcher, play } from '../support/dispatcher.ts';
import { finalState } from '../support/final-state.ts';
import { scenes, type Scene } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

type Played = { readonly state: unknown; readonly calls: number };

async function played(
  scene: Scene,
  inProcess: boolean,
  settle: (events: Dispatcher) => Promise<void>,
): Promise<Played> {
  const world = await TestWorld.open(scene.script, { inProcess });
  // A model takes its time, so that what is delivered at once finds it at work.
  world.model.beforeAnswer = () => new Promise((resolve) => setTimeout(resolve, 20));
  const events = new Dispatcher(world);
  await play(world, scene, () => settle(events));
  await expectSound(world);
  expect(world.errors()).toEqual([]);
  return { state: await finalState(world), calls: world.model.requests.length };
}

const cleanOnes = new Map<string, Promise<Played>>();

/** Each event is delivered once, in order. */
function clean(scene: Scene, inProcess = true): Promise<Played> {
  const key = `${scene.name} ${inProcess}`;
  const known = cleanOnes.get(key) ?? played(scene, inProcess, (events) => events.drain());
  cleanOnes.set(key, known);
  return known;
}

const wakes = [
  { wakes: 'actors woken in the process', inProcess: true },
  { wakes: 'woken by triggers only', inProcess: false },
];

describe.each(Object.values(scenes))('$name', (scene) => {
  it('delivered once each, with in-process wakes or without -> the same end', async () => {
    const [withWakes, without] = await Promise.all([clean(scene), clean(scene, false)]);
    expect(without).toEqual(withWakes);
  });

  it.each(wakes)(
    'each event five times at once, $wakes -> as a clean delivery, with as many model calls',
    async ({ inProcess }) => {
      const [expected, five, storm] = await Promise.all([
        clean(scene),
        played(scene, inProcess, (events) => events.drain('oldest first', 5)),
        played(scene, inProcess, (events) => events.storm(5)),
      ]);
      expect(five).toEqual(expected);
      expect(storm).toEqual(expected);
    },
  );

  it.each(wakes)('newest first while work is open, $wakes -> as a clean delivery', async ({ inProcess }) => {
    const [expected, newest, fiveTimes] = await Promise.all([
      clean(scene),
      played(scene, inProcess, (events) => events.drain('newest first')),
      played(scene, inProcess, (events) => events.drain('newest first', 5)),
    ]);
    expect(newest).toEqual(expected);
    expect(fiveTimes).toEqual(expected);
  });

  it('every event again at the very end -> not one write and not one model call more', async () => {
    const world = await TestWorld.open(scene.script);
    const events = new Dispatcher(world);
    await play(world, scene, () => events.drain());
    const before = { state: await finalState(world), calls: world.model.requests.length };
    const { writes } = world.store.bill;
    await events.repeatAll();
    const taken = events.fired.filter(({ trigger }) => trigger === 'resume').length;
    expect({ state: await finalState(world), calls: world.model.requests.length }).toEqual(before);
    expect(world.store.bill.writes).toBe(writes + taken);
  });
});
