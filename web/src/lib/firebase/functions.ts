import { connectFunctionsEmulator, type Functions, getFunctions, httpsCallable } from 'firebase/functions';
import type { z } from 'zod';
import { EMULATOR_HOST, emulated, ports } from '../env.ts';
import { withAppCheck } from './app-check.ts';
import { auth } from './auth.ts';

const REGION = 'us-central1';
const TIMEOUT_MS = 30_000;

let connected: Functions | undefined;

function functions(): Functions {
  if (connected) return connected;
  connected = getFunctions(auth().app, REGION);
  if (emulated) connectFunctionsEmulator(connected, EMULATOR_HOST, ports.functions);
  return connected;
}

type Callable<I extends z.ZodType, O extends z.ZodType> = {
  readonly name: string;
  readonly input: I;
  readonly output: O;
};

/** Calls a callable as its contract describes it: what comes back is parsed like everything that is read. */
export async function call<I extends z.ZodType, O extends z.ZodType>(
  callable: Callable<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  await withAppCheck(auth().app);
  const result = await httpsCallable(functions(), callable.name, { timeout: TIMEOUT_MS })(input);
  return callable.output.parse(result.data);
}
