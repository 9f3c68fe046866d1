import { HttpsError, onCall, type CallableFunction, type FunctionsErrorCode } from 'firebase-functions/https';
import type { z } from 'zod';
import { AppError, shown, type CallableContract, type ErrorCode } from '../contracts/index.ts';
import { knownOf } from '../engine/log.ts';
import { enforceAppCheck, log, settings } from '../environment.ts';

/** Who calls, as Firebase Auth vouches for it. */
export type Caller = { readonly uid: string; readonly name: string };

const codes: Partial<Record<ErrorCode, FunctionsErrorCode>> = {
  not_signed_in: 'unauthenticated',
  not_allowed: 'permission-denied',
  not_found: 'not-found',
  invalid_input: 'invalid-argument',
  chat_closed: 'failed-precondition',
};

/** An error as the page gets it: the words for the person, and nothing of what is behind them. */
function asHttpsError(error: unknown, name: string, uid: string): HttpsError {
  const known = error instanceof AppError ? error : new AppError('internal', 'It failed', { cause: error });
  if (known.code === 'internal') log.write('callable_failed', { callable: name, uid, ...knownOf(error) });
  return new HttpsError(codes[known.code] ?? 'internal', known.shown.message, { code: known.code });
}

/** A callable after its contract: signed in, its input and its output parsed, each error in words for the person. */
export function callable<I extends z.ZodType, O extends z.ZodType>(
  contract: CallableContract<I, O>,
  run: (caller: Caller, input: z.output<I>) => Promise<z.input<O>>,
): CallableFunction<unknown, Promise<unknown>> {
  const { region, memory, maxInstances } = settings;
  return onCall({ region, memory, maxInstances, enforceAppCheck }, async ({ auth, data }) => {
    if (!auth) throw new HttpsError('unauthenticated', shown('not_signed_in').message);
    const input = contract.input.safeParse(data ?? {});
    if (!input.success) throw new HttpsError('invalid-argument', shown('invalid_input').message);
    const name: unknown = auth.token['name'] ?? auth.token.email;
    try {
      const output = await run(
        { uid: auth.uid, name: typeof name === 'string' ? name : 'Personal' },
        input.data,
      );
      return contract.output.parse(output);
    } catch (error) {
      throw asHttpsError(error, contract.name, auth.uid);
    }
  });
}
