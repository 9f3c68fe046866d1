import { HttpsError, type CallableFunction, type CallableRequest } from 'firebase-functions/https';
import * as deployed from '../../src/index.ts';
import type { Person } from '../../src/tenants/companies.ts';

// The callables as they are deployed, without the transport: for what many people try.

type Callable = CallableFunction<unknown, Promise<unknown>>;
const isCallable = (one: unknown): one is Callable =>
  typeof one === 'function' &&
  'run' in one &&
  '__endpoint' in one &&
  'callableTrigger' in Object(Reflect.get(one, '__endpoint'));
/** By the name that each is deployed under. */
export const functions = new Map<string, Callable>(
  Object.entries(deployed).flatMap(([name, one]) => (isCallable(one) ? [[name, one] as const] : [])),
);

/** Calls as somebody, past the transport; gives `ok`, or the code of the error. */
export async function call(name: string, person: Person | null, data: unknown): Promise<string> {
  const auth = person && {
    uid: person.uid,
    rawToken: '',
    token: { uid: person.uid, name: person.name, email: person.email, email_verified: true },
  };
  const request: unknown = { data, ...(auth && { auth }) };
  const called = functions.get(name);
  if (!called) throw new Error(`${name} is not deployed`);
  try {
    await called.run(request as CallableRequest<unknown>);
    return 'ok';
  } catch (error) {
    if (error instanceof HttpsError) return error.code;
    throw error;
  }
}
