// A process of its own that plays scenes and stops each of them at one point: inside of a model call, or between two
// commits. It says so for each, and then waits for its end, which comes from outside.
import process from 'node:process';
import type { ChatRef } from '../../src/contracts/index.ts';
import { play } from './dispatcher.ts';
import { isPart } from './observed-store.ts';
import { scenes } from './scenes.ts';
import { TestWorld } from './test-world.ts';

export type Stop = {
  readonly scene: keyof typeof scenes;
  readonly chat: ChatRef;
  /** Inside of the nth model call, or before the nth commit. */
  readonly in: 'model call' | 'commit';
  readonly n: number;
};

const hang = () => new Promise<never>(() => undefined);

async function playUntil({ scene: name, chat, in: where, n }: Stop): Promise<void> {
  const scene = scenes[name];
  const world = await TestWorld.open(scene.script, { chat });
  const reached = Promise.withResolvers<true>();
  let passed = 0;
  const pass = () => {
    passed += 1;
    if (passed !== n) return undefined;
    reached.resolve(true);
    return hang();
  };
  if (where === 'model call') world.model.beforeAnswer = pass;
  else world.store.beforeCommit = (writes) => (writes.every(isPart) ? undefined : pass());
  const isThere = await Promise.race([
    play(world, scene, () => world.deliver()).then(() => false),
    reached.promise,
  ]);
  if (!isThere) throw new Error(`${name} has no ${where} ${n}`);
}

process.once('message', (stops: Stop[]) => {
  void Promise.all(stops.map((stop) => playUntil(stop))).then(() => process.send?.('all stopped'));
});
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
process.send?.('ready');
