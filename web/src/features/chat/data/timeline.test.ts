import { describe, expect, test } from 'vitest';
import type { Message } from 'functions/contracts';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { fromMother, fromPerson } from './message-samples.ts';
import { timelineOf } from './timeline.ts';

const DAY_MS = 24 * 3_600_000;
const question = fromPerson({ id: 'a', createdAt: 1_000 });
const reply = fromMother({ id: 'm-1', createdAt: 2_000 });
const broken: Entry<Message> = { id: 'x', ok: false, error: { code: 'malformed_document', message: 'No.' } };

const block = (id: string, messageId: string, createdAt = 2_500) => ({ id, messageId, createdAt });

describe('the conversation', () => {
  test('the newest first comes in, the oldest first goes out', () => {
    expect(timelineOf([reply, question], []).map((row) => row.entry.id)).toEqual(['a', 'm-1']);
  });
  test('a task stands under the message that started it, tasks in their order', () => {
    const rows = timelineOf([reply, question], [block('t-2', 'm-1'), block('t-1', 'm-1')]);
    expect(rows.map((row) => row.blocks)).toEqual([[], ['t-1', 't-2']]);
  });
  test('a task whose message is not shown stands under the last one before it', () => {
    const rows = timelineOf([reply, question], [block('t-1', 'gone', 1_500)]);
    expect(rows.map((row) => row.blocks)).toEqual([['t-1'], []]);
  });
  test('a task older than everything stands under the first message', () => {
    const rows = timelineOf([reply, question], [block('t-1', 'gone', 10)]);
    expect(rows[0]?.blocks).toEqual(['t-1']);
  });
  test('a task of before or after the messages that are loaded has no place yet', () => {
    const blocks = [block('t-1', 'older', 10), block('t-2', 'newer', 9_000)];
    const part = { fromStart: false, toEnd: false };
    expect(timelineOf([reply, question], blocks, part).map((row) => row.blocks)).toEqual([[], []]);
  });
  test('a malformed message keeps its place and needs no time', () => {
    const rows = timelineOf([reply, broken, question], []);
    expect(rows.map((row) => row.entry.id)).toEqual(['a', 'x', 'm-1']);
    expect(rows.map((row) => row.day !== null)).toEqual([true, false, false]);
  });
  test('a day is named where it begins', () => {
    const next = fromPerson({ id: 'b', createdAt: 2_000 + DAY_MS });
    expect(timelineOf([next, reply, question], []).map((row) => row.day !== null)).toEqual([
      true,
      false,
      true,
    ]);
  });
});
