// Looking at texts. Every part that is returned is copied from the text as it stands, so that it can be quoted.

/** The sentences of a text, each as it stands there. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** A part of a text: a few words between commas or an "and", and where they stand. */
export type Clause = { readonly start: number; readonly end: number; readonly text: string };

const between = /(?<=[.!?;:])\s+|\n+|[,;]\s+|\s+(?:and|but|&|\+)\s+/giu;

export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  const add = (end: number) => {
    const clause = text.slice(start, end);
    if (clause.trim() !== '') clauses.push({ start, end, text: clause });
  };
  for (const gap of text.matchAll(between)) {
    add(gap.index);
    start = gap.index + gap[0].length;
  }
  add(text.length);
  return clauses;
}

const LONGEST_QUOTE = 400;

/** The beginning of a text, ending with a whole word, short enough to be quoted. */
export function quotable(text: string): string {
  const whole = text.trim();
  if (whole.length <= LONGEST_QUOTE) return whole;
  const cut = whole.slice(0, LONGEST_QUOTE);
  return /\s/u.test(cut) ? cut.slice(0, cut.search(/\s\S*$/u)) : cut;
}

/** A text on one line, fit to stand in Markdown and in a table. */
export function onOneLine(text: string, length = 300): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim().replaceAll('|', '\\|');
  return line.length > length ? `${line.slice(0, length).trimEnd()} …` : line;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** Something that is no answer to any question. */
export const isVague = (text: string): boolean =>
  /^\W*(?:(?:no idea|hm+|h?uh+|erm?|idk|dunno|(?:i )?(?:do not|don['’]?t) know|(?:i['’]?m )?not sure|what|whatever|pass)\W*)*$/iu.test(
    text,
  );
