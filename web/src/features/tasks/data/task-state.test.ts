import type { ErrorCode, Question, Task } from 'functions/contracts';
import { expect, test } from 'vitest';
import { previewOf } from './preview.ts';
import { someQuestion, someTask } from './task-samples.ts';
import { isAtWork, mayRetry, taskState } from './task-state.ts';

const waiting = someTask();
const question = (status: Question['status']) => someQuestion({ status });

test('waiting + open question -> Mother is checking; nothing is asked of the person', () => {
  expect(taskState(waiting, question('open'))).toBe('checking');
});
test('waiting + question not read yet -> checking, so that nothing flashes', () => {
  expect(taskState(waiting, undefined)).toBe('checking');
});
test('waiting + relayed question -> waiting for the person', () => {
  expect(taskState(waiting, question('relayed'))).toBe('waiting');
});
test('what waits for the person is not at work', () => {
  expect(isAtWork('waiting')).toBe(false);
  expect(isAtWork('checking')).toBe(true);
});
test('what another try took the place of -> replaced; what had failed stays failed, with its reason', () => {
  const ended = (status: Task['status']) =>
    taskState({ ...waiting, status, questionId: null, supersededBy: 't-2' }, undefined);
  expect(ended('completed')).toBe('replaced');
  expect(ended('cancelled')).toBe('replaced');
  expect(ended('failed')).toBe('failed');
});
test('a failed task -> another try; what may have taken effect -> none', () => {
  const failed = (code: ErrorCode) => ({ error: { code, message: '' } });
  expect(mayRetry(failed('connection_failed'))).toBe(true);
  expect(mayRetry(failed('effect_unknown'))).toBe(false);
});
test('a preview shows words without marks', () => {
  expect(previewOf('## Sum\n\n**€10** for [it](https://example.com), `ok`')).toBe('Sum €10 for it, ok');
});
