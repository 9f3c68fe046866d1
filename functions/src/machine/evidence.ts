import type { Evidence, Message } from '../contracts/index.ts';

/** What a model claims: these words stand in that message. */
export type Claim = { readonly message_id: string; readonly quote: string };

/** Spaces, quotation marks, composed and invisible characters differ between what is typed and what a model copies. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\u2018-\u201B]/gu, "'")
    .replaceAll(/[\u201C-\u201F]/gu, '"')
    .replaceAll('\u2212', '-')
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** What nobody sees and a model reads all the same: tags, turns of direction, empty characters, selectors of variants. */
const hidden =
  /[\u00AD\u180E\u200B\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]|[\u{FE00}-\u{FE0D}]/gu;

/** What a person sees of a text: nothing beside it goes along with what is said in their place. */
export const visible = (text: string): string => text.replaceAll(hidden, '');

/** These scripts put no space between words: each of their characters stands for itself. */
const spaceless = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]`;
/** Letters in boxes and circles, and flags: symbols, and yet words. */
const enclosed = String.raw`\u{1F100}-\u{1F1FF}`;
const inWords = String.raw`[[\p{L}\p{M}\p{N}_${enclosed}]--${spaceless}]`;
const sign = String.raw`(?:(?<!${inWords})-(?=\p{Nd}))?`;
const separator = String.raw`[.,:\/\-]`;

/** What a quote has to hold as a whole: a word with its apostrophes, a number with its sign and separators. */
const whole = new RegExp(
  String.raw`${sign}(?:${inWords}|(?<=[\p{L}\p{M}])'(?=\p{L})|(?<=\p{Nd})${separator}(?=\p{Nd}))+|\p{L}\p{M}+`,
  'gv',
);

/** Whether `quote` stands in `text`, not beginning or ending inside a word or a number. */
export function isQuoteOf(quote: string, text: string): boolean {
  const words = plain(quote);
  const all = plain(text);
  if (words === '') return false;
  const inside = new Set<number>();
  for (const { 0: one, index } of all.matchAll(whole)) {
    for (let place = 1; place < one.length; place += 1) inside.add(index + place);
  }
  for (let from = all.indexOf(words); from !== -1; from = all.indexOf(words, from + 1)) {
    if (!inside.has(from) && !inside.has(from + words.length)) return true;
  }
  return false;
}

/** A number, or a word; letters that follow a number are a word of their own ("10am"). */
const token = new RegExp(
  String.raw`${sign}\p{Nd}+(?:${separator}\p{Nd}+)*|${inWords}+(?:'${inWords}+)*|${spaceless}\p{M}*`,
  'gv',
);

const tokensOf = (text: string) => [...plain(text).matchAll(token)].map(([one]) => one);

/** Without capitals, and without what English joins to a word by an apostrophe. */
const bare = (word: string) => word.toLowerCase().replace(/'(?:s|m|re|ve|ll|d|t)$/u, '');

/** What stands between spaces; characters of scripts without spaces are none of it. */
const chunk = new RegExp(String.raw`[\S--${spaceless}]+`, 'gv');
/** An @, the beginning of a link, or a dot or slash beside a letter and with no space around. */
const reaching = /@|:\/\/|[\p{L}\p{M}][.。/][\p{L}\p{N}]|\p{N}[.。/]\p{L}/u;
const abbreviation = /^\p{L}(?:\.\p{L})+$/u;

/** Addresses, links, sites, files, accounts: where something may go. Each is a claim as a whole, also in lower case. */
function addressesOf(text: string): string[] {
  const chunks = [...plain(text).matchAll(chunk)].map(([one]) => one).filter((one) => reaching.test(one));
  const trimmed = chunks.flatMap((one) => /[\p{L}\p{N}](?:.*[\p{L}\p{M}\p{N}])?/u.exec(one)?.[0] ?? []);
  return trimmed.map(bare).filter((one) => !abbreviation.test(one));
}

/** Words that begin a sentence with a capital and are no names. */
const openers = new Set(
  'a an and as at but by for from he her his i if in is it its my no not of on or our person please she so that the their there these they this those to us use user we what when where which with yes you your'.split(
    ' ',
  ),
);

const isOpener = (word: string) => openers.has(bare(word)) && !/^\p{Lu}{2}/u.test(word);

/**
 * The first number, name or address of `answer` that none of the quotes holds, in lower case; null if they hold them all.
 * A name is a word with a capital; other words in lower case are not checked. Scripts without capitals do not show which words are names: there every word counts,
 * unless `caseless` words are trusted.
 */
export function unsupported(
  answer: string,
  quotes: readonly string[],
  caseless: 'checked' | 'trusted' = 'checked',
): string | null {
  const said = new Set(quotes.flatMap(tokensOf).map(bare));
  const claim =
    caseless === 'checked' ? /[\p{N}\p{Lu}\p{Lo}\u{1F100}-\u{1F1FF}]/u : /[\p{N}\p{Lu}\u{1F100}-\u{1F1FF}]/u;
  const claims = tokensOf(answer).filter((word) => claim.test(word) && !isOpener(word));
  const addresses = new Set(quotes.flatMap(addressesOf));
  return (
    addressesOf(answer).find((one) => !addresses.has(one)) ??
    claims.map(bare).find((word) => !said.has(word)) ??
    null
  );
}

const wordsOf = (text: string) => tokensOf(text).map(bare);

const setOf = (words: string) => new Set(words.split(' '));
/** Words that mean yes and are not said for anything else, as "ok" and "thanks" are. */
const yeses = setOf('yes yeah yep yup correct exactly agreed ja genau oui sí sim sì');
/** What may stand beside a yes, or beside the name of what is taken, and changes nothing. */
const fillers = setOf(
  'a an i in is it of on one please take thank thanks that the this to use you bitte danke por favor merci obrigada obrigado gracias grazie',
);

/** Whether a message says yes and nothing else. In words that are not known here nobody has said yes. */
export function isPlainYes(message: string): boolean {
  const words = wordsOf(message);
  return (
    !message.includes('?') &&
    words.some((word) => yeses.has(word)) &&
    words.every((word) => yeses.has(word) || fillers.has(word))
  );
}

/** Whether a message does nothing but name one of several options, with words that no other one has. */
export function isPlainChoice(message: string, option: string, options: readonly string[]): boolean {
  const words = wordsOf(message).filter((word) => !fillers.has(word));
  const named = options.filter((one) => {
    const its = new Set(wordsOf(one));
    return words.every((word) => its.has(word));
  });
  return !message.includes('?') && options.length > 1 && named.length === 1 && named[0] === option;
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
