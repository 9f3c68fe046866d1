import type { Evidence, Message } from '../contracts/index.ts';

/** What a model claims: these words stand in that message. */
export type Claim = { readonly message_id: string; readonly quote: string };

/** Spaces, quotation marks and composed characters differ between what a person types and what a model copies. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/[\u2018\u2019\u201B]/gu, "'")
    .replaceAll(/[\u201C\u201D\u201F]/gu, '"')
    .replaceAll(/\s+/gu, ' ')
    .trim();

const wordCharacter = /[\p{L}\p{N}_]/u;

/** Whether `quote` stands in `text`, not beginning or ending inside a word. */
export function isQuoteOf(quote: string, text: string): boolean {
  const words = plain(quote);
  const whole = plain(text);
  if (words === '') return false;
  for (let from = whole.indexOf(words); from !== -1; from = whole.indexOf(words, from + 1)) {
    const before = [...whole.slice(0, from)].at(-1) ?? '';
    const after = [...whole.slice(from + words.length)].at(0) ?? '';
    const cutBefore = wordCharacter.test(before) && wordCharacter.test(words.at(0) ?? '');
    const cutAfter = wordCharacter.test(after) && wordCharacter.test(words.at(-1) ?? '');
    if (!cutBefore && !cutAfter) return true;
  }
  return false;
}

const number = /\d+(?:[.,:/-]\d+)*/gu;
const name = /\p{Lu}[\p{L}\p{M}\p{N}'’]*/gu;

/** Words that begin a sentence with a capital and are no names. */
const openers = new Set(
  'a an and as at but by for from he her his i if in is it its my no not of on or our please she so that the their there these they this those to use we what when where which with yes you your'.split(
    ' ',
  ),
);

/** The numbers and the capitalised words of a text, in lower case: what an answer may not make up. */
export function numbersAndNames(text: string): string[] {
  const words = plain(text);
  const names = [...words.matchAll(name)]
    .map(([word]) => word.toLowerCase())
    .filter((word) => !openers.has(word));
  return [...words.matchAll(number)].map(([digits]) => digits).concat(names);
}

/** The first number or name of `answer` that none of the quotes holds; null if they hold them all. */
export function unsupported(answer: string, quotes: readonly string[]): string | null {
  const said = new Set(
    quotes.flatMap(
      (quote) =>
        plain(quote)
          .toLowerCase()
          .match(/\d+(?:[.,:/-]\d+)*|[\p{L}\p{M}\p{N}'’]+/gu) ?? [],
    ),
  );
  return numbersAndNames(answer).find((one) => !said.has(one)) ?? null;
}

export type Checked =
  | { readonly ok: true; readonly evidence: readonly Evidence[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Checks a model's claims against the messages themselves: each is of this chat, written by the person, and holds the
 * quote. `messages` are the messages that the claims name, as far as they exist in this chat.
 */
export function checkClaims(claims: readonly Claim[], messages: ReadonlyMap<string, Message>): Checked {
  if (claims.length === 0) return { ok: false, reason: 'no evidence was given' };
  const evidence: Evidence[] = [];
  for (const { message_id: messageId, quote } of claims) {
    const message = messages.get(messageId);
    if (!message) return { ok: false, reason: `there is no message ${messageId} in this chat` };
    if (message.role !== 'user') return { ok: false, reason: `the person did not write ${messageId}` };
    if (!isQuoteOf(quote, message.content))
      return { ok: false, reason: `the quote does not stand in ${messageId}` };
    evidence.push({ messageId, quote, saidAt: message.createdAt });
  }
  return { ok: true, evidence };
}
