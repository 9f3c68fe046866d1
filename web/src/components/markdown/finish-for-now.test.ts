import { describe, expect, test } from 'vitest';
import { endsInFence } from './fence.ts';
import { finishForNow } from './finish-for-now.ts';

describe('Markdown that still arrives', () => {
  test('an open emphasis is closed', () => {
    expect(finishForNow('It is **very')).toBe('It is **very**');
  });
  test('a finished text stays as it is', () => {
    expect(finishForNow('It is **very** good.\n\nReally.')).toBe('It is **very** good.\n\nReally.');
  });
  test('inside of a fence nothing is added', () => {
    const text = 'So *this:\n\n```js\nconst a = b * c;';
    expect(finishForNow(text)).toBe(text);
  });
  test('a stray mark of an earlier paragraph does not reach the last one', () => {
    expect(finishForNow('2 * 3\n\nSix.')).toBe('2 * 3\n\nSix.');
  });
  test('a fence is open until its closing marks', () => {
    expect(endsInFence('```js\na')).toBe(true);
    expect(endsInFence('```js\na\n```')).toBe(false);
    expect(endsInFence('```js\na\n```\n\n~~~\nb')).toBe(true);
  });
});
