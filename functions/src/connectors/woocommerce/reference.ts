import { createHash } from 'node:crypto';

const LENGTH = 12;

/** A short name of a call that only this call has. It tells nothing of who made it. */
export const referenceOf = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, LENGTH);

/** A text that the call can be found by in the shop: "Paid twice (ref 1a2b3c4d5e6f)". */
export const marked = (text: string, key: string): string => `${text} (ref ${referenceOf(key)})`.trim();

export const isMarked = (text: string, key: string): boolean => text.includes(`(ref ${referenceOf(key)})`);
