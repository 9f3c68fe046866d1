import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { say, sinceStart } from '../local/stages.ts';
import { TEST_WORLD } from '../local/world.ts';
import type { Tally } from './tally.ts';
import { runTool } from './tool.ts';

/** A test that passed and has a message of failure needed another try. */
interface Result {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly Result[] }[];
}

/** Runs one project of vitest.config.ts, or those of its files whose names contain a filter. */
export async function runVitest(
  project: string,
  filters: readonly string[],
  environment: Record<string, string> = {},
): Promise<Tally> {
  say(`\n  … ${project} tests (${sinceStart()})`);
  const file = path.join(TEST_WORLD.folder, `${project}-report.json`);
  rmSync(file, { force: true });
  const { exitCode } = await runTool(
    'vitest',
    [
      'run',
      `--project=${project}`,
      // Without a filter, none would mean that they are not found any more.
      ...(filters.length > 0 ? ['--passWithNoTests'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filters,
    ],
    { show: true, environment },
  );
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  sayWhatWasTriedAgain(report);
  return read(report, exitCode);
}

/** A test that only passes sometimes is worth a look, though it fails nobody. */
function sayWhatWasTriedAgain({ testResults }: Report): void {
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  for (const { fullName, status, failureMessages } of results) {
    const why = failureMessages[0]?.split('\n', 1)[0];
    if (status === 'passed' && why !== undefined)
      say(`  passed when tried again: ${fullName.trim()}: ${why}`);
  }
}

function read({ numPassedTests, numFailedTests, testResults }: Report, exitCode: number): Tally {
  // A file that can't be loaded has no tests that could fail.
  const unloadable = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = numFailedTests + unloadable.length;
  // Vitest also fails for an error outside of the tests.
  return { passed: numPassedTests, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
}
