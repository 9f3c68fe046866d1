import { limits, type Excerpt, type Fact, type Memory } from '../contracts/index.ts';

const EXCERPT = 2_000;
/** What waits to be folded is kept shorter: it is still shown to Mother, beside the recent messages. */
const OLDER = 400;

/** Cuts a text at `length` UTF-16 units, not inside a character, and shows that it was cut. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const whole = /[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole)}…`;
}

/**
 * Adds messages to the memory. A message that it has is replaced. What goes beyond the bounds of the recent ones waits
 * to be folded into the summary; if that does not come to pass, the oldest of it is dropped.
 */
export function recall(memory: Memory, added: readonly Excerpt[]): Memory {
  const ids = new Set(added.map(({ id }) => id));
  const all = memory.recent
    .filter(({ id }) => !ids.has(id))
    .concat(added.map((one) => ({ ...one, text: cut(one.text, EXCERPT) })));
  const recent = newest(all);
  const older = all
    .slice(0, all.length - recent.length)
    .map((one) => ({ ...one, text: cut(one.text, OLDER) }));
  const unfolded = [...memory.unfolded.filter(({ id }) => !ids.has(id)), ...older];
  return { ...memory, recent, unfolded: unfolded.slice(-2 * limits.foldMessages) };
}

/** As many of the newest messages as fit. */
function newest(all: readonly Excerpt[]): Excerpt[] {
  const kept: Excerpt[] = [];
  let characters = 0;
  for (const one of all.toReversed()) {
    characters += one.text.length;
    if (kept.length === limits.recentMessages || characters > limits.recentCharacters) break;
    kept.unshift(one);
  }
  return kept;
}

/** Whether there is enough to be folded into the summary. */
export const needsFolding = ({ unfolded }: Memory): boolean => unfolded.length >= limits.foldMessages;

/** The memory after the messages in `folded` have gone into `summary`. */
export function fold(memory: Memory, folded: readonly Excerpt[], summary: string): Memory {
  const ids = new Set(folded.map(({ id }) => id));
  return {
    ...memory,
    summary: cut(summary, limits.summaryLength),
    unfolded: memory.unfolded.filter(({ id }) => !ids.has(id)),
  };
}

/** Notes a fact; the same fact again only brings its evidence up to date. */
export function note(memory: Memory, fact: Fact): Memory {
  const others = memory.facts.filter(({ text }) => text.toLowerCase() !== fact.text.toLowerCase());
  return { ...memory, facts: [...others, fact].slice(-limits.facts) };
}
