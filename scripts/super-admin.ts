// npm run super-admin -- E-MAIL: makes an account a super-admin, who sets up the models of all tenants; with --revoke, no
// longer. Of a live project, with the credentials of whoever is logged in, or of the emulator that the environment names.
import process from 'node:process';
import { parseArgs } from 'node:util';

import { setSuperAdmin, type Outcome } from '../functions/src/tenants/super-admins.ts';
import { Problem } from './local/problem.ts';
import { runAndCleanUp } from './local/running.ts';
import { say } from './local/stages.ts';

const USAGE = `
  npm run super-admin -- E-MAIL [--revoke] [--project PROJECT]
  --revoke             takes it away again
  --project PROJECT    the project; with FIREBASE_AUTH_EMULATOR_HOST set, the emulator's`;

await runAndCleanUp(async () => {
  const { email, projectId, isToBe } = wanted();
  const outcome = await setSuperAdmin(projectId, email, isToBe);
  say(words(outcome, email, isToBe));
  return outcome === 'no such account' ? 1 : 0;
}, 'Stopping …');

function wanted(): { email: string; projectId: string; isToBe: boolean } {
  const { values, positionals } = parsed();
  const [email, ...rest] = positionals;
  if (email === undefined || rest.length > 0 || !email.includes('@'))
    throw new Problem(`Whose e-mail?${USAGE}`);
  const emulator = process.env['FIREBASE_AUTH_EMULATOR_HOST'];
  const projectId = values.project ?? (emulator === undefined ? undefined : 'demo-mother');
  if (projectId === undefined) throw new Problem(`Which project?${USAGE}`);
  return { email, projectId, isToBe: !values.revoke };
}

function parsed() {
  const options = { project: { type: 'string' }, revoke: { type: 'boolean', default: false } } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}.${USAGE}`);
  }
}

function words(outcome: Outcome, email: string, isToBe: boolean): string {
  const what = isToBe ? 'a super-admin' : 'no super-admin';
  switch (outcome) {
    case 'done':
      return `${email} is ${what} from the next sign-in on, or within an hour.`;
    case 'was so already':
      return `${email} is ${what} already.`;
    case 'no such account':
      return `There is no account with the address ${email}. They have to sign up first.`;
    default:
      return outcome satisfies never;
  }
}
