// npm test: everything, cheap first. `npm test -- engine sweep` runs one part, or those of its files whose names
// contain a word.
import process from 'node:process';

import { Problem } from './local/problem.ts';
import { isStopping, runAndCleanUp } from './local/running.ts';
import { say } from './local/stages.ts';
import { startBackend } from './test/backend.ts';
import { checkStatically } from './test/static.ts';
import { counted, tally } from './test/tally.ts';
import { runVitest } from './test/vitest.ts';

const PARTS = ['static', 'unit', 'rules', 'engine', 'browser'] as const;
type Part = (typeof PARTS)[number];
const NEED_A_BACKEND: readonly Part[] = ['rules', 'engine', 'browser'];

await runAndCleanUp(async () => {
  const [wanted, ...filters] = process.argv.slice(2);
  const parts = choose(wanted);

  if (parts.includes('static')) await counted(checkStatically);
  if (parts.includes('unit')) await counted(() => runVitest('unit', filters));
  const withBackend = NEED_A_BACKEND.filter((part) => parts.includes(part));
  if (withBackend.length > 0) await counted(() => testWithBackend(withBackend, filters));

  if (isStopping()) return 1; // interrupted: what was counted is not the result
  say(`\n${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed > 0 || tally.passed === 0 ? 1 : 0;
}, 'Stopping …');

async function testWithBackend(parts: readonly Part[], filters: readonly string[]) {
  const environment = await startBackend({ browser: parts.includes('browser') });
  for (const part of parts) {
    const run = (project: string) => counted(() => runVitest(project, filters, environment));
    // What waits most of its time runs beside the rest.
    await Promise.all([run(part), ...(part === 'browser' ? [run('waiting')] : [])]);
  }
  return { passed: 0, failed: 0 };
}

function choose(wanted: string | undefined): readonly Part[] {
  if (wanted === undefined) return PARTS;
  const part = PARTS.find((name) => name === wanted);
  if (part === undefined) throw new Problem(`There is no part "${wanted}". The parts: ${PARTS.join(', ')}.`);
  return [part];
}
