import { expect, test } from 'vitest';
import { someChat } from './chat-samples.ts';
import { chatsToLookAt } from './chats-to-look-at.ts';

const counts = (running: number, waiting: number) => ({ counts: { running, waiting } });
const looked = (before: ReturnType<typeof someChat>[], after: ReturnType<typeof someChat>[]) =>
  chatsToLookAt(new Map(before.map(({ id, data }) => [id, data])), after).map(({ id }) => id);

test.each([
  ['something begins to wait', counts(1, 0), counts(1, 1)],
  ['the last task ends', counts(1, 0), counts(0, 0)],
  ['one question goes and another comes', counts(2, 1), { ...counts(2, 1), lastMessageAt: 2 }],
])('%s -> the chat is looked at', (_, before, after) => {
  expect(looked([someChat('a', before)], [someChat('a', after)])).toEqual(['a']);
});
test.each([
  ['nothing moves', counts(1, 1), counts(1, 1)],
  ['it is renamed', counts(1, 0), { ...counts(1, 0), title: 'Another' }],
  ['Mother replies and no agent is there', counts(0, 0), { ...counts(0, 0), lastMessageAt: 2 }],
  ['it is deleted', counts(1, 0), { ...counts(0, 0), access: 'deleting' as const }],
])('%s -> it is not', (_, before, after) => {
  expect(looked([someChat('a', before)], [someChat('a', after)])).toEqual([]);
});
test('a chat that was not in the list yet is looked at once agents are in it', () => {
  expect(looked([], [someChat('a', counts(1, 0)), someChat('b')])).toEqual(['a']);
});
