import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RULES, startRules } from '../support/rules.ts';
import type { Actor, Rules } from '../support/rules.ts';
import { cases, large } from './cases/all.ts';
import { play, whoMay } from './cases/case.ts';
import type { Case, Outcome } from './cases/case.ts';
import { allStored, kindOf, parentOf, rows } from './collections.ts';
import { uncovered } from './mutants/coverage.ts';

let rules: Rules;
const outcomes: Outcome[] = [];

beforeAll(async () => {
  rules = await startRules('cases');
  await rules.seed(allStored);
});
afterAll(() => rules.stop());

/** Those whom the rules let do it. */
async function tryOut(each: Case): Promise<Actor[]> {
  const tried = await play(rules, each);
  outcomes.push(...tried);
  return whoMay(tried);
}
const byName = (cases: readonly Case[]) => cases.map((each) => [each.name, each] as const);

const byAbout = (cases: readonly Case[]) => [...Map.groupBy(cases, ({ about }) => about)];

describe.each(byAbout(cases))('%s', (_, cases) => {
  test.each(byName(cases))('%s', async (_, each) => {
    expect(await tryOut(each)).toEqual(each.allowed);
  });
});

test('what the contract or the page would take or not is as the rules have it', () => {
  const judged = [...cases, ...large].filter(({ alsoTaken }) => alsoTaken !== undefined);
  const parted = judged.filter(({ alsoTaken, allowed }) => alsoTaken !== allowed.length > 0);
  expect(parted.map(({ about, name }) => `${about}: ${name}`)).toEqual([]);
  expect(judged.length).toBeGreaterThan(0);
});

// The emulator's report names every value that an expression ever had: it is long, and takes a busy machine its time.
test(
  'by then every expression of the rules has been evaluated, every condition to true and to false',
  { timeout: 120_000 },
  async () => {
    const { all, missing } = uncovered(RULES, await rules.coverage());
    expect(missing).toEqual([]);
    expect(all).toBeGreaterThan(200);
  },
);

describe.each(byAbout(large))('%s', (_, cases) => {
  test.each(byName(cases))('%s', async (_, each) => {
    expect(await tryOut(each)).toEqual(each.allowed);
  });
});

describe('afterwards', () => {
  /** The paths of what was written with success, or without. */
  const written = (isAllowed: boolean) =>
    outcomes
      .filter((outcome) => outcome.isAllowed === isAllowed)
      .flatMap(({ attempt }) => ('writes' in attempt ? attempt.writes.map(({ path }) => path) : []));
  const touched = () => [
    ...new Set([...written(true), ...written(false), ...allStored.keys()].map((path) => parentOf(path))),
  ];

  test('what was denied has changed nothing', async () => {
    const stored = await rules.stored(touched());
    for (const path of written(true)) stored.delete(path);
    expect(stored).toEqual(allStored);
  });
  test('what was allowed is stored, and satisfies its contract', async () => {
    const contracts = new Map(rows.map(([path, { contract }]) => [kindOf(path), contract]));
    const stored = await rules.stored(touched());
    const problems = written(true).map((path) => {
      const contract = contracts.get(kindOf(parentOf(path)));
      return contract ? contract.safeParse(stored.get(path)).error : `No contract for ${path}`;
    });
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
  });
});
