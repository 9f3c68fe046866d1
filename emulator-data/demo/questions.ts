import { amountIn, hoursIn, numberIn } from './amounts.ts';
import { namesDay, zoneIn } from './zones.ts';

// The questions that the demo's agents ask, and how to tell what answers them.

export const questions = {
  zone: 'Which time zone are they in?',
  ianaZone: 'Which IANA time zone is that, for example Europe/Berlin?',
  people: 'How many people take part?',
  day: 'Which day suits best?',
  rate: 'What is the hourly rate?',
  hours: 'How many hours will it take?',
  audience: 'Who is the audience?',
  order: 'Which order number is it?',
  product: 'Which product is it for?',
} as const;

export const options: Readonly<Record<string, readonly string[]>> = {
  [questions.zone]: ['Berlin', 'London', 'New York', 'Tokyo'],
  [questions.day]: ['Tuesday', 'Thursday', 'Friday'],
  [questions.audience]: ['Customers', 'Colleagues', 'Partners'],
};

export type Kind = 'zone' | 'people' | 'day' | 'rate' | 'hours' | 'audience' | 'order' | 'other';

/** What a question is after, by its words: a real agent words it in its own way. */
export function kindOf(question: string): Kind {
  if (/\border number\b/iu.test(question)) return 'order';
  if (/time ?zone/iu.test(question)) return 'zone';
  if (/\brate\b/iu.test(question)) return 'rate';
  if (/\bhours\b/iu.test(question)) return 'hours';
  if (/\baudience\b|who is .* for\b/iu.test(question)) return 'audience';
  if (/how many people/iu.test(question)) return 'people';
  if (/\bday\b|\bdate\b/iu.test(question)) return 'day';
  return 'other';
}

const readers =
  'customers?|clients?|colleagues?|co-?workers|partners?|team|employees|staff|friends|family|press|journalists|investors|suppliers|neighbours|neighbors|users|visitors|guests|students|pupils|parents|children|kids|members|volunteers|everyone|everybody|public';
const readersPattern = new RegExp(`\\b(?:${readers})\\b`, 'iu');
const writtenFor = new RegExp(
  `\\b(?:for|to)\\s+(?:(?:all|our|the|my|your)\\s+)*(?:\\w+\\s+)?(?:${readers})\\b`,
  'iu',
);

/** The readers that a text names, in its words: "our customers in Spain" gives "customers". */
export const readersIn = (text: string): string | null => readersPattern.exec(text)?.[0] ?? null;

/** The readers that a task is already for: "for our customers". */
export const readersOfTask = (text: string): string | null => {
  const phrase = writtenFor.exec(text)?.[0];
  return phrase === undefined ? null : readersIn(phrase);
};

/** Whether a text holds something of the kind that a question is after. */
export function holds(text: string, kind: Kind): boolean {
  switch (kind) {
    case 'zone':
      return zoneIn(text) !== null;
    case 'rate':
      return amountIn(text) !== null;
    case 'hours':
      return hoursIn(text) !== null;
    case 'audience':
      return readersIn(text) !== null;
    case 'people':
    case 'order':
      return numberIn(text) !== null;
    case 'day':
      return namesDay(text);
    case 'other':
      return false;
    default:
      return kind satisfies never;
  }
}
