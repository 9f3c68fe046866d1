// Everything that was started, so that it can be stopped: in the reverse order, once, whatever ends the script.
import process from 'node:process';

import { printProblem } from './problem.ts';
import { say } from './stages.ts';

type Stop = () => Promise<void> | void;

const stops: Stop[] = [];
let stopping: Promise<void> | undefined;

export function atExit(stop: Stop): void {
  // Started while the rest is being stopped already: nobody would stop it later.
  if (isStopping()) void Promise.resolve(stop()).catch(printProblem);
  else stops.push(stop);
}

export const isStopping = () => stopping !== undefined;

function stopEverything(): Promise<void> {
  stopping ??= stopInReverse();
  return stopping;
}

async function stopInReverse(): Promise<void> {
  for (const stop of stops.toReversed()) {
    try {
      await stop();
    } catch (error) {
      printProblem(error);
    }
  }
}

/** Runs the script's main part; all that it started is stopped when it ends, fails, or is told to stop. */
export async function runAndCleanUp(main: () => Promise<number>, onSignal: string): Promise<void> {
  endOnSignals(onSignal);
  let exitCode = 1;
  try {
    exitCode = await main();
  } catch (error) {
    // What is stopped from outside may well fail on its way; that is no news.
    if (isStopping()) return;
    printProblem(error);
  }
  await stopEverything();
  process.exit(exitCode);
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const LOOK_FOR_PARENT_EVERY_MS = 500;

/**
 * Ctrl-C, `kill` and a closed terminal. npm passes one Ctrl-C on a second time, so only the first one counts. It
 * passes signals to the shell that it runs scripts in: `exec` in package.json makes that shell become this script.
 */
function endOnSignals(message: string): void {
  const end = async (exitCode: number) => {
    if (isStopping()) return;
    say(`\n${message}`);
    await stopEverything();
    say('Stopped.');
    process.exit(exitCode);
  };
  for (const [signal, exitCode] of Object.entries(SIGNALS)) process.on(signal, () => void end(exitCode));

  // npm may be killed without being able to pass that on. When it is gone, there is nobody left to stop this.
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid !== parent) void end(SIGNALS.SIGTERM);
  }, LOOK_FOR_PARENT_EVERY_MS);
  watching.unref();
}
