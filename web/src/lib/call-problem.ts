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
    case 'functions/unauthenticated':
      return 'Your sign-in is not valid any more. Sign out, then sign in again.';
    case 'functions/permission-denied':
      return 'This account may not use the app. Sign out, and use another one.';
    case 'functions/deadline-exceeded':
      return 'The backend took too long to answer. Retry.';
    default:
      return `The backend answered with an error (${data.code}). Retry; if it stays, report it.`;
  }
}
