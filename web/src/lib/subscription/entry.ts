import { SCHEMA_VERSION, shown, type ShownError } from 'functions/contracts';
import type { z } from 'zod';

/** One document as read: parsed, or a typed error that takes its place while the rest goes on. */
export type Entry<T> =
  | { readonly id: string; readonly ok: true; readonly data: T; readonly pending: boolean }
  | { readonly id: string; readonly ok: false; readonly error: ShownError };

export type Parsed<T> = Extract<Entry<T>, { ok: true }>;

export const isParsed = <T>(entry: Entry<T>): entry is Parsed<T> => entry.ok;

/** What parsed, without what did not. */
export const parsedOf = <T>(entries: readonly Entry<T>[]): Parsed<T>[] => entries.filter(isParsed);

type Raw = { readonly id: string; readonly path: string; readonly data: unknown; readonly pending: boolean };

const hasOtherVersion = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  'schemaVersion' in data &&
  data.schemaVersion !== SCHEMA_VERSION;

/** Parse on read. A document that does not fit is logged by its path, never guessed at. */
export function readEntry<T>(schema: z.ZodType<T>, raw: Raw): Entry<T> {
  const result = schema.safeParse(raw.data);
  if (result.success) return { id: raw.id, ok: true, data: result.data, pending: raw.pending };
  const code = hasOtherVersion(raw.data) ? 'unsupported_version' : 'malformed_document';
  console.warn(`${code}: ${raw.path}`, result.error.issues);
  return { id: raw.id, ok: false, error: shown(code) };
}
