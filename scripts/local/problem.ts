import process from 'node:process';

/** Something that the person can mend: shown as it is, without a stack. Each message says the way out. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

export function printProblem(error: unknown): void {
  const described = error instanceof Error && !(error instanceof Problem) ? error.stack : undefined;
  console.error(`\n${described ?? (error instanceof Error ? error.message : String(error))}\n`);
}

export function endWithProblem(error: unknown): never {
  printProblem(error);
  process.exit(1);
}
