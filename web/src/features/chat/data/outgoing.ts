import { consent, correction, documentId, retry, SCHEMA_VERSION, stop } from 'functions/contracts';
import { serverTimestamp } from 'firebase/firestore';
import { z } from 'zod';

/** What the person sends: words, words for one question, the wish for another try, a stop, the right answer, a yes or no. */
export const outgoing = z.union([
  z.strictObject({ content: z.string().min(1) }),
  z.strictObject({ content: z.string().min(1), replyTo: documentId }),
  z.strictObject({ content: z.literal(''), retry }),
  z.strictObject({ content: z.literal(''), stop }),
  z.strictObject({ content: z.literal(''), correct: correction }),
  z.strictObject({ content: z.literal(''), consent }),
]);
export type Outgoing = Readonly<z.infer<typeof outgoing>>;

/** The words in it, which must not be lost when it cannot be sent. */
export const wordsOf = (sent: Outgoing): string => ('correct' in sent ? sent.correct.answer : sent.content);

/** The document of an outgoing message, in exactly the shape that the rules allow. */
export const messageDocument = (sent: Outgoing) => ({
  role: 'user',
  status: 'sent',
  schemaVersion: SCHEMA_VERSION,
  createdAt: serverTimestamp(),
  ...sent,
});
