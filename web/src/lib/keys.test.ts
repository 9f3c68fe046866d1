import { expect, test } from 'vitest';
import { isComposing } from './keys.ts';

test('a key that an input method takes -> known by the composing, or by its code alone, as in Safari', () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});
