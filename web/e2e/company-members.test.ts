import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { holdCall, makeCompany, openAs } from './support/company.ts';
import {
  makeAccount,
  readCollection,
  readDocument,
  verifyAddress,
  writeDocument,
} from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';

const member = (uid: string, name: string) => ({
  schemaVersion: 1,
  uid,
  role: 'member',
  name,
  email: `${name.toLowerCase()}@example.com`,
  createdAt: new Date(),
});

describe('the members of a company', () => {
  test('get another role, the whole company, or are removed; each is asked about first', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Gus', pages, browser);
    const tenantId = await makeCompany(account);
    const bea = await makeAccount('Bea');
    await writeDocument(`tenants/${tenantId}/members/${bea.uid}`, member(bea.uid, 'Bea'));
    await page.goto(`/company/${tenantId}/members`);
    const of = `tenants/${tenantId}/members`;
    const role = page.getByRole('combobox', { name: 'Role of Bea' });
    await role.selectOption('admin');
    await page.getByText('see and change its settings, agents, connections, people and runs').waitFor();
    await expectAccessible(page, 'make-admin');
    await page.keyboard.press('Escape');
    await expect.poll(() => role.inputValue()).toBe('member');
    expect((await readDocument(`${of}/${bea.uid}`))?.['role']).toBe('member');
    await role.selectOption('admin');
    await page.getByRole('dialog').getByRole('button', { name: 'Make admin' }).click();
    await expect.poll(async () => (await readDocument(`${of}/${bea.uid}`))?.['role']).toBe('admin');
    await expectAccessible(page, 'members');

    await page.getByRole('button', { name: 'Make owner: Bea' }).click();
    await page.getByText('You become an admin').waitFor();
    await expectAccessible(page, 'hand-over');
    await page.keyboard.press('Escape');
    expect((await readDocument(`${of}/${account.uid}`))?.['role']).toBe('owner');

    await page.getByRole('button', { name: 'Remove Bea' }).click();
    await page.getByText('Their chats in Harbour Goods are closed within seconds').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => readDocument(`${of}/${bea.uid}`)).toBeNull();
    await page.getByRole('listitem').filter({ hasText: 'Bea' }).waitFor({ state: 'detached' });
  });

  test('the next address, typed while an invitation is on its way, is kept', async ({ pages, browser }) => {
    const { page, account } = await openAs('Gus', pages, browser);
    const tenantId = await makeCompany(account);
    await page.goto(`/company/${tenantId}/members`);
    const letThrough = await holdCall(page, 'inviteMember');
    const address = page.getByRole('textbox', { name: 'E-mail' });
    await address.fill('bea@example.com');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('button', { name: 'Inviting…' }).waitFor();
    await address.fill('cleo@example.com');
    letThrough();
    await page.getByText('An e-mail is on its way to bea@example.com.').waitFor();
    expect(await address.inputValue()).toBe('cleo@example.com');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('An e-mail is on its way to cleo@example.com.').waitFor();
    expect(await address.inputValue()).toBe('');
  });

  test('somebody is invited by a link, joins with the right and confirmed address, and leaves again', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Gus', pages, browser);
    const tenantId = await makeCompany(account);
    await page.goto(`/company/${tenantId}/members`);
    await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('Write an e-mail address, like name@example.com.').waitFor();

    const hal = await makeAccount('Hal');
    pages.expectedErrors.push(/status of 400/u);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(hal.email);
    await page.getByRole('textbox', { name: 'E-mail' }).press('Enter');
    await page.getByText(`An e-mail is on its way to ${hal.email}.`).waitFor();
    const link = await page.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
    await page.getByRole('list', { name: 'Open invitations' }).getByText(hal.email).waitFor();
    await expectAccessible(page, 'invited');

    const other = await pages.openAlone(browser);
    await signInByEmail(other, hal);
    await other.goto(new URL(link).pathname + new URL(link).hash);
    await other.getByRole('button', { name: 'Join' }).click();
    await other.getByText('Before you can join, your address has to be confirmed.').waitFor();
    await expectAccessible(other, 'join-unconfirmed');
    await other.getByRole('button', { name: 'Send me an e-mail to confirm it' }).click();
    await other.getByText(`An e-mail is on its way to ${hal.email}.`).waitFor();
    await other.getByRole('button', { name: 'I have confirmed it' }).click();
    await other.getByText(`${hal.email} is not confirmed yet.`).waitFor();
    await verifyAddress(hal);
    await other.getByRole('button', { name: 'I have confirmed it' }).click();
    await other.getByRole('button', { name: 'Working in Harbour Goods' }).waitFor();

    await page.getByRole('combobox', { name: /^Role of Hal/u }).waitFor();
    await other.goto(`/company/${tenantId}/members`);
    await other.getByRole('button', { name: 'Leave' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await other.getByRole('button', { name: 'Working in Personal' }).waitFor();
    expect(await readCollection(`tenants/${tenantId}/members`)).toHaveLength(1);
  });

  test('an address that was confirmed elsewhere -> joined at the first click', async ({ pages, browser }) => {
    const { page, account } = await openAs('Gus', pages, browser);
    const tenantId = await makeCompany(account);
    await page.goto(`/company/${tenantId}/members`);
    const ida = await makeAccount('Ida');
    const other = await pages.openAlone(browser);
    await signInByEmail(other, ida);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(ida.email);
    await page.getByRole('textbox', { name: 'E-mail' }).press('Enter');
    const link = await page.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
    await verifyAddress(ida);

    pages.expectedErrors.push(/status of 400/u);
    await other.goto(new URL(link).pathname + new URL(link).hash);
    await other.getByRole('button', { name: 'Join' }).click();
    await other.getByRole('button', { name: 'Working in Harbour Goods' }).waitFor();
    expect(await other.getByText('your address has to be confirmed').count()).toBe(0);
  });

  test('an invitation that is taken back, or not whole -> the page says what to do', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Gus', pages, browser);
    const tenantId = await makeCompany(account);
    await page.goto(`/company/${tenantId}/members`);
    const lea = await makeAccount('Lea');
    pages.expectedErrors.push(/status of 4\d\d/u);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(lea.email);
    await page.getByRole('button', { name: 'Invite' }).click();
    const link = await page.getByRole('textbox', { name: 'Link of the invitation' }).inputValue();
    await page.getByRole('button', { name: /^Take back the invitation/u }).click();
    await page.getByRole('list', { name: 'Open invitations' }).waitFor({ state: 'detached' });
    await verifyAddress(lea);
    const other = await pages.openAlone(browser);
    await signInByEmail(other, lea);
    await other.goto(new URL(link).pathname + new URL(link).hash);
    await other.getByRole('button', { name: 'Join' }).click();
    await other.getByText('This invitation is no longer valid. Ask for a new one.').waitFor();
    await expectAccessible(other, 'join-invalid');
    await other.goto('/');
    await other.goto(new URL(link).pathname);
    await other.getByText('This link is not whole').waitFor();
  });
});
