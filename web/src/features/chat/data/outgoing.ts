import type { Retry, Stop } from 'functions/contracts';
import { SCHEMA_VERSION } from 'functions/contracts';
import { serverTimestamp } from 'firebase/firestore';

/** What the person sends: words, words for one question, the wish for another try, or a stop. */
export type Outgoing =
  | { readonly content: string; readonly replyTo?: string }
  | { readonly content: ''; readonly retry: Retry }
  | { readonly content: ''; readonly stop: Stop };

/** The document of an outgoing message, in exactly the shape that the rules allow. */
export const messageDocument = (outgoing: Outgoing) => ({
  role: 'user',
  status: 'sent',
  schemaVersion: SCHEMA_VERSION,
  createdAt: serverTimestamp(),
  ...outgoing,
});
