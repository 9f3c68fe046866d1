import { EMULATOR_HOST, emulated, ports } from '../../../lib/env.ts';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

/** Why the first call to the backend did not work, in words that name the way out. */
export function setUpProblem(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'functions/unauthenticated':
      return 'Your sign-in is not valid any more. Sign out, then sign in again.';
    case 'functions/permission-denied':
      return 'This account may not use the app. Sign out, and use another one.';
    case 'functions/internal':
    case 'functions/unavailable':
    case 'functions/deadline-exceeded':
      return emulated
        ? `The backend on ${EMULATOR_HOST}:${ports.functions} does not answer. Check that npm start is running, then retry.`
        : 'The backend does not answer. Check your connection, then retry.';
    default:
      return `The backend answered with an error (${code}). Retry; if it stays, report it.`;
  }
}
