import { limits } from 'functions/contracts';
import { expect, test } from 'vitest';
import { checkDraft } from './draft-check.ts';

test('nothing but space -> cannot be sent, and says why', () => {
  expect(checkDraft(' \n ')).toMatchObject({ problem: 'empty', reason: 'Write something first.' });
});
test('the longest message -> can be sent, and is counted', () => {
  const check = checkDraft('a'.repeat(limits.messageLength));
  expect(check).toMatchObject({ problem: null, counter: '32,000 of 32,000 characters' });
});
test('one more -> cannot be sent, and says by how much', () => {
  const check = checkDraft('a'.repeat(limits.messageLength + 1));
  expect(check.problem).toBe('too-long');
  expect(check.reason).toContain('shorten it by 1,');
});
test('an ordinary message is not counted', () => {
  expect(checkDraft('Hello').counter).toBe('');
});
