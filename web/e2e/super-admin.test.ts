import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

import { callFunction, makeAccount, signIn, type Account } from './support/emulators.ts';

// The command, as somebody types it, over the Auth emulator; and what it is for, through the functions.

const root = new URL('../../', import.meta.url);

async function superAdmin(...args: string[]): Promise<{ code: number; said: string }> {
  const all = ['scripts/super-admin.ts', '--project', process.env['GCLOUD_PROJECT'] ?? '', ...args];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, all, { cwd: root });
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

const mayListModels = async ({ idToken }: Account) => (await callFunction('listModels', { idToken })).status;

test('made a super-admin -> may what super-admins may, from the next token on; taken away -> no more', async () => {
  const vera = await makeAccount('Vera');
  expect(await mayListModels(vera)).toBe(403);
  const made = await superAdmin(vera.email);
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining(`${vera.email} is a super-admin`) });
  expect((await superAdmin(vera.email)).said).toContain('already');
  expect(await mayListModels(vera)).toBe(403);
  expect(await mayListModels(await signIn(vera))).toBe(200);

  const revoked = await superAdmin(vera.email, '--revoke');
  expect(revoked).toMatchObject({ code: 0, said: expect.stringContaining('no super-admin') });
  expect(await mayListModels(await signIn(vera))).toBe(403);
});

test('no account, no address, something else -> said, and nothing is done', async () => {
  expect(await superAdmin('nobody@example.com')).toMatchObject({
    code: 1,
    said: expect.stringContaining('no account'),
  });
  expect(await superAdmin()).toMatchObject({ code: 1, said: expect.stringContaining('Whose e-mail?') });
  expect((await superAdmin('a@example.com', '--grant')).code).toBe(1);
});
