import { describe, expect, test } from 'vitest';
import { askedText, wantsOf } from './asked.ts';

const consent = {
  callId: 'c',
  tool: 'refund_order',
  summary: 'Refund 49.00 EUR of order 1042',
  details: [],
  hash: 'a'.repeat(64),
  by: 'member' as const,
};

describe('what is asked of the person, in one line', () => {
  test('a question -> its words; who needs them', () => {
    const asked = { name: 'Planner', text: 'Which year?', consent: null };
    expect(askedText(asked)).toBe('Which year?');
    expect(wantsOf(asked)).toBe('Planner needs your input');
  });
  test('a call that waits for a yes -> what it would do, not the words around it', () => {
    const asked = { name: 'Refunder', text: 'May I?', consent };
    expect(askedText(asked)).toBe('Allow: Refund 49.00 EUR of order 1042?');
    expect(wantsOf(asked)).toBe('Refunder needs your yes or no: Refund 49.00 EUR of order 1042');
  });
});
