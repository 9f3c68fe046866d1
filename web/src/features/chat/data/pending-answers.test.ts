import { expect, test } from 'vitest';
import { fromPerson } from './message-samples.ts';
import { pendingAnswers, retriedIds } from './pending-answers.ts';

test('an answer is on its way from when it is sent until it is taken up or refused', () => {
  const of = (status: 'sent' | 'handled' | 'refused') => [
    ...pendingAnswers([fromPerson({ id: 'a', status, replyTo: 'q' })], new Map()),
  ];
  expect(of('sent')).toEqual(['q']);
  expect(of('handled')).toEqual([]);
  expect(of('refused')).toEqual([]);
});
test('a refused retry can be asked for again', () => {
  const retry = { kind: 'message', id: 'm-1' } as const;
  expect([...retriedIds([fromPerson({ id: 'a', content: '', retry })])]).toEqual(['m-1']);
  expect([...retriedIds([fromPerson({ id: 'a', content: '', retry, status: 'refused' })])]).toEqual([]);
});
