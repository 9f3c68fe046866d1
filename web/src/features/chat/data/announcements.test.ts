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
    field: { type: 'text' },
    consent: null,
    subAgentId: 's',
    name,
    taskId: 't',
    text: 'Which zone?',
    options: [],
    status,
    earlier: [],
    attempt: 1,
    repeats: null,
    sameAs: null,
    toolCallId: 'c',
    answerIndex: 2,
    deadlineAt: 9_000,
    suggestion: null,
    answer: null,
    answeredBy: null,
    confidence: null,
    correction: null,
    evidence: [],
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
  test('a reply is stopped -> Reply stopped; one that another try took the place of was already told', () => {
    const stopped = heardOfMessages([fromMother({ id: 'm-1', status: 'stopped' })]);
    expect(announcements(streaming, stopped)).toEqual(['Reply stopped']);
    const error = { code: 'model_busy', message: 'Busy.' } as const;
    const failed = heardOfMessages([fromMother({ id: 'm-1', status: 'failed', error })]);
    const replaced = heardOfMessages([fromMother({ id: 'm-1', status: 'stopped', error })]);
    expect(announcements(failed, replaced)).toEqual([]);
  });
  test('a stop of a task -> nothing while it is on its way, then that it is done or why not', () => {
    const stop = { kind: 'task', id: 't-1' } as const;
    const sent = heardOfMessages([fromPerson({ id: 'a', content: '', stop })]);
    const handled = heardOfMessages([fromPerson({ id: 'a', content: '', stop, status: 'handled' })]);
    const refusal = { code: 'not_found', message: 'It had already ended.' } as const;
    const refused = heardOfMessages([fromPerson({ id: 'a', content: '', stop, status: 'refused', refusal })]);
    expect(announcements(nothing, sent)).toEqual([]);
    expect(announcements(sent, handled)).toEqual(['Stopped']);
    expect(announcements(sent, refused)).toEqual(['It had already ended.']);
  });
  test('a correction that is taken up -> Answer corrected', () => {
    const correct = { questionId: 'q', answer: '90' };
    const sent = heardOfMessages([fromPerson({ id: 'a', content: '', correct })]);
    const handled = heardOfMessages([fromPerson({ id: 'a', content: '', correct, status: 'handled' })]);
    expect(announcements(nothing, sent)).toEqual([]);
    expect(announcements(sent, handled)).toEqual(['Answer corrected']);
  });
  test('a question that Mother is checking -> nothing', () => {
    expect(announcements(nothing, heardOfQuestions([ask('q', 'Planner', 'open')]))).toEqual([]);
  });
  test('a question that is relayed -> who needs input', () => {
    const before = heardOfQuestions([ask('q', 'Planner', 'open')]);
    const after = heardOfQuestions([ask('q', 'Planner', 'relayed')]);
    expect(announcements(before, after)).toEqual(['Planner needs your input']);
  });
  test('another agent asks the same -> nothing more', () => {
    const first = ask('q', 'Planner', 'relayed');
    const second = ask('r', 'Writer', 'relayed');
    const before = heardOfQuestions([first]);
    const after = heardOfQuestions([first, { ...second, data: { ...second.data, sameAs: 'q' } }]);
    expect(announcements(before, after)).toEqual([]);
  });
});
