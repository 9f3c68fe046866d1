import type { Correction, Retry, Stop } from 'functions/contracts';
import { SCHEMA_VERSION } from 'functions/contracts';
import { serverTimestamp } from 'firebase/firestore';

/** What the person sends: words, words for one question, the wish for another try, a stop, or the right answer. */
export type Outgoing =
  | { readonly content: string; readonly replyTo?: string }
  | { readonly content: ''; readonly retry: Retry }
  | { readonly content: ''; readonly stop: Stop }
  | { readonly content: ''; readonly correct: Correction };

/** The words in it, which must not be lost when it cannot be sent. */
export const wordsOf = (outgoing: Outgoing): string =>
  'correct' in outgoing ? outgoing.correct.answer : outgoing.content;

/** The document of an outgoing message, in exactly the shape that the rules allow. */
export const messageDocument = (outgoing: Outgoing) => ({
  role: 'user',
  status: 'sent',
  schemaVersion: SCHEMA_VERSION,
  createdAt: serverTimestamp(),
  ...outgoing,
});
