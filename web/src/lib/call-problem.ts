import { z } from 'zod';
import { EMULATOR_HOST, emulated, ports } from './env.ts';

/** A callable's error: `details.code` is there only if it is our own backend's word. */
const failure = z.object({
  code: z.string(),
  message: z.string(),
  details: z.object({ code: z.string() }).optional().catch(undefined),
});

const NOT_REACHED = emulated
  ? `The backend on ${EMULATOR_HOST}:${ports.functions} does not answer. Check that npm start is running, then retry.`
  : 'The backend does not answer. Check your connection, then retry; if it stays, its functions may not be deployed.';

/** The page's own code for it: no call can prove that it comes from here. */
export const RECAPTCHA_BLOCKED = 'app-check/recaptcha-blocked';

/** Without an answer of its own, the SDK gives the first of these; a function that is not deployed, the second. */
const unreached = ['functions/internal', 'functions/not-found', 'functions/unavailable'];

/** Our own backend's code for what went wrong; null where it said nothing of its own. */
export const callCode = (error: unknown): string | null =>
  failure.safeParse(error).data?.details?.code ?? null;

/** Why a call to the backend did not work, in words that name the way out. */
export function callProblem(error: unknown, isOnline: boolean = navigator.onLine): string {
  if (!isOnline) return 'You are offline. Retry when you are back.';
  const { success, data } = failure.safeParse(error);
  if (!success) return 'The backend gave an answer that this page does not understand. Reload the page.';
  // The backend's own errors come with words for the person.
  if (data.details) return data.message;
  if (unreached.includes(data.code)) return NOT_REACHED;
  switch (data.code) {
    case RECAPTCHA_BLOCKED:
      return 'Google’s reCAPTCHA could not be loaded, and nothing works without it. Allow it if an extension or your network blocks it, then retry.';
    case 'functions/unauthenticated':
      return 'The backend did not accept your sign-in, or reCAPTCHA’s word for this page. Sign out, then sign in again; if it stays, allow Google’s reCAPTCHA where something blocks it, and reload the page.';
    case 'functions/permission-denied':
      return 'This account may not use the app. Sign out, and use another one.';
    case 'functions/deadline-exceeded':
      return 'The backend took too long to answer. Retry.';
    default:
      return `The backend answered with an error (${data.code}). Retry; if it stays, report it.`;
  }
}
