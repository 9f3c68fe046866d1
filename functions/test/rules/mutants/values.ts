import type { Expression } from '../language/tree.ts';
import type { Change, Kind } from './mutant.ts';

/** Each number, also where a pattern counts, is one less and one more. */
export function changedBounds({ kind, start, ...rest }: Expression): Change[] {
  if (!('text' in rest) || (kind !== 'number' && kind !== 'string')) return [];
  const numbers = kind === 'number' ? [...rest.text.matchAll(/\d+/g)] : quantifiers(rest.text);
  return numbers.flatMap(({ index, 0: text }) => {
    const span = { start: start + index, end: start + index + text.length };
    const number = Number(text);
    const changed = number > 0 ? [number - 1, number + 1] : [number + 1];
    return changed.map((after): Change => ({ kind: 'bound', after: String(after), ...span }));
  });
}

/** `{2}` and `{0,127}`, but not the code point `\\x{10000}`. */
const quantifiers = (pattern: string) => [...pattern.matchAll(/(?<=(?<!\\x)\{(?:\d+,)?)\d+(?=[,}])/g)];

const CLASS = /\[([^\]]+)\]/g;
const PARTS_OF_CLASS = /\\\\x\{\w+\}-\\\\x\{\w+\}|\w-\w|[^\\]/g;

/** Each class of characters in a pattern without each of its parts and with one more; a dot that stands for less. */
export function changedPatterns({ kind, start, ...rest }: Expression): Change[] {
  if (kind !== 'string' || !('text' in rest)) return [];
  const change = (from: number, length: number, after: string): Change => ({
    kind: 'pattern',
    after,
    start: start + from,
    end: start + from + length,
  });
  const dot = rest.text.indexOf('(?s)');
  return [
    ...(dot === -1 ? [] : [change(dot, '(?s)'.length, '')]),
    ...[...rest.text.matchAll(CLASS)].flatMap(({ index, 0: whole, 1: inside = '' }) => {
      const parts = [...inside.matchAll(PARTS_OF_CLASS)].map(([part]) => part);
      if (parts.join('') !== inside) throw new Error(`Characters that are not understood: ${inside}`);
      const changed =
        parts.length > 1
          ? [...[...parts.keys()].map((left) => parts.toSpliced(left, 1)), ['.', ...parts]]
          : narrower(parts);
      return changed.map((each) => change(index, whole.length, `[${each.join('')}]`));
    }),
  ];
}

/** A range of code points, one shorter at either end. It is the one that counts as one, as what is beyond it does anyway. */
const narrower = ([range = '']: readonly string[]): string[][] => {
  const [from = 0, to = 0] = [...range.matchAll(/\{(\w+)\}/g)].map(([, hex = '']) =>
    Number.parseInt(hex, 16),
  );
  const written = (from: number, to: number) => [`\\\\x{${from.toString(16)}}-\\\\x{${to.toString(16)}}`];
  return [written(from + 1, to), written(from, to - 1)];
};

/** Each list without each of its entries, and with one more. */
export function changedLists(rules: string, expression: Expression): Change[] {
  if (expression.kind !== 'list') return [];
  const { items, start, end } = expression;
  const list = (kind: Kind, entries: readonly string[]): Change => ({
    kind,
    after: `[${entries.join(', ')}]`,
    start,
    end,
  });
  const entries = items.map((item) => rules.slice(item.start, item.end));
  return [
    ...entries.map((_, left) => list('entry removed', entries.toSpliced(left, 1))),
    list('entry added', [...entries, "'unknown'"]),
  ];
}
