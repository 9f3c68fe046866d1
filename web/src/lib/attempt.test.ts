import { describe, expect, test } from 'vitest';
import { onceDone, within } from './attempt.ts';

/** Fails as often as it is told to, and counts. */
function failing(times: number) {
  const made = { count: 0 };
  const attempt = async () => {
    made.count += 1;
    if (made.count <= times) throw new Error(`attempt ${made.count}`);
  };
  return { made, done: onceDone(attempt) };
}

describe('what is done once for all', () => {
  test('asked twice at once, and again later -> done once', async () => {
    const { made, done } = failing(0);
    await Promise.all([done(), done()]);
    await done();
    expect(made.count).toBe(1);
  });
  test('it failed -> all who waited hear it, the next one tries again', async () => {
    const { made, done } = failing(1);
    const heard = await Promise.allSettled([done(), done()]);
    expect(heard.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await done();
    await done();
    expect(made.count).toBe(2);
  });
});

describe('what may take only so long', () => {
  const late = () => new Error('late');
  test('it never ends -> late', async () => {
    await expect(within(1, new Promise(() => {}), late)).rejects.toThrow('late');
  });
  test('it ends -> what came of it, good or bad', async () => {
    expect(await within(60_000, Promise.resolve('done'), late)).toBe('done');
    await expect(within(60_000, Promise.reject(new Error('broken')), late)).rejects.toThrow('broken');
  });
});
