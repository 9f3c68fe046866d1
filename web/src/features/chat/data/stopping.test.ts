import type { Stop } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import { fromPerson } from './message-samples.ts';
import { isStopping, stoppedWhat, stoppingOf } from './stopping.ts';

const task: Stop = { kind: 'task', id: 't-1' };
const asked = (stop: Stop, status: 'sent' | 'handled' | 'refused', createdAt = 5_000) =>
  stoppingOf([fromPerson({ id: 'a', content: '', stop, status, createdAt })]);

describe('what is being stopped', () => {
  test('a task, from when the stop is sent until it is refused; its end is told by the task itself', () => {
    expect(isStopping(asked(task, 'sent'), 't-1', 1_000)).toBe(true);
    expect(isStopping(asked(task, 'handled'), 't-1', 1_000)).toBe(true);
    expect(isStopping(asked(task, 'refused'), 't-1', 1_000)).toBe(false);
  });
  test('another task is not', () => {
    expect(isStopping(asked(task, 'sent'), 't-2', 1_000)).toBe(false);
  });
  test('all, while the stop is on its way -> whatever its time says, since clocks differ', () => {
    expect(isStopping(asked({ kind: 'all' }, 'sent'), 't-2', 9_000)).toBe(true);
  });
  test('all, afterwards -> what was there then, not what began later', () => {
    const done = asked({ kind: 'all' }, 'handled');
    expect(isStopping(done, 't-1', 4_000)).toBe(true);
    expect(isStopping(done, 't-2', 6_000)).toBe(false);
    expect(isStopping(asked({ kind: 'all' }, 'refused'), 't-1', 4_000)).toBe(false);
  });
  test('ordinary messages stop nothing', () => {
    expect(isStopping(stoppingOf([fromPerson({ id: 'a' })]), 't-1', 1_000)).toBe(false);
  });
});

test('a stop is named by what it is for; a task that is not known, too', () => {
  const agentOf = (id: string) => (id === 't-1' ? 'Planner' : undefined);
  expect(stoppedWhat(task, agentOf)).toBe("Planner's task");
  expect(stoppedWhat({ kind: 'task', id: 'gone' }, agentOf)).toBe("an agent's task");
  expect(stoppedWhat({ kind: 'turn', id: 'm-1' }, agentOf)).toBe('the reply');
  expect(stoppedWhat({ kind: 'all' }, agentOf)).toBe('everything');
});
