// npm run simulate: plays worlds that go wrong in every way, each drawn from a seed, and looks after every commit whether
// all that must hold still holds. See functions/test/simulation/README.md.
//   npm run simulate -- --seeds 10000 --from 1     so many worlds, from this seed on
//   npm run simulate -- --seed 42 [--path 0:1]      one of them, with everything that happens in it
//   … --without lease --without guard               without these protections of the engine
//   … --emulator                                    on the Firestore emulator instead of in memory
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

import { absent, type Protection } from '../functions/test/simulation/protections.ts';
import { playSeed, shrink } from '../functions/test/simulation/seeds.ts';
import { Problem } from './local/problem.ts';
import { runAndCleanUp } from './local/running.ts';
import { say } from './local/stages.ts';
import { startBackend } from './test/backend.ts';

const report = z.object({
  seed: z.int(),
  violations: z.array(z.string()),
  commits: z.int(),
  modelCalls: z.int(),
  effects: z.int(),
  kills: z.int(),
  rescues: z.int(),
});
type Report = z.output<typeof report>;

const SHOWN = 5;

await runAndCleanUp(async () => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      path: { type: 'string' },
      without: { type: 'string', multiple: true, default: [] },
      emulator: { type: 'boolean', default: false },
    },
  });
  const without = values.without.map(protection);
  if (values.seed !== undefined) return playOne(Number(values.seed), values.path, without);
  const [from, seeds] = [Number(values.from), Number(values.seeds)];
  const environment = values.emulator ? await startBackend({ browser: false }) : {};
  Object.assign(process.env, environment);
  const started = Date.now();
  const reports = await playAll({ from, to: from + seeds, without, emulator: values.emulator });
  const failed = reports
    .filter(({ violations }) => violations.length > 0)
    .toSorted((a, b) => a.seed - b.seed);
  const sum = (count: (one: Report) => number) => reports.reduce((all, one) => all + count(one), 0);
  say(
    `\n${reports.length} worlds in ${Math.round((Date.now() - started) / 1_000)} s: ` +
      `${sum(({ commits }) => commits)} commits, ${sum(({ modelCalls }) => modelCalls)} model calls, ` +
      `${sum(({ effects }) => effects)} calls outside, ${sum(({ kills }) => kills)} processes killed, ` +
      `${sum(({ rescues }) => rescues)} rescues by the sweeper. Worlds in which something broke: ${failed.length}`,
  );
  for (const { seed, violations } of failed.slice(0, SHOWN)) {
    say(`\nSeed ${seed}:\n  ${violations.slice(0, SHOWN).join('\n  ')}`);
    say(
      `  npm run simulate -- --seed ${seed} --path ${await shrink(seed, { without })}${withoutArgs(without)}`,
    );
  }
  return failed.length > 0 ? 1 : 0;
}, 'Stopping …');

function withoutArgs(without: readonly Protection[]): string {
  return without.map((name) => ` --without "${name}"`).join('');
}

function protection(name: string): Protection {
  const found = names().find((one) => one === name);
  if (found === undefined)
    throw new Problem(`There is no protection "${name}". The protections: ${names().join(', ')}.`);
  return found;
}

function names(): Protection[] {
  return Object.keys(absent).filter((name): name is Protection => name in absent);
}

async function playOne(
  seed: number,
  path: string | undefined,
  without: readonly Protection[],
): Promise<number> {
  const { plan, log, violations } = await playSeed(seed, { without }, path);
  say(
    `${JSON.stringify(plan, null, 2)}\n\n${log.join('\n')}\n\n${violations.join('\n') || 'Everything held.'}`,
  );
  return violations.length > 0 ? 1 : 0;
}

/** On all processors at once: each takes every nth seed. */
async function playAll(task: {
  from: number;
  to: number;
  without: readonly Protection[];
  emulator: boolean;
}): Promise<Report[]> {
  const step = availableParallelism();
  const reports: Report[] = [];
  await Promise.all(
    Array.from({ length: step }, (_, n) => {
      const workerData = { ...task, from: task.from + n, step };
      const worker = new Worker(new URL('../functions/test/simulation/worker.ts', import.meta.url), {
        workerData,
      });
      worker.on('message', (message: unknown) => reports.push(report.parse(message)));
      return new Promise<void>((resolve, reject) => {
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      });
    }),
  );
  return reports;
}
