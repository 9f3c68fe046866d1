import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stop } from './child.ts';

const script = fileURLToPath(new URL('child.ts', import.meta.url));

/** Plays scenes in another process, each up to its stop, and kills that process when all of them are there. */
export async function playAndKill(stops: readonly Stop[]): Promise<NodeJS.Signals | null> {
  const child = fork(script, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const closed = once(child, 'close');
  try {
    await orClosed(once(child, 'message'), closed);
    child.send(stops);
    await orClosed(once(child, 'message'), closed);
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
  return child.signalCode;
}

const orClosed = (wanted: Promise<unknown>, closed: Promise<unknown>) =>
  Promise.race([
    wanted,
    closed.then(() => {
      throw new Error('The process ended by itself');
    }),
  ]);
