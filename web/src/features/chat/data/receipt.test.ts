import { describe, expect, test } from 'vitest';
import { fromMother, fromPerson } from './message-samples.ts';
import { attentionOf, receiptOf, receiptText } from './receipt.ts';

const nobody = attentionOf([]);
const planner = { subAgentId: 's', name: 'Planner', questionId: 'q' };
const writer = { subAgentId: 't', name: 'Writer', questionId: 'r' };

const text = (...args: Parameters<typeof receiptOf>): string => receiptText(receiptOf(...args));

describe('the receipt on a message of the person', () => {
  test('on its way -> Sending', () => {
    expect(text(fromPerson({ id: 'a', pending: true }), nobody)).toBe('Sending…');
  });
  test('stored -> Sent', () => {
    expect(text(fromPerson({ id: 'a' }), nobody)).toBe('Sent');
  });
  test('stored while Mother replies to something else -> Queued', () => {
    const attention = attentionOf([fromMother({ id: 'm-1', status: 'streaming', inReplyTo: ['b'] })]);
    expect(text(fromPerson({ id: 'a' }), attention)).toBe('Queued');
  });
  test('between two turns of hers -> still Queued, not Sent again', () => {
    const attention = attentionOf([
      fromMother({ id: 'm-1', status: 'complete', inReplyTo: ['b'], createdAt: 9_000 }),
    ]);
    expect(text(fromPerson({ id: 'a', createdAt: 8_000 }), attention)).toBe('Queued');
  });
  test('Mother replies to it -> Read, although it is not handled yet', () => {
    const attention = attentionOf([fromMother({ id: 'm-1', status: 'streaming', inReplyTo: ['a'] })]);
    expect(text(fromPerson({ id: 'a' }), attention)).toBe('Read');
  });
  test('handled -> Read', () => {
    expect(text(fromPerson({ id: 'a', status: 'handled' }), nobody)).toBe('Read');
  });
  test('passed on to agents -> names them, each once', () => {
    const passedTo = [planner, writer, planner];
    expect(text(fromPerson({ id: 'a', status: 'handled', passedTo }), nobody)).toBe(
      'Passed to Planner and Writer',
    );
  });
  test('the agent went on -> resumed', () => {
    const entry = fromPerson({ id: 'a', status: 'handled', passedTo: [planner], resumedAt: 3_000 });
    expect(text(entry, nobody)).toBe('Planner resumed');
  });
  test('refused -> the reason, whatever else is known', () => {
    const refusal = { code: 'already_answered', message: 'Already answered by you.' } as const;
    expect(text(fromPerson({ id: 'a', status: 'refused', refusal }), nobody)).toBe(
      'Already answered by you.',
    );
  });
});
