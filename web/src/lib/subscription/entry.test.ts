import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { parsedOf, readEntry } from './entry.ts';

const schema = z.object({ schemaVersion: z.literal(1), name: z.string() });
const read = (data: unknown) => readEntry(schema, { id: 'a', path: 'things/a', data, pending: false });

const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
afterEach(() => log.mockClear());

test('a document that fits is parsed', () => {
  expect(read({ schemaVersion: 1, name: 'x' })).toMatchObject({ ok: true, data: { name: 'x' } });
});
test('a malformed one -> a typed error, logged by its path; the rest goes on', () => {
  const entries = [read({ schemaVersion: 1 }), read({ schemaVersion: 1, name: 'x' })];
  expect(entries[0]).toMatchObject({ ok: false, error: { code: 'malformed_document' } });
  expect(parsedOf(entries)).toHaveLength(1);
  expect(log).toHaveBeenCalledExactlyOnceWith('malformed_document: things/a', expect.anything());
});
test('one of another version -> says to reload', () => {
  expect(read({ schemaVersion: 2, name: 'x' })).toMatchObject({ error: { code: 'unsupported_version' } });
});
