import { RULES, startRules } from '../../support/rules.ts';
import type { Rules } from '../../support/rules.ts';
import { cases, large } from '../cases/all.ts';
import { play, whoMay } from '../cases/case.ts';
import type { Case, Outcome } from '../cases/case.ts';
import { allStored } from '../collections.ts';
import { likely } from './likely.ts';
import type { Likely } from './likely.ts';
import type { Mutant } from './mutant.ts';

/** Of the emulator's projects, each of which has rules of its own. */
const AT_ONCE = 3;

export interface Trial {
  readonly mutant: Mutant;
  /** The first case that came out otherwise; undefined if none did. */
  readonly killer: Case | undefined;
  /** How many cases were played. */
  readonly played: number;
}

/** Plays the cases against each mutant until one comes out otherwise. */
export async function tryMutants(mutants: readonly Mutant[]): Promise<Trial[]> {
  const order = likely([...cases, ...large]);
  const trials: Trial[] = [];
  const waiting = mutants.values();
  const work = async (name: string) => {
    const rules = await startRules(name);
    await rules.seed(allStored);
    const killers = new Set<Case>();
    for (const mutant of waiting) {
      const trial = await tryOne(rules, mutant, order);
      trials.push(trial);
      if (trial.killer) killers.add(trial.killer);
    }
    await requireHarmless(rules, killers);
    await rules.stop();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(`mutants-${index}`)));
  return trials;
}

async function tryOne(rules: Rules, mutant: Mutant, order: Likely): Promise<Trial> {
  await rules.load(mutant.rules);
  let played = 0;
  for (const each of order.first(mutant)) {
    const outcomes = await play(rules, each);
    played += 1;
    if (comesOutAsItShould(each, outcomes)) continue;
    order.remember(mutant, each);
    await mend(rules, each, outcomes);
    return { mutant, killer: each, played };
  }
  return { mutant, killer: undefined, played };
}

const comesOutAsItShould = ({ allowed }: Case, outcomes: readonly Outcome[]) =>
  whoMay(outcomes).join() === allowed.join();

/** Puts back what a mutant let somebody write. */
async function mend(rules: Rules, { allowed }: Case, outcomes: readonly Outcome[]): Promise<void> {
  const written = outcomes
    .filter(({ actor, isAllowed }) => isAllowed && !allowed.includes(actor))
    .flatMap(({ attempt }) => ('writes' in attempt ? attempt.writes.map(({ path }) => path) : []));
  if (written.length > 0) await rules.seed(new Map(written.map((path) => [path, allStored.get(path)])));
}

/** A case that comes out otherwise also with the rules as they are has killed nothing. */
async function requireHarmless(rules: Rules, killers: ReadonlySet<Case>): Promise<void> {
  await rules.load(RULES);
  for (const each of killers) {
    if (!comesOutAsItShould(each, await play(rules, each))) {
      throw new Error(`With the rules as they are it comes out otherwise too: ${each.about}, ${each.name}`);
    }
  }
}
