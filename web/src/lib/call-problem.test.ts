import { describe, expect, test } from 'vitest';
import { callProblem, RECAPTCHA_BLOCKED } from './call-problem.ts';

const failed = (code: string, details?: unknown) =>
  Object.assign(new Error('It is no longer there.'), { code, details });

describe('a call that did not work', () => {
  test('offline: says so, whatever the error', () => {
    expect(callProblem(failed('functions/internal'), false)).toBe(
      'You are offline. Retry when you are back.',
    );
  });
  test('the backend has words of its own -> those', () => {
    const error = failed('functions/not-found', { code: 'not_found' });
    expect(callProblem(error, true)).toBe('It is no longer there.');
  });
  test.each(['functions/internal', 'functions/not-found', 'functions/unavailable'])(
    '%s without words of the backend -> it is not there',
    (code) => expect(callProblem(failed(code), true)).toContain('does not answer'),
  );
  test('reCAPTCHA cannot be had -> what to allow', () => {
    expect(callProblem(failed(RECAPTCHA_BLOCKED), true)).toContain('Allow it if an extension');
  });
  test('the platform refuses it -> both causes: the sign-in, and what proves that it is this page', () => {
    const words = callProblem(failed('functions/unauthenticated'), true);
    expect(words).toContain('sign in again');
    expect(words).toContain('allow Google’s reCAPTCHA');
  });
  test('anything else names its code, or says that nothing can be read of it', () => {
    expect(callProblem(failed('functions/aborted'), true)).toContain('(functions/aborted)');
    expect(callProblem('?', true)).toContain('Reload the page');
  });
});
