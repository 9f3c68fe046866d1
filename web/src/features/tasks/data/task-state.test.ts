import { noUsage, type Question, type Task } from 'functions/contracts';
import { expect, test } from 'vitest';
import { previewOf } from './preview.ts';
import { isAtWork, taskState } from './task-state.ts';

const waiting: Task = {
  schemaVersion: 1,
  title: 'Plan',
  goal: 'Plan',
  context: null,
  status: 'waiting',
  agentId: 'planner',
  agentName: 'Planner',
  subAgentId: 's',
  messageId: 'm-1',
  parentTaskId: null,
  continuesTaskId: null,
  supersededBy: null,
  questionId: 'q',
  result: null,
  error: null,
  usage: noUsage,
  createdAt: 1,
  startedAt: 1,
  finishedAt: null,
};
const question = (status: Question['status']): Question => ({
  schemaVersion: 1,
  kind: 'input',
  subAgentId: 's',
  name: 'Planner',
  taskId: 't',
  text: 'Which zone?',
  options: [],
  status,
  attempt: 1,
  repeats: null,
  toolCallId: 'c',
  answerIndex: 2,
  deadlineAt: 9,
  suggestion: null,
  answer: null,
  answeredBy: null,
  confidence: null,
  evidence: [],
  earlier: [],
  correction: null,
  createdAt: 1,
  relayedAt: null,
  answeredAt: null,
});

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
test('a preview shows words without marks', () => {
  expect(previewOf('## Sum\n\n**€10** for [it](https://example.com), `ok`')).toBe('Sum €10 for it, ok');
});
