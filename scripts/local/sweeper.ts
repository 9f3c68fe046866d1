import { functionsUrl, type World } from './world.ts';

const EVERY_MS = 60_000;

/** The emulator runs no scheduled function by itself, so this does what Cloud Scheduler does in production. */
export function runSweeperEveryMinute(world: World): { stop(): void } {
  const sweep = async () => {
    // A sweep that fails says so in the functions' log; the next one comes in a minute anyway.
    await fetch(`${functionsUrl(world)}/sweeper-0`, { method: 'POST' }).catch(() => undefined);
  };
  const timer = setInterval(() => void sweep(), EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
