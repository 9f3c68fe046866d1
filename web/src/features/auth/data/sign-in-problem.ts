import { EMULATOR_HOST, emulated, ports } from '../../../lib/env.ts';

const NOT_REACHED = emulated
  ? `The Auth emulator on ${EMULATOR_HOST}:${ports.auth} does not answer. Check that npm start is running, then try again.`
  : 'The sign-in service could not be reached. Check your connection, then try again.';

const words: Record<string, string | undefined> = {
  'auth/network-request-failed': NOT_REACHED,
  'auth/invalid-credential': 'The e-mail address or the password is not right.',
  'auth/user-not-found': emulated
    ? 'This account is not in the emulator. Run npm run reset, then npm start, to get it back.'
    : 'There is no account with this e-mail address.',
  'auth/wrong-password': 'The e-mail address or the password is not right.',
  'auth/invalid-email': 'This is not an e-mail address.',
  'auth/email-already-in-use': 'There is already an account with this e-mail address. Sign in instead.',
  'auth/weak-password': 'Choose a password of at least 6 characters.',
  'auth/user-disabled': 'This account is switched off. Ask whoever runs this site.',
  // What the SDK says when it cannot load what it needs of Google's.
  'auth/internal-error':
    'The sign-in service could not be used. Check your connection, and that nothing blocks Google, then try again.',
  'auth/popup-blocked':
    'The browser blocked the window of Google. Allow pop-ups of this site, then try again.',
  'auth/popup-closed-by-user': 'The window of Google was closed before you were signed in. Try again.',
  'auth/cancelled-popup-request':
    'Another window of Google was opened meanwhile. Go on in that one, or try again.',
  'auth/operation-not-allowed':
    'This way of signing in is not switched on for this site. Use another one, or ask whoever runs it.',
  'auth/unauthorized-domain':
    'Google does not sign in on this address. Use an e-mail address, or ask whoever runs this site.',
  'auth/account-exists-with-different-credential':
    'There is already an account with this e-mail address. Sign in with its password.',
  'auth/too-many-requests': 'Too many tries. Wait a few minutes, or reset the password.',
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

/** What went wrong at sign-in, in words that name the way out. */
export function signInProblem(error: unknown): string {
  const code = codeOf(error);
  return words[code] ?? `Signing in did not work (${code}). Try again.`;
}

/** Browsers that open no window can still go to Google and come back. */
export const needsRedirect = (error: unknown): boolean =>
  ['auth/popup-blocked', 'auth/operation-not-supported-in-this-environment'].includes(codeOf(error));
