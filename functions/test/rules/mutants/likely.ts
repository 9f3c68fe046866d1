import type { Case } from '../cases/case.ts';
import type { Mutant } from './mutant.ts';

// Which cases are tried first. What is wrong about a mutant is found by any order, only sooner by a good one.

/** `isNewChat(chat.tenantId)`: is, new, chat, tenant, id. What `hasOnly` denies is named "with …". */
const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .replaceAll('hasOnly', 'with unknown')
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]{2,}|\d+/g) ?? [],
  );

export interface Likely {
  /** All cases, the likeliest killers of the mutant first. */
  readonly first: (mutant: Mutant) => Case[];
  /** What has killed one mutant may kill its neighbours. */
  readonly remember: (mutant: Mutant, killer: Case) => void;
}

export function likely(cases: readonly Case[]): Likely {
  const words = new Map(cases.map((each) => [each, wordsOf(describe(each))]));
  const costs = new Map(cases.map((each) => [each, costOf(each)]));
  const count = new Map<string, number>();
  for (const all of words.values()) for (const word of all) count.set(word, (count.get(word) ?? 0) + 1);
  const killers = new Map<string, Set<Case>>();

  const score = (mutant: Mutant, about: ReadonlySet<string>, each: Case): number => {
    const own = words.get(each) ?? new Set();
    const common = [...about].filter((word) => own.has(word));
    const alike = common.reduce((sum, word) => sum + Math.log(cases.length / (count.get(word) ?? 1)), 0);
    const hasKilledHere = killers.get(mutant.owner)?.has(each) ?? false;
    const narrower = isNarrower(mutant);
    const fits =
      narrower === undefined || (narrower ? each.allowed.length > 0 : each.allowed.length < each.by.length);
    return alike + (hasKilledHere ? 5 : 0) + (fits ? 10 : 0) - (costs.get(each) ?? 0);
  };

  return {
    first: (mutant) => {
      const about = wordsOf([mutant.owner, ...givenTo(mutant), mutant.before, mutant.after].join(' '));
      const scores = new Map(cases.map((each) => [each, score(mutant, about, each)]));
      return cases.toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
    },
    remember: (mutant, killer) => {
      killers.set(mutant.owner, (killers.get(mutant.owner) ?? new Set()).add(killer));
    },
  };
}

/** What many try takes long, and so does what is long. */
const costOf = ({ by, attempt }: Case): number => by.length / 8 + JSON.stringify(attempt()).length / 50_000;

/** If it is in a function: what that is called with. */
const givenTo = ({ owner, rules }: Mutant): string[] =>
  owner.startsWith('/')
    ? []
    : [...rules.matchAll(new RegExp(`${owner}\\(([^()]*)`, 'g'))].map(([, given = '']) => given);

function describe({ about, name, attempt }: Case): string {
  const what = attempt();
  const where =
    'get' in what ? what.get : 'list' in what ? what.list : 'listGroup' in what ? what.listGroup : '';
  const paths = 'writes' in what ? what.writes.map(({ path }) => path.replace(/[^/]*$/, '')) : [];
  return [about, name, where, ...paths].join(' ');
}

/** Whether the mutant denies what was allowed; undefined where it may be either. */
function isNarrower({ kind, after }: Mutant): boolean | undefined {
  switch (kind) {
    case 'always false':
    case 'inverted':
    case 'entry removed':
    case 'verb removed':
      return true;
    case 'always true':
    case 'entry added':
    case 'verb added':
    case 'match widened':
      return false;
    case 'removed':
      return after === 'false';
    case 'bound':
    case 'pattern':
      return undefined;
  }
}
