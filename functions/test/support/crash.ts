import { limits } from '../../src/contracts/index.ts';
import type { Store } from '../../src/store/port.ts';
import { play } from './dispatcher.ts';
import { isPart } from './observed-store.ts';
import type { Scene } from './scenes.ts';
import { TestWorld } from './test-world.ts';

export type Side = 'before' | 'after';

const never = () => new Promise<never>(() => undefined);

/** How many commits a scene takes, streamed parts aside; with the world in which it was played. */
export async function countCommits(scene: Scene, database?: Store) {
  const world = await TestWorld.open(scene.script, database ? { database } : {});
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

/** Plays a scene in a process that ends right before or after its nth commit; gives the world that it leaves behind. */
export async function crashAt(scene: Scene, n: number, side: Side, database?: Store): Promise<TestWorld> {
  const world = await TestWorld.open(scene.script, database ? { database } : {});
  const died = Promise.withResolvers<true>();
  let commits = 0;
  const count = (writes: Parameters<typeof isPart>[0][]) => {
    if (writes.every(isPart)) return undefined;
    commits += 1;
    if (commits !== n) return undefined;
    world.store.die();
    died.resolve(true);
    return never();
  };
  if (side === 'before') world.store.beforeCommit = (writes) => count([...writes]);
  else world.store.afterCommit = (writes) => count([...writes]);
  const hasDied = await Promise.race([
    play(world, scene, () => world.deliver()).then(() => false),
    died.promise,
  ]);
  if (!hasDied) throw new Error(`${scene.name} has no commit ${n}`);
  return world;
}

/** Another process, after the lease has run out: the sweeper, and the person who goes on, bring the scene to its end. */
export const recover = (left: TestWorld, scene: Scene): Promise<TestWorld> =>
  goOn(left, scene, (world) => world.sweepAll());

/** The same, where every actor is woken by itself instead. */
export const recoverByWaking = (left: TestWorld, scene: Scene): Promise<TestWorld> =>
  goOn(left, scene, wakeAll);

async function goOn(left: TestWorld, scene: Scene, settle: (world: TestWorld) => Promise<unknown>) {
  const world = await left.another(scene.script);
  world.aheadMs += limits.leaseMs + 1_000;
  await settle(world);
  await play(world, scene, () => settle(world));
  return world;
}

/** Wakes all actors of the chat, until none of them has anything to do. */
async function wakeAll(world: TestWorld): Promise<void> {
  for (let before = -1; before !== world.store.bill.writes;) {
    before = world.store.bill.writes;
    await world.deliver();
    const agents = await world.subAgents();
    await Promise.all(agents.map(({ id }) => world.deliver(id)));
  }
}

/** Does all of it, at most so many at a time. */
export async function inParallel<T, R>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = all.entries();
  const worker = async () => {
    for (const [index, one] of left) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
