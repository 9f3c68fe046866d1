import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Stop } from './child.ts';

const script = fileURLToPath(new URL('child.ts', import.meta.url));

/** What a process says when all its scenes have stopped: how far the clock of each was ahead. */
const stopped = z.tuple([z.array(z.number())]);

/** Plays scenes in another process, each up to its stop, and kills that process when all of them are there. */
export async function playAndKill(
  stops: readonly Stop[],
): Promise<{ aheadMs: readonly number[]; signal: NodeJS.Signals | null }> {
  const child = fork(script, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const closed = once(child, 'close');
  let aheadMs: readonly number[] = [];
  try {
    await orClosed(once(child, 'message'), closed);
    child.send(stops);
    [aheadMs] = stopped.parse(
      await orClosed(
        once(child, 'message').then(([said]: unknown[]) => [said]),
        closed,
      ),
    );
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
  return { aheadMs, signal: child.signalCode };
}

const orClosed = <T>(wanted: Promise<T>, closed: Promise<unknown>): Promise<T> =>
  Promise.race([
    wanted,
    closed.then(() => {
      throw new Error('The process ended by itself');
    }),
  ]);
