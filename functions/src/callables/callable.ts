import { HttpsError, onCall, type CallableFunction, type FunctionsErrorCode } from 'firebase-functions/https';
import type { defineSecret } from 'firebase-functions/params';
import { z } from 'zod';
import { AppError, shown, type CallableContract, type ErrorCode } from '../contracts/index.ts';
import { knownOf } from '../engine/log.ts';
import { enforceAppCheck, log, settings } from '../environment.ts';

/** Who calls, as Firebase Auth vouches for it. */
export type Caller = {
  readonly uid: string;
  /** Their name, or else their address; empty where there is neither. */
  readonly name: string;
  /** Their address in lower case, if it is confirmed; else empty. */
  readonly email: string;
  /** Runs the whole deployment: a claim that only a command sets. */
  readonly isSuperAdmin: boolean;
};

/** What of a verified token is read here. */
const token = z.object({
  name: z.string().catch(''),
  email: z.string().catch(''),
  email_verified: z.boolean().catch(false),
  superAdmin: z.boolean().catch(false),
});

function callerOf(uid: string, claims: unknown): Caller {
  const { name, email, email_verified: isVerified, superAdmin } = token.parse(claims);
  return {
    uid,
    name: (name || email).trim(),
    email: isVerified ? email.toLowerCase() : '',
    isSuperAdmin: superAdmin,
  };
}

type Secret = ReturnType<typeof defineSecret>;

const codes: Partial<Record<ErrorCode, FunctionsErrorCode>> = {
  not_signed_in: 'unauthenticated',
  not_allowed: 'permission-denied',
  role_needed: 'permission-denied',
  not_found: 'not-found',
  invalid_input: 'invalid-argument',
  chat_closed: 'failed-precondition',
  conflict: 'aborted',
  in_use: 'failed-precondition',
  last_owner: 'failed-precondition',
  invitation_invalid: 'failed-precondition',
  email_unverified: 'failed-precondition',
  connection_missing: 'failed-precondition',
  connection_failed: 'failed-precondition',
  provider_missing: 'failed-precondition',
  orchestration_off: 'failed-precondition',
  too_many: 'resource-exhausted',
};

/** An error as the page gets it: the words for the person, and nothing of what is behind them. */
function asHttpsError(error: unknown, name: string, uid: string): HttpsError {
  const known = error instanceof AppError ? error : new AppError('internal', 'It failed', { cause: error });
  // What no caller can mend is ours to look at.
  if (!(known.code in codes)) log.write('callable_failed', { callable: name, uid, ...knownOf(error) });
  return new HttpsError(codes[known.code] ?? 'internal', known.shown.message, { code: known.code });
}

/** What is too long, too many or too small is said, with where it stands; never what was given. */
const BOUNDS: readonly string[] = ['too_big', 'too_small'];

function invalidInput({ issues }: z.ZodError): HttpsError {
  const bounds = issues.filter(({ code }) => BOUNDS.includes(code)).slice(0, 3);
  const said = bounds.map(({ path, message }) => `${path.join('.')}: ${message}.`);
  const words = [shown('invalid_input').message, ...said].join(' ');
  return new HttpsError('invalid-argument', words, { code: 'invalid_input' });
}

/**
 * A callable after its contract: signed in, its input and its output parsed, each error in words for the person. Of the
 * secrets it can read those that are named.
 */
export function callable<I extends z.ZodType, O extends z.ZodType>(
  contract: CallableContract<I, O>,
  run: (caller: Caller, input: z.output<I>) => Promise<z.input<O>>,
  secrets: readonly Secret[] = [],
): CallableFunction<unknown, Promise<unknown>> {
  const { region, memory, maxInstances } = settings;
  return onCall(
    { region, memory, maxInstances, enforceAppCheck, secrets: [...secrets] },
    async ({ auth, data }) => {
      if (!auth) throw new HttpsError('unauthenticated', shown('not_signed_in').message);
      const input = contract.input.safeParse(data ?? {});
      if (!input.success) throw invalidInput(input.error);
      try {
        const output = await run(callerOf(auth.uid, auth.token), input.data);
        return contract.output.parse(output);
      } catch (error) {
        throw asHttpsError(error, contract.name, auth.uid);
      }
    },
  );
}
