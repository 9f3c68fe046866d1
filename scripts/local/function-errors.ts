import { say } from './stages.ts';

/** A line of JSON that a function logged, as the emulator prints it. */
const LOGGED_BY_A_FUNCTION = /^>\s+(\{.*"severity":"(?:ERROR|CRITICAL|ALERT|EMERGENCY)".*\})$/;
/** What the emulator itself says of functions. */
const SAID_OF_FUNCTIONS = /Failed to load function|Your function (was killed|timed out)|^⬢/;

/** The emulators' output is for their log file; only what went wrong in the functions is shown. */
export function showFunctionErrors(line: string): void {
  const [, logged] = LOGGED_BY_A_FUNCTION.exec(line) ?? [];
  if (logged !== undefined) say(`  functions: ${messageOf(logged)}`);
  else if (SAID_OF_FUNCTIONS.test(line)) say(`  ${line}`);
}

function messageOf(logged: string): string {
  const { message, error } = JSON.parse(logged) as { message?: string; error?: string };
  return [message ?? logged, error].filter((part) => part !== undefined).join(': ');
}
