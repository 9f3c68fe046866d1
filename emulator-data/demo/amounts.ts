// Money and hours in what people write: "80 euros", "€ 95.50/h", "24 hours".

/** An amount of money, and the words it was said in. */
export type Amount = { readonly value: number; readonly unit: string; readonly words: string };

const number = String.raw`\d+(?:[.,]\d+)*`;
const units = String.raw`€|\$|£|euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|bucks`;

const withUnit = new RegExp(
  `(?:(?<before>${units})\\s?)?(?<value>${number})(?:\\s?(?<after>${units})(?!\\p{L}))?`,
  'giu',
);
const plainRate = new RegExp(
  String.raw`\brate\D{0,20}?(?<a>${number})|(?<b>${number})\s*(?:per|an|a|/)\s*h(?:ou)?r?\b`,
  'iu',
);

/** "1,200" and "1.200" are thousands; any other comma is a decimal one. */
function valueOf(digits: string): number {
  if (/^\d{1,3}(?:[.,]\d{3})+$/u.test(digits)) return Number(digits.replaceAll(/[.,]/gu, ''));
  return Number(digits.replaceAll(',', '.'));
}

/** The first number of a text. */
export function numberIn(text: string): number | null {
  const digits = new RegExp(number, 'u').exec(text)?.[0];
  const value = digits === undefined ? Number.NaN : valueOf(digits);
  return Number.isFinite(value) ? value : null;
}

/** An amount with a currency, else a number that is called a rate. */
export function amountIn(text: string): Amount | null {
  for (const { 0: words, groups } of text.matchAll(withUnit)) {
    const unit = groups?.['after'] ?? groups?.['before'];
    const value = valueOf(groups?.['value'] ?? '');
    if (unit !== undefined && Number.isFinite(value)) return { value, unit, words };
  }
  const groups = plainRate.exec(text)?.groups;
  const words = groups?.['a'] ?? groups?.['b'];
  return words !== undefined && Number.isFinite(valueOf(words))
    ? { value: valueOf(words), unit: '', words }
    : null;
}

const rateWords = /\brate\b|\bhourly\b|\b(?:per|an) hour\b|\/\s?h(?:our|r)?\b/iu;

/** What a text says an hour costs; null if it does not talk about that. */
export const rateIn = (text: string): Amount | null => (rateWords.test(text) ? amountIn(text) : null);

/** How many hours a text names. */
export function hoursIn(text: string): number | null {
  const digits = new RegExp(`(${number})\\s*(?:hours?|hrs?|h)\\b`, 'iu').exec(text)?.[1];
  return digits === undefined ? null : valueOf(digits);
}

const ratePhrase = new RegExp(
  String.raw`,?(?:\s*\b(?:at|for|with))?(?:\s*a rate of)?\s*(?:(?:${units})\s?)?${number}\s?(?:(?:${units})\s*)?(?:per|an|a|/)\s*h(?:ou)?r?\b`,
  'giu',
);

/** A text without what it says about the price of an hour. */
export const withoutRate = (text: string): string => text.replaceAll(ratePhrase, '');
