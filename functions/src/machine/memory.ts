import { limits, type Excerpt, type Fact, type Memory } from '../contracts/index.ts';

const EXCERPT = 2_000;

/** Cuts a text at `length` UTF-16 units, not inside a character, and shows that it was cut. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const whole = /[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole)}…`;
}

/** Adds messages to the memory and drops the oldest beyond its bounds. A message that it has is replaced. */
export function recall(memory: Memory, added: readonly Excerpt[]): Memory {
  const ids = new Set(added.map(({ id }) => id));
  const all = memory.recent
    .filter(({ id }) => !ids.has(id))
    .concat(added.map((one) => ({ ...one, text: cut(one.text, EXCERPT) })));
  const kept: Excerpt[] = [];
  let characters = 0;
  for (const one of all.toReversed()) {
    characters += one.text.length;
    if (kept.length === limits.recentMessages || characters > limits.recentCharacters) break;
    kept.unshift(one);
  }
  return { ...memory, recent: kept };
}

/** Notes a fact; the same fact again only brings its evidence up to date. */
export function note(memory: Memory, fact: Fact): Memory {
  const others = memory.facts.filter(({ text }) => text.toLowerCase() !== fact.text.toLowerCase());
  return { ...memory, facts: [...others, fact].slice(-limits.facts) };
}

export const emptyMemory: Memory = { recent: [], facts: [] };
