import { describe, expect, test } from 'vitest';
import { costsMoney, decisionText, outcomeOfCall } from './consents.ts';

const answered = { status: 'answered', answer: 'yes', answeredBy: 'user', name: 'Refunder' } as const;

describe('what came of a call that was allowed', () => {
  test('JSON came back -> done', () => {
    expect(outcomeOfCall('{"id":7}')).toBe('done');
  });
  test('words came back -> it did not work', () => {
    expect(outcomeOfCall('The shop says: this order was refunded already.')).toBe('failed');
  });
  test('the answer was lost -> unknown, never failed', () => {
    const lost = 'It is not known whether this took effect: the answer was lost. Do not call it again.';
    expect(outcomeOfCall(lost)).toBe('unknown');
    expect(decisionText(answered, 'unknown')).toContain('is not known');
  });
});

describe('what the card says once it is decided', () => {
  test('yes, and nothing came back so far -> it is being done', () => {
    expect(decisionText(answered, null)).toBe('You allowed it. It is being done.');
  });
  test('no, expired or withdrawn -> nothing was done', () => {
    expect(decisionText({ ...answered, answer: 'no' }, null)).toBe('You did not allow it: nothing was done.');
    expect(decisionText({ ...answered, status: 'expired', answer: null }, null)).toContain(
      'nothing was done',
    );
    expect(decisionText({ ...answered, status: 'withdrawn', answer: null }, null)).toContain(
      'nothing was done',
    );
  });
  test('a yes that came too late -> asked again', () => {
    const text = decisionText({ ...answered, status: 'superseded', answer: null }, null);
    expect(text).toBe('Nothing was done. Refunder asked again, below.');
  });
});

describe('whether a yes costs money', () => {
  const call = { callId: 'c', tool: 't', hash: '', by: 'member' as const, details: [] };
  test('an amount with its currency, in the sentence or in a line -> yes', () => {
    expect(costsMoney({ ...call, summary: 'Refund 49.00 EUR of order 1042' })).toBe(true);
    const details = [{ label: 'Amount', value: '1,200.50 USD' }];
    expect(costsMoney({ ...call, summary: 'Refund order 1042', details })).toBe(true);
  });
  test('a number alone -> no', () => {
    expect(costsMoney({ ...call, summary: 'Change order 1042 to completed' })).toBe(false);
  });
});
