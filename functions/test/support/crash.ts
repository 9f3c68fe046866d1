import { MOTHER, REMOVER, limits } from '../../src/contracts/index.ts';
import type { Store } from '../../src/store/port.ts';
import { Boundaries, type Point } from './boundaries.ts';
import { play } from './dispatcher.ts';
import { takesLong } from './interruptions.ts';
import { isPart } from './observed-store.ts';
import type { Scene } from './scenes.ts';
import { TestWorld } from './test-world.ts';

const optionsOf = ({ tools }: Scene, database?: Store) => ({
  ...(database ? { database } : {}),
  ...(tools ? { tools } : {}),
});

/** A process that works on a scene. */
function begin(world: TestWorld, scene: Scene): TestWorld {
  world.model.beforeAnswer = async (request) => {
    // A real model takes longer than that, and does not wait where the emulator tells nothing.
    await Promise.race([world.store.everyListenerHeard(), takesLong()]);
    await scene.meanwhile?.(world, request);
  };
  return world;
}

/** A new chat with what there is before the scene begins. */
export async function prepare(scene: Scene, database?: Store): Promise<TestWorld> {
  const world = await TestWorld.open(scene.script, optionsOf(scene, database));
  await scene.prepare?.(world);
  return world;
}

/** What comes of a line of the person's, where everything is delivered and time passes. */
async function deliverAll(world: TestWorld, { leftMs, waitsMs }: Scene): Promise<void> {
  await world.deliver(MOTHER, leftMs);
  await world.allDelivered();
  while ((await world.takeWakes(leftMs)) > 0);
  if (waitsMs === undefined) return;
  world.aheadMs += waitsMs;
  await world.sweepAll();
}

/** Plays a scene in a chat, in a process that ends at a point if one is given; gives what it passed. */
export async function playIn(
  before: Pick<TestWorld, 'another'>,
  scene: Scene,
  end: Point | null = null,
): Promise<{ world: TestWorld; boundaries: Boundaries; hasDied: boolean }> {
  const boundaries = new Boundaries(end);
  const world = begin(
    await before.another(scene.script, { ...optionsOf(scene), around: boundaries.around }),
    scene,
  );
  const hasDied = await Promise.race([
    play(world, scene, () => deliverAll(world, scene)).then(() => false),
    boundaries.died,
  ]);
  return { world, boundaries, hasDied };
}

/** How many commits a scene takes, streamed parts aside; with the world in which it was played. */
export async function countCommits(scene: Scene, database?: Store) {
  const world = await TestWorld.open(scene.script, optionsOf(scene, database));
  let commits = 0;
  world.store.onCommitted = (writes) => {
    if (!writes.every(isPart)) commits += 1;
  };
  await play(world, scene, () => {
    // The person's own line is none of the process's commits.
    commits -= 1;
    return world.deliver();
  });
  return { world, commits };
}

/** Plays a scene without an end before its own; gives all the boundaries that it has, and the worlds before and after. */
export async function playCleanly(scene: Scene, database?: Store) {
  const prepared = await prepare(scene, database);
  const { world, boundaries } = await playIn(prepared, scene);
  return { prepared, world, boundaries: [...boundaries.passed] };
}

/** Plays a scene in a process that ends at a point; gives the world that it leaves behind. */
export async function crashAt(scene: Scene, point: Point, database?: Store): Promise<TestWorld> {
  const { world, hasDied } = await playIn(await prepare(scene, database), scene, point);
  if (!hasDied) throw new Error(`${scene.name} does not come to ${point.at}`);
  return world;
}

/** Another process, after the lease has run out: the sweeper, and the person who goes on, bring the scene to its end. */
export const recover = (left: TestWorld, scene: Scene): Promise<TestWorld> =>
  goOn(left, scene, (world) => world.sweepAll());

/** The same, where every actor is woken by itself instead. */
export const recoverByWaking = (left: TestWorld, scene: Scene): Promise<TestWorld> =>
  goOn(left, scene, wakeAll);

async function goOn(left: TestWorld, scene: Scene, settle: (world: TestWorld) => Promise<unknown>) {
  const world = begin(await left.another(scene.script, optionsOf(scene)), scene);
  const settleInTime = async () => {
    await settle(world);
    await world.allDelivered();
    if (scene.waitsMs === undefined) return;
    world.aheadMs += scene.waitsMs;
    await settle(world);
  };
  world.aheadMs += limits.leaseMs + 1_000;
  await settleInTime();
  await play(world, scene, settleInTime);
  return world;
}

/** Wakes all actors of the chat, and who would remove it, until none of them has anything to do. */
async function wakeAll(world: TestWorld): Promise<void> {
  for (let before = -1; before !== world.store.bill.writes;) {
    before = world.store.bill.writes;
    await world.deliver();
    await world.deliver(REMOVER);
    await world.takeWakes();
    const agents = await world.subAgents();
    await Promise.all(agents.map(({ id }) => world.deliver(id)));
  }
}
