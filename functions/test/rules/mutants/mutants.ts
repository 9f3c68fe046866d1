import { parseRules } from '../language/parse.ts';
import { allOf, matchesOf } from '../language/tree.ts';
import type { Expression, Verb } from '../language/tree.ts';
import { allowsOf, conditionsOf, expressionsOf, functionsOf } from './conditions.ts';
import type { Change, Kind, Mutant } from './mutant.ts';
import { changedBounds, changedLists, changedPatterns } from './values.ts';

/** Every mutant of the rules; each differs from them in one place. */
export function mutantsOf(rules: string): Mutant[] {
  const match = parseRules(rules);
  const owners = [...matchesOf(match), ...functionsOf(match)];
  const changes = [
    ...changedConditions(rules),
    ...expressionsOf(match).flatMap((expression) => [
      ...changedBounds(expression),
      ...changedPatterns(expression),
      ...changedLists(rules, expression),
    ]),
    ...changedVerbs(rules),
    ...widenedMatches(rules),
  ];
  return changes.map(({ kind, after, start, end }) => {
    const around = owners.filter((each) => each.start <= start && end <= each.end);
    const owner = around.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
    if (!owner) throw new Error(`Nothing holds ${rules.slice(start, end)}`);
    return {
      kind,
      line: rules.slice(0, start).split('\n').length,
      before: oneLine(rules.slice(start, end)),
      after: oneLine(after),
      owner: 'name' in owner ? owner.name : owner.path,
      rules: rules.slice(0, start) + after + rules.slice(end),
    };
  });
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

function changedConditions(rules: string): Change[] {
  return conditionsOf(parseRules(rules)).flatMap(({ expression, place }) => {
    const { start, end } = expression;
    const change = (kind: Kind, after: string): Change => ({ kind, after, start, end });
    const inverted = change('inverted', `!(${rules.slice(start, end)})`);
    if (place === 'conjunction') return [change('removed', 'true'), inverted];
    if (place === 'disjunction') return [change('removed', 'false'), inverted];
    return [change('always true', 'true'), change('always false', 'false'), inverted];
  });
}

const VERBS = ['get', 'list', 'create', 'update', 'delete'] as const;

/** The verbs that a verb stands for. */
const singleVerbs = (verb: Verb): readonly Verb[] =>
  verb === 'read' ? ['get', 'list'] : verb === 'write' ? ['create', 'update', 'delete'] : [verb];

/** Each rule for one verb less, if one is left then, and for one more. */
function changedVerbs(rules: string): Change[] {
  return allowsOf(parseRules(rules)).flatMap(({ verbs, verbsSpan, condition }) => {
    const single = verbs.flatMap((verb) => singleVerbs(verb));
    const change = (kind: Kind, after: readonly Verb[]): Change => ({
      kind,
      after: after.join(', '),
      ...verbsSpan,
    });
    const less = single.length > 1 ? single : [];
    const more = VERBS.filter((verb) => !single.includes(verb) && isPossible(verb, condition));
    return [
      ...less.map((verb) =>
        change(
          'verb removed',
          single.filter((other) => other !== verb),
        ),
      ),
      ...more.map((verb) => change('verb added', [...single, verb])),
    ];
  });
}

/** What a condition reads has to be there, or it denies: a removal writes nothing, a creation finds nothing stored. */
function isPossible(verb: Verb, condition: Expression | undefined): boolean {
  const inside = condition ? allOf(condition) : [];
  const readsWritten = inside.some(
    (each) => each.kind === 'member' && each.field === 'resource' && isNamed(each.object, 'request'),
  );
  const readsStored = inside.some((each) => isNamed(each, 'resource'));
  return (!readsWritten || ['create', 'update'].includes(verb)) && (!readsStored || verb !== 'create');
}

const isNamed = (expression: Expression, name: string) =>
  expression.kind === 'name' && expression.text === name;

/**
 * What each rule says of a document, it says of all that lies below as well. Rules under a wildcard of any length stay as
 * they are: there may be one of those on a path only.
 */
function widenedMatches(rules: string): Change[] {
  const matches = matchesOf(parseRules(rules)).filter(({ path }) => !path.includes('=**'));
  return matches.flatMap(({ allows, end }) =>
    allows.map(({ start, end: endOfAllow }): Change => {
      const after = ` match /{below=**} { ${rules.slice(start, endOfAllow)} } `;
      return { kind: 'match widened', after, start: end - 1, end: end - 1 };
    }),
  );
}
