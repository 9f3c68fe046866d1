import type { Question } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { announcements, heardOfMessages, heardOfQuestions } from './announcements.ts';
import { fromMother, fromPerson } from './message-samples.ts';

const ask = (id: string, name: string, status: Question['status']): Parsed<Question> => ({
  id,
  ok: true,
  pending: false,
  data: {
    schemaVersion: 1,
    kind: 'input',
    subAgentId: 's',
    name,
    taskId: 't',
    text: 'Which zone?',
    options: [],
    status,
    attempt: 1,
    repeats: null,
    toolCallId: 'c',
    answerIndex: 2,
    deadlineAt: 9_000,
    suggestion: null,
    answer: null,
    answeredBy: null,
    confidence: null,
    evidence: [],
    earlier: [],
    correction: null,
    createdAt: 1_000,
    relayedAt: null,
    answeredAt: null,
  },
});

const streaming = heardOfMessages([fromMother({ id: 'm-1', status: 'streaming' })]);
const complete = heardOfMessages([fromMother({ id: 'm-1' })]);
const nothing = heardOfMessages([]);

describe('what the status region says', () => {
  test('a page that has just been opened -> nothing', () => {
    expect(announcements(null, complete)).toEqual([]);
  });
  test('a reply begins -> Replying', () => {
    expect(announcements(nothing, streaming)).toEqual(['Replying']);
  });
  test('the same state again -> nothing', () => {
    expect(announcements(streaming, streaming)).toEqual([]);
  });
  test('a reply ends -> Reply complete', () => {
    expect(announcements(streaming, complete)).toEqual(['Reply complete']);
  });
  test('a reply that came at once, unseen while it streamed -> Reply complete', () => {
    expect(announcements(nothing, complete)).toEqual(['Reply complete']);
  });
  test('a reply fails -> says so', () => {
    const failed = heardOfMessages([fromMother({ id: 'm-1', status: 'failed' })]);
    expect(announcements(streaming, failed)).toEqual(['The reply failed']);
  });
  test('two replies end at once -> said once', () => {
    const both = heardOfMessages([fromMother({ id: 'm-1' }), fromMother({ id: 'm-2' })]);
    expect(announcements(nothing, both)).toEqual(['Reply complete']);
  });
  test('quiet lines, cards and one’s own messages -> nothing', () => {
    const quiet = heardOfMessages([
      fromMother({ id: 'm-1', kind: 'ack' }),
      fromMother({ id: 'm-2', kind: 'notice' }),
      fromMother({ id: 'm-3', kind: 'question' }),
      fromPerson({ id: 'a' }),
    ]);
    expect(announcements(nothing, quiet)).toEqual([]);
  });
  test('a question that Mother is checking -> nothing', () => {
    expect(announcements(nothing, heardOfQuestions([ask('q', 'Planner', 'open')]))).toEqual([]);
  });
  test('a question that is relayed -> who needs input', () => {
    const before = heardOfQuestions([ask('q', 'Planner', 'open')]);
    const after = heardOfQuestions([ask('q', 'Planner', 'relayed')]);
    expect(announcements(before, after)).toEqual(['Planner needs your input']);
  });
});
