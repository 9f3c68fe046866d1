import { expect, test } from 'vitest';
import { RULES } from '../support/rules.ts';
import { mutantsOf } from './mutants/mutants.ts';
import { tryMutants } from './mutants/run.ts';

const MINUTES = 60_000;

test(
  'each condition of the rules matters: with any of them wrong, a case comes out otherwise',
  async () => {
    const mutants = mutantsOf(RULES);
    const trials = await tryMutants(mutants);

    const killed = trials.filter(({ killer }) => killer !== undefined);
    const survivors = trials.filter(({ killer }) => killer === undefined).map(({ mutant }) => mutant);
    const kinds = Object.entries(Object.groupBy(mutants, ({ kind }) => kind));
    console.log(
      [
        `mutants killed ${killed.length} of ${trials.length}, ${mutants.length} taken from the rules`,
        ...kinds.map(([kind, each]) => `  ${kind}: ${each.length}`),
      ].join('\n'),
    );
    expect(
      survivors.map(({ line, kind, before, after }) => `line ${line}, ${kind}: ${before} -> ${after}`),
    ).toEqual([]);
    expect(trials.length).toBe(mutants.length);
  },
  10 * MINUTES,
);
