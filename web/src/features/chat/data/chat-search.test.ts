import { type Chat, SCHEMA_VERSION } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { chatsWith, hasWords, isListed, waitingInAll } from './chat-search.ts';

const chat = (id: string, fields: Partial<Chat> = {}): Entry<Chat> => ({
  id,
  ok: true,
  pending: false,
  data: {
    schemaVersion: SCHEMA_VERSION,
    title: id,
    tenantId: 't',
    createdAt: 1,
    lastMessageAt: 1,
    access: 'open',
    pinned: false,
    deleteAt: null,
    counts: { running: 0, waiting: 0 },
    ...fields,
  },
});
const broken: Entry<Chat> = { id: 'x', ok: false, error: { code: 'malformed_document', message: 'No.' } };

describe('a search over titles', () => {
  test('knows no case and no accents, in either of the two', () => {
    expect(hasWords('Offsite in Zürich', 'zurich')).toBe(true);
    expect(hasWords('Offsite in Zurich', 'ZÜRICH')).toBe(true);
  });
  test('wants all words, in any order, each at least in part', () => {
    expect(hasWords('Plan the launch call', 'call lau')).toBe(true);
    expect(hasWords('Plan the launch call', 'call lunch')).toBe(false);
  });
  test('takes what is typed as letters, not as a pattern', () => {
    expect(hasWords('Costs (draft)', '(dra')).toBe(true);
    expect(hasWords('Costs', '.*')).toBe(false);
  });
  test('nothing typed -> all chats, also what cannot be read; something -> only what has it', () => {
    const all = [chat('Plan'), broken, chat('Costs')];
    expect(chatsWith(all, '  ')).toEqual(all);
    expect(chatsWith(all, 'cost').map(({ id }) => id)).toEqual(['Costs']);
  });
});

test('what waits is summed over all chats but those that are being deleted', () => {
  const waits = (waiting: number, fields: Partial<Chat> = {}) =>
    chat(`c-${waiting}`, { counts: { running: 1, waiting }, ...fields });
  const all = [waits(2), broken, waits(1), waits(4, { access: 'deleting' }), waits(0)];
  expect(waitingInAll(all)).toBe(3);
  expect(all.filter(isListed)).toHaveLength(4);
});
