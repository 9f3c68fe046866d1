import { call, type Call } from './answer.ts';
import { rateIn } from './amounts.ts';
import type { Said } from './request.ts';
import { quotable, sentencesOf } from './text.ts';

// What a person states about themselves, as facts, with the words that prove them.

export type Stated = { readonly fact: string; readonly quote: string; readonly messageId: string };

const LONGEST_FACT = 200;

const statements: readonly { readonly says: RegExp; readonly fact: (rest: string) => string }[] = [
  { says: /\bmy name is (.+)/iu, fact: (rest) => `Their name is ${rest}.` },
  { says: /\b(?:please )?call me (.+)/iu, fact: (rest) => `They want to be called ${rest}.` },
  { says: /\bi live in (.+)/iu, fact: (rest) => `They live in ${rest}.` },
  { says: /\bi (?:work|am working) as (.+)/iu, fact: (rest) => `They work as ${rest}.` },
  { says: /\bi work (?:at|for) (.+)/iu, fact: (rest) => `They work for ${rest}.` },
  { says: /^\W*(?:please )?remember (?:that )?(.+)/iu, fact: (rest) => rest },
];

const ending = /[\s.!?]+$/u;

/** "My name is Ada, and I live in Lisbon" states two things. */
const partsOf = (sentence: string): string[] =>
  sentence.split(/(?:,\s+|\s+)and\s+(?=(?:i|my)\b)|,\s+(?=(?:i|my)\b)/iu);

function factIn(words: string): string | null {
  const rate = /\bmy\b/iu.test(words) ? rateIn(words) : null;
  if (rate) return `Their hourly rate is ${rate.words}.`;
  for (const { says, fact } of statements) {
    const rest = says.exec(words)?.[1]?.replace(ending, '').slice(0, LONGEST_FACT);
    if (rest !== undefined && rest !== '') return fact(rest);
  }
  return null;
}

/** What a message states that is worth noting. */
export const statedIn = ({ id, text }: Said): Stated[] =>
  sentencesOf(text)
    .flatMap(partsOf)
    .map(quotable)
    .flatMap((quote) => {
      const fact = factIn(quote);
      return fact === null ? [] : { fact, quote, messageId: id };
    });

export const remember = ({ fact, quote, messageId }: Stated): Call =>
  call('remember', { fact, evidence: [{ message_id: messageId, quote }] });
