import { z } from 'zod';
import { parseRules } from '../language/parse.ts';
import type { Expression } from '../language/tree.ts';
import { conditionsOf, expressionsOf } from './conditions.ts';

/** The emulator's report: its own tree of the rules, and what each expression in it came to. */
const node = z.object({
  sourcePosition: z.object({ line: z.int(), currentOffset: z.int(), endOffset: z.int() }),
  /** An expression that was an error has the value `undefined`. */
  values: z
    .array(
      z.object({ value: z.object({ boolValue: z.boolean().optional(), undefined: z.unknown().optional() }) }),
    )
    .default([]),
  get children() {
    return z.array(node).default([]);
  },
});
type Node = z.infer<typeof node>;
const report = z.object({ report: z.array(node) });

const nodesOf = (each: Node): Node[] => [each, ...each.children.flatMap(nodesOf)];

/** Of the rules, what has not been seen in each of its states. `all` is how many expressions there are. */
export function uncovered(rules: string, coverage: unknown): { all: number; missing: string[] } {
  const match = parseRules(rules);
  const conditions = new Set(conditionsOf(match).map(({ expression }) => expression));
  const nodes = report.parse(coverage).report.flatMap(nodesOf);
  const found = new Map(
    nodes.map((each) => [
      key(rules, each.sourcePosition.currentOffset, each.sourcePosition.endOffset + 1),
      each,
    ]),
  );
  const own = expressionsOf(match).filter((each) => isCounted(each));
  const keys = new Set(own.map(({ start, end }) => key(rules, start, end)));
  const unknown = nodes.filter(
    ({ sourcePosition: { currentOffset, endOffset } }) => !keys.has(key(rules, currentOffset, endOffset + 1)),
  );

  const missing = own.flatMap((expression) => {
    const name = `line ${rules.slice(0, expression.start).split('\n').length}: ${rules.slice(expression.start, expression.end)}`;
    const values = found.get(key(rules, expression.start, expression.end))?.values;
    if (!values) return [`${name} is not in the report`];
    if (conditions.has(expression)) {
      return [true, false]
        .filter((wanted) => !values.some(({ value }) => value.boolValue === wanted))
        .map((wanted) => `${name} was never ${wanted}`);
    }
    return values.some(({ value }) => !('undefined' in value)) ? [] : [`${name} was never evaluated`];
  });
  return {
    all: own.length,
    missing: [
      ...missing,
      ...unknown.map(
        ({ sourcePosition }) => `line ${sourcePosition.line}: something that was not parsed here`,
      ),
    ],
  };
}

/** The report has neither literals nor the names of what is called. */
const isCounted = ({ kind }: Expression) => !['number', 'string', 'constant'].includes(kind);

/** The report counts some of the brackets around an expression as part of it. */
function key(rules: string, start: number, end: number): string {
  const text = rules.slice(start, end);
  const opening = /^[\s(]*/.exec(text)?.[0].length ?? 0;
  const closing = /[\s()\]]*$/.exec(text)?.[0].length ?? 0;
  return `${start + opening}-${Math.max(end - closing, start + opening)}`;
}
