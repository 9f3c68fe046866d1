import type { Question, Task } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import { freshNews, newsOf } from './news.ts';
import { someQuestion, someTask } from './task-samples.ts';

const question = (status: Question['status']) => ({
  id: 'q',
  ok: true as const,
  pending: false,
  data: someQuestion({ status, relayedAt: 5 }),
});
const task = (status: Task['status']) => ({
  id: 't',
  ok: true as const,
  pending: false,
  data: someTask({ status, finishedAt: 7 }),
});

describe('what calls a person back', () => {
  test('a relayed question and a finished task', () => {
    expect(newsOf([question('relayed')], [task('completed')])).toEqual([
      { key: 'q needs', text: 'Planner needs your input', at: 5 },
      { key: 't done', text: 'Planner is done', at: 7 },
    ]);
  });
  test.each(['open', 'answered', 'expired', 'superseded', 'withdrawn'] as const)(
    'not a question that is %s',
    (status) => expect(newsOf([question(status)], [])).toEqual([]),
  );
  test('not a question that another one is asked together with', () => {
    const asked = question('relayed');
    expect(newsOf([{ ...asked, data: { ...asked.data, sameAs: 'p' } }], [])).toEqual([]);
  });
  test.each(['queued', 'running', 'waiting', 'failed', 'cancelled'] as const)(
    'not a task that is %s',
    (status) => expect(newsOf([], [task(status)])).toEqual([]),
  );
  test('each once, and nothing that was there before', () => {
    const news = newsOf([question('relayed')], [task('completed')]);
    const keys = (told: string[], since: number) =>
      freshNews(news, new Set(told), since).map(({ key }) => key);
    expect(keys([], 0)).toEqual(['q needs', 't done']);
    expect(keys(['q needs'], 0)).toEqual(['t done']);
    expect(keys([], 5)).toEqual(['t done']);
    expect(keys([], 7)).toEqual([]);
  });
});
