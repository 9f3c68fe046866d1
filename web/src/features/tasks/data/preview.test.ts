import { expect, test } from 'vitest';
import { previewOf } from './preview.ts';

test('a preview has the words of a text and none of its marks', () => {
  expect(previewOf('# Title\n\n- **one** and `two`\n- [three](https://example.com)\n\n> four')).toBe(
    'Title one and two three four',
  );
});

test('of a very long text only its beginning is gone through', () => {
  expect(previewOf(`Hello ${'['.repeat(32_000)}`).length).toBeLessThanOrEqual(1_000);
});

test('a table is its cells, without the line under its head', () => {
  expect(previewOf('| What | How much |\n|---|:--|\n| Hours | 24 |')).toBe('What How much Hours 24');
});
