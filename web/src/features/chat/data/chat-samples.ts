import { type Chat, SCHEMA_VERSION } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** A chat for tests, of which each says only what it is about. */
export function someChat(id: string, fields: Partial<Chat> = {}): Parsed<Chat> {
  const data: Chat = {
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
  };
  return { id, ok: true, data, pending: false };
}
