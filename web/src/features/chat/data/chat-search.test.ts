import { type Chat, SCHEMA_VERSION } from 'functions/contracts';
import { expect, test } from 'vitest';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { chatsWith, isListed, waitingInAll } from './chat-search.ts';

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
    wasClosed: false,
    counts: { running: 0, waiting: 0 },
    ...fields,
  },
});
const broken: Entry<Chat> = { id: 'x', ok: false, error: { code: 'malformed_document', message: 'No.' } };

test('nothing typed -> all chats, also what cannot be read; something -> only what has it', () => {
  const all = [chat('Plan'), broken, chat('Costs')];
  expect(chatsWith(all, '  ')).toEqual(all);
  expect(chatsWith(all, 'cost').map(({ id }) => id)).toEqual(['Costs']);
});

test('what waits is summed over all chats but those that are being deleted', () => {
  const waits = (waiting: number, fields: Partial<Chat> = {}) =>
    chat(`c-${waiting}`, { counts: { running: 1, waiting }, ...fields });
  const all = [waits(2), broken, waits(1), waits(4, { access: 'deleting' }), waits(0)];
  expect(waitingInAll(all)).toBe(3);
  expect(all.filter(isListed)).toHaveLength(4);
});
