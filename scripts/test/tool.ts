import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

import { atExit } from '../local/running.ts';
import { ROOT } from '../local/world.ts';

interface Outcome {
  readonly exitCode: number;
  /** What it printed; empty if that was shown at once. */
  readonly output: string;
}

interface Options {
  readonly show?: boolean;
  readonly environment?: Record<string, string>;
}

/** Runs a program of node_modules/.bin. */
export function runTool(
  name: string,
  args: readonly string[],
  { show = false, environment = {} }: Options = {},
): Promise<Outcome> {
  const tool = spawn(path.join(ROOT, 'node_modules/.bin', name), args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    shell: process.platform === 'win32', // its programs in .bin are .cmd files
  });
  const chunks: string[] = [];
  for (const stream of [tool.stdout, tool.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
  atExit(() => void tool.kill());
  return new Promise((resolve, reject) => {
    tool.once('error', reject);
    tool.once('close', (code) => resolve({ exitCode: code ?? 1, output: chunks.join('') }));
  });
}
