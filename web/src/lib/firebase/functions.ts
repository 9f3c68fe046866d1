import {
  connectFunctionsEmulator,
  type Functions,
  FunctionsError,
  getFunctions,
  httpsCallable,
} from 'firebase/functions';
import { type CallableContract, PAGE_WAITS_MS } from 'functions/contracts';
import type { z } from 'zod';
import { within } from '../attempt.ts';
import { EMULATOR_HOST, emulated, ports } from '../env.ts';
import { withAppCheck } from './app-check.ts';
import { auth } from './auth.ts';

const REGION = 'us-central1';

let connected: Functions | undefined;

function functions(): Functions {
  if (connected) return connected;
  connected = getFunctions(auth().app, REGION);
  if (emulated) connectFunctionsEmulator(connected, EMULATOR_HOST, ports.functions);
  return connected;
}

const tookTooLong = (): Error => new FunctionsError('deadline-exceeded', 'The page waits no longer.');

async function send(name: string, input: unknown, timeout: number): Promise<unknown> {
  await withAppCheck();
  return (await httpsCallable(functions(), name, { timeout })(input)).data;
}

/**
 * Calls a callable as its contract describes it: what comes back is parsed like everything that is read. It takes no longer
 * than its time: the SDK itself begins to count when it has the tokens that go along, however long these take.
 */
export async function call<I extends z.ZodType, O extends z.ZodType>(
  { name, output, pageWaitsMs = PAGE_WAITS_MS }: CallableContract<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  return output.parse(await within(pageWaitsMs, send(name, input, pageWaitsMs), tookTooLong));
}
