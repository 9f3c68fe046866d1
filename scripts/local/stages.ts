import process from 'node:process';

const began = performance.now();

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

export const sinceStart = () => seconds(performance.now() - began);

/** Says what is being done, does it, and says how long it took. */
export async function stage<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  console.log(`  … ${doing}`);
  try {
    const result = await work();
    console.log(`  ✓ ${doing} (${seconds(performance.now() - start)})`);
    return result;
  } catch (error) {
    console.log(`  ✗ ${doing} (${seconds(performance.now() - start)})`);
    throw error;
  }
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}
