import type { Chat } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { withChanges } from './chat-changes.ts';
import { someChat as chat } from './chat-samples.ts';
import { groupChats, mergeChats } from './chat-groups.ts';

const broken: Entry<Chat> = { id: 'x', ok: false, error: { code: 'malformed_document', message: 'No.' } };
const ids = (entries: readonly Entry<Chat>[]) => entries.map((entry) => entry.id);

describe('the list of chats', () => {
  test('pinned chats stand by themselves, both parts in their order', () => {
    const { pinned, others } = groupChats([chat('a'), chat('b', { pinned: true }), broken, chat('c')]);
    expect([ids(pinned), ids(others)]).toEqual([['b'], ['a', 'x', 'c']]);
  });
  test('what is being deleted is not listed, pinned or not; a closed chat is', () => {
    const chats = [
      chat('a', { access: 'deleting' }),
      chat('b', { access: 'deleting', pinned: true }),
      chat('c', { access: 'closed' }),
    ];
    const { pinned, others } = groupChats(chats);
    expect([ids(pinned), ids(others)]).toEqual([[], ['c']]);
  });
  test('a pinned chat that is too old to be among the newest is added once, the newer first', () => {
    const pinned = [chat('old', { lastMessageAt: 2 }), chat('a'), chat('newer', { lastMessageAt: 3 })];
    expect(ids(mergeChats([chat('a'), chat('b')], pinned))).toEqual(['a', 'b', 'newer', 'old']);
  });
});

describe('what the person has just done', () => {
  test('is shown over the document, the latest last; other chats stay the same objects', () => {
    const changes = [
      { n: 1, chatId: 'a', fields: { title: 'One' } },
      { n: 2, chatId: 'a', fields: { pinned: true } },
      { n: 3, chatId: 'a', fields: { title: 'Two' } },
    ];
    expect(withChanges(chat('a'), changes)).toMatchObject({ data: { title: 'Two', pinned: true } });
    const other = chat('b');
    expect(withChanges(other, changes)).toBe(other);
    expect(withChanges(broken, [{ n: 1, chatId: 'x', fields: { pinned: true } }])).toBe(broken);
  });
});
