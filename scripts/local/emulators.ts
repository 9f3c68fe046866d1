import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import readline from 'node:readline';

import { emulatorInput } from './emulator-input.ts';
import { firestoreEmulatorEnvironment } from './firestore-emulator.ts';
import { findJavaBin } from './java.ts';
import type { ModelSecrets } from './model.ts';
import { Problem } from './problem.ts';
import { atExit } from './running.ts';
import { importOption, keepSaving } from './saved-data.ts';
import { HOST, ROOT, type World } from './world.ts';

const FIREBASE_CLI = createRequire(import.meta.url).resolve('firebase-tools/lib/bin/firebase.js');
const READY = 'All emulators ready';
const STOPPING_TAKES_AT_MOST_MS = 30_000;
const KEPT_LINES = 30;

const QUIET_AND_QUICK = {
  CI: 'true', // no message of the day, no questions
  METADATA_SERVER_DETECTION: 'none', // does not look for Google's cloud around this machine
  FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true', // reads the list of functions from a file, not from a server
  npm_config_fetch_retries: '0',
};

interface Emulators {
  /** The functions that loaded, by name. */
  readonly functions: readonly string[];
  /** Resolves when the emulators end, wanted or not. */
  readonly ended: Promise<void>;
  /** Ends them before the rest. */
  stop(): Promise<void>;
}

interface Log {
  readonly file: string;
  /** The last lines before the emulators were ready, for when something went wrong. */
  readonly last: string[];
}

interface Options {
  /** Default: Auth, Firestore and Functions. Firestore alone is up in a third of the time. */
  readonly only?: 'firestore';
  readonly secrets?: ModelSecrets;
  /** Called with each line that the emulators print. */
  readonly onLine?: (line: string) => void;
}

/** Returns when the emulators work and the functions have loaded. They stop with everything else that runs. */
export async function startEmulators(
  world: World,
  { only, secrets, onLine = () => {} }: Options,
): Promise<Emulators> {
  const java = findJavaBin();
  const environment = {
    ...process.env,
    ...(await firestoreEmulatorEnvironment(world.folder)),
    ...QUIET_AND_QUICK,
    PATH: [java, process.env['PATH']].join(path.delimiter),
  };
  const cli = spawn(
    process.execPath,
    [
      `--import=${path.join(import.meta.dirname, 'exit-with-parent.mjs')}`,
      FIREBASE_CLI,
      'emulators:start',
      `--only=${only ?? 'auth,firestore,functions'}`,
      `--project=${world.projectId}`,
      `--config=${emulatorInput(world, secrets)}`,
      ...importOption(world),
    ],
    // Detached, so that Ctrl-C in a terminal reaches only the script, which then stops all in order.
    { cwd: world.folder, env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true },
  );
  const ended = once(cli, 'exit').then(() => undefined);
  atExit(() => stopCli(cli, ended, world));

  const log: Log = { file: path.join(world.folder, 'emulators.log'), last: [] };
  await ready(cli, log, onLine);
  const saving = keepSaving(world);
  atExit(() => (isRunning(cli) ? saving.stop() : undefined));
  const functions = only ? [] : await loadedFunctions(world, log);
  return { functions, ended, stop: () => stopCli(cli, ended, world) };
}

const isRunning = (cli: ChildProcess) => cli.exitCode === null && cli.signalCode === null;

function ready(cli: ChildProcess, log: Log, onLine: (line: string) => void): Promise<void> {
  const file = createWriteStream(log.file);
  let isReady = false;
  return new Promise((resolve, reject) => {
    for (const stream of [cli.stdout, cli.stderr]) {
      if (stream === null) continue;
      readline.createInterface({ input: stream }).on('line', (line) => {
        file.write(`${line}\n`);
        if (line.includes(READY)) {
          isReady = true;
          resolve();
        } else if (!isReady && /\w/.test(line)) {
          log.last.push(line);
          if (log.last.length > KEPT_LINES) log.last.shift();
        }
        onLine(line);
      });
    }
    cli.once('exit', () => reject(failed('The emulators did not start', log)));
    cli.once('error', reject);
  });
}

function failed(what: string, log: Log): Problem {
  const lines = log.last.map((line) => `    ${line}`).join('\n');
  return new Problem(`${what}. The last lines of ${path.relative(ROOT, log.file)}:\n${lines}`);
}

/** The emulators run happily without any function when the code can't be loaded, so they have to be asked. */
async function loadedFunctions({ ports }: World, log: Log): Promise<string[]> {
  const response = await fetch(`http://${HOST}:${ports.functions}/backends`);
  const { backends } = (await response.json()) as {
    backends: { functionTriggers: { name: string }[] }[];
  };
  const names = backends.flatMap(({ functionTriggers }) => functionTriggers.map(({ name }) => name));
  if (names.length === 0) throw failed('The functions did not load', log);
  return names.toSorted();
}

/** Asks the Firebase CLI to stop; kills it, and the Firestore emulator that it started, if it does not. */
async function stopCli(cli: ChildProcess, ended: Promise<void>, world: World): Promise<void> {
  if (!isRunning(cli)) return;
  const firestore = await pidOfFirestore(world);
  const killing = setTimeout(() => {
    for (const pid of [cli.pid, firestore]) if (pid !== undefined) kill(pid);
  }, STOPPING_TAKES_AT_MOST_MS);
  cli.kill('SIGINT');
  await ended;
  clearTimeout(killing);
}

async function pidOfFirestore({ ports }: World): Promise<number | undefined> {
  try {
    const response = await fetch(`http://${HOST}:${ports.hub}/emulators`);
    const emulators = (await response.json()) as { firestore?: { pid?: number } };
    return emulators.firestore?.pid;
  } catch {
    return undefined; // the hub is not up yet, and so neither is Firestore
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
