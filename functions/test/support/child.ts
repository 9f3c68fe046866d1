// A process of its own that plays scenes and stops each of them at one point, before or after one thing that the engine
// does or hears. It says so for all of them, and then waits for its end, which comes from outside.
import process from 'node:process';
import type { ChatRef } from '../../src/contracts/index.ts';
import type { Point } from './boundaries.ts';
import { playIn } from './crash.ts';
import { interruptedScenes } from './interrupted-scenes.ts';
import { inParallel } from './parallel.ts';
import { TestWorld } from './test-world.ts';

export type Stop = {
  readonly scene: keyof typeof interruptedScenes;
  readonly chat: ChatRef;
  readonly point: Point;
};

/** Gives how far its clock was ahead by then. */
async function playUntil({ scene, chat, point }: Stop): Promise<number> {
  const another: TestWorld['another'] = (script, options) => TestWorld.open(script, { chat, ...options });
  const { world, hasDied } = await playIn({ another }, interruptedScenes[scene], point);
  if (!hasDied) throw new Error(`${scene} does not come to ${point.at}`);
  return world.aheadMs;
}

process.once('message', (stops: Stop[]) => {
  void inParallel(stops, 16, playUntil).then((aheadMs) => process.send?.(aheadMs));
});
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
process.send?.('ready');
