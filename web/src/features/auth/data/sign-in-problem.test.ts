import { expect, test } from 'vitest';
import { needsRedirect, signInProblem } from './sign-in-problem.ts';

const failed = (code: string) => Object.assign(new Error(code), { code });

test('a window that the browser blocks is done without; one that the person closes is not', () => {
  expect(needsRedirect(failed('auth/popup-blocked'))).toBe(true);
  expect(needsRedirect(failed('auth/operation-not-supported-in-this-environment'))).toBe(true);
  expect(needsRedirect(failed('auth/popup-closed-by-user'))).toBe(false);
});
test('what went wrong is said in words; a code without words is named', () => {
  expect(signInProblem(failed('auth/popup-closed-by-user'))).toContain('was closed before');
  expect(signInProblem(failed('auth/popup-blocked'))).toContain('Allow pop-ups');
  expect(signInProblem(failed('auth/odd'))).toContain('(auth/odd)');
});
