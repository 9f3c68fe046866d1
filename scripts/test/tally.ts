import { printProblem } from '../local/problem.ts';

/** What `npm test` counts: each test, and each check of the code, is one. */
export interface Tally {
  passed: number;
  failed: number;
}

export const tally: Tally = { passed: 0, failed: 0 };

function count({ passed, failed }: Tally): void {
  tally.passed += passed;
  tally.failed += failed;
}

/** A step that breaks off is a failure like any other, and the steps after it still run. */
export async function counted(step: () => Promise<Tally>): Promise<void> {
  try {
    count(await step());
  } catch (error) {
    printProblem(error);
    count({ passed: 0, failed: 1 });
  }
}
