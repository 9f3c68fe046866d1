// What can be known of the code without running it. Each check counts as one test.
import { say, stage } from '../local/stages.ts';
import { checkSize } from './size.ts';
import type { Tally } from './tally.ts';
import { runTool } from './tool.ts';

interface Check {
  readonly name: string;
  readonly commands: readonly (readonly [tool: string, ...args: string[]])[];
  readonly wayOut?: string;
}

const TYPESCRIPT_PROJECTS = ['.', 'functions', 'web', 'web/e2e'];

const CHECKS: readonly Check[] = [
  { name: 'Types', commands: TYPESCRIPT_PROJECTS.map((project) => ['tsc', '--project', project] as const) },
  { name: 'Lint', commands: [['oxlint']] },
  { name: 'Format', commands: [['oxfmt', '--check']], wayOut: 'npm run format' },
  { name: 'Unused code', commands: [['knip']] },
];

export async function checkStatically(): Promise<Tally> {
  const result = { passed: 0, failed: 0 };
  for (const check of CHECKS) {
    if (await passes(check)) result.passed += 1;
    else result.failed += 1;
  }
  if (await isSmallEnough()) result.passed += 1;
  else result.failed += 1;
  return result;
}

async function isSmallEnough(): Promise<boolean> {
  try {
    say(`    JavaScript: ${await stage('Size of the page', checkSize)}`);
    return true;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return false;
  }
}

async function passes({ name, commands, wayOut }: Check): Promise<boolean> {
  try {
    await stage(name, async () => {
      const outcomes = await Promise.all(commands.map(([tool, ...args]) => runTool(tool, args)));
      const failed = outcomes.filter(({ exitCode }) => exitCode !== 0);
      if (failed.length > 0) throw new Error(failed.map(({ output }) => output).join('\n'));
    });
    return true;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    if (wayOut) say(`This mends it:  ${wayOut}\n`);
    return false;
  }
}
