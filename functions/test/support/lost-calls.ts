import type { ModelRequest } from '../../src/model/index.ts';
import type { TestWorld } from './test-world.ts';

/**
 * How many model calls of a process, and of the one before it, are on nobody's record: the next one cannot know of them.
 */
export async function lostCalls(before: TestWorld, left: TestWorld): Promise<number> {
  const made = before.model.requests.length + left.model.requests.length;
  const steps = (await left.runs()).flatMap((run) => run.steps);
  return made - steps.filter(({ kind }) => kind === 'model_call').length;
}

/** The same question at another time is the same question. */
const withoutTimes = (request: ModelRequest): string =>
  JSON.stringify(request).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, 'a time');

/** How many model calls ask what was asked before. */
export function repeatedCalls(worlds: readonly TestWorld[]): number {
  const asked = worlds.flatMap(({ model }) => model.requests.map(withoutTimes));
  return asked.length - new Set(asked).size;
}
