import { expect, test } from 'vitest';

import { company } from '../../emulator-data/company.ts';
import people from '../../emulator-data/people.json' with { type: 'json' };
import { callFunction, readCollection, readDocument, signIn, type Account } from './support/emulators.ts';

// What a fresh local world begins with, through the functions as they are loaded there: their vault has the local key, the
// shop is up, and Alice runs it all.

const { tenantId } = company;
const { credentialId } = company.connection;

async function seeded(name: string): Promise<Account> {
  const person = people.find(({ uid }) => uid === name);
  if (!person) throw new Error(`There is no ${name}`);
  return signIn(person);
}

async function call(name: string, { idToken }: Account, data: Record<string, string | boolean> = {}) {
  const response = await callFunction(name, { idToken, data });
  return { status: response.status, ...((await response.json()) as { result?: unknown }) };
}

test('the connection of the company works, for who may try it', async () => {
  const [alice, bob] = [await seeded('alice'), await seeded('bob')];
  const tried = await call('checkConnection', alice, { tenantId, credentialId });
  expect(tried).toMatchObject({ status: 200, result: { ok: true } });
  const summary = await readDocument(`tenants/${tenantId}/credential_summaries/${credentialId}`);
  expect(summary).toMatchObject({ problem: null, checkedAt: expect.any(Date) });
  expect((await call('checkConnection', bob, { tenantId, credentialId })).status).toBe(403);
});

test('it cannot be deleted while its agents use it, and they are named', async () => {
  const named = { tenantId, credentialId, force: false };
  const answer = await call('deleteConnection', await seeded('alice'), named);
  expect(answer).toMatchObject({
    status: 400,
    error: { message: expect.stringMatching(/used by .*Shop assistant/), details: { code: 'in_use' } },
  });
  expect(await readCollection(`tenants/${tenantId}/agents`)).toHaveLength(2);
});

test('Alice is a super-admin, and Bob is none', async () => {
  expect(await call('listModels', await seeded('alice'))).toMatchObject({ status: 200 });
  expect(await call('listModels', await seeded('bob'))).toMatchObject({ status: 403 });
});
