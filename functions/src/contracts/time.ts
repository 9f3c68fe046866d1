import { z } from 'zod';

/** What both Firebase SDKs give for a stored time: the Admin SDK's and the web SDK's `Timestamp` alike. */
type StoredTime = { toMillis(): number };

const isStoredTime = (value: unknown): value is StoredTime =>
  typeof value === 'object' && value !== null && 'toMillis' in value && typeof value.toMillis === 'function';

/**
 * A time in a document: a Firestore timestamp at rest, milliseconds since 1970 (UTC) in the code. By convention the
 * fields of this type, and only they, have names that end in `At`; the store relies on that when it writes.
 */
export const at = z
  .custom<StoredTime>(isStoredTime, { error: 'Expected a Firestore timestamp' })
  .transform((time) => time.toMillis());
