import type { Question } from 'functions/contracts';

type Asked = Pick<Question, 'name' | 'text' | 'consent'>;

/** What is asked of the person, in one line: "Which year?", or "Allow: Refund 49.00 EUR of order 1042?". */
export const askedText = ({ text, consent }: Asked): string =>
  consent ? `Allow: ${consent.summary}?` : text;

/** That somebody needs the person, and for what: what is said aloud, and shown where the page is not in view. */
export const wantsOf = ({ name, consent }: Asked): string =>
  consent ? `${name} needs your yes or no: ${consent.summary}` : `${name} needs your input`;
