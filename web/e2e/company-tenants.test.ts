import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { composer, say } from './support/chat.ts';
import { makeCompany, makeWaitingChat, openAs } from './support/company.ts';
import { readCollection, readDocument, removeDocument, writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';
import { chatList } from './support/managing.ts';
import { glimpses } from './support/record.ts';
import type { Page } from 'playwright-core';

const switcher = (page: Page) => page.getByRole('button', { name: /^Working in / });

describe('the tenants of a person', () => {
  test('a company is made by its name; its page leads on', async ({ pages, browser }) => {
    const { page, account } = await openAs('Eve', pages, browser);
    await switcher(page).click();
    await expectAccessible(page, 'tenant-menu');
    await page.getByRole('menuitem', { name: 'New company' }).click();
    const dialog = page.getByRole('dialog', { name: 'New company' });
    await dialog.getByRole('button', { name: 'Make the company' }).click();
    await dialog.getByText('Fill this in.').waitFor();
    await expectAccessible(page, 'new-company');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Harbour Goods');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Harbour Goods', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Working in Harbour Goods' }).waitFor();
    const tenantId = /company\/([^/]+)/u.exec(page.url())?.[1] ?? '';
    expect(await readDocument(`tenants/${tenantId}/members/${account.uid}`)).toMatchObject({ role: 'owner' });
    expect(await glimpses(page, /^H[12]$/u)).not.toContain('You do not belong to this company');
    await page.getByRole('link', { name: 'connect a shop' }).click();
    await page.getByText('Nothing is connected yet').waitFor();
  });

  test('a new chat belongs to the one that was chosen; the list shows its chats, and the badge what waits elsewhere', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Eve', pages, browser);
    const tenantId = await makeCompany(account);
    const asked = { name: 'Shop', text: 'Which size?' };
    await makeWaitingChat(account, tenantId, asked);
    await page.getByRole('button', { name: 'Working in Personal, 1 waiting for you elsewhere' }).waitFor();
    expect(await chatList(page).getByText('Order 1042').count()).toBe(0);
    await expectAccessible(page, 'tenant-choice');

    await page.getByRole('radio', { name: 'Harbour Goods' }).check();
    await chatList(page).getByText('Order 1042').waitFor();
    await page.getByRole('button', { name: 'Working in Harbour Goods', exact: true }).waitFor();
    await say(page, 'Hello there');
    await page.waitForURL(/\/chat\//u);
    await expect
      .poll(async () =>
        (await readCollection(`users/${account.uid}/orch-chats`)).map(({ data }) => data['tenantId']),
      )
      .toEqual([tenantId, tenantId]);

    await page.reload();
    await page.getByRole('button', { name: 'Working in Harbour Goods', exact: true }).waitFor();
    await switcher(page).click();
    await page.getByRole('menuitemradio', { name: 'Personal' }).click();
    await composer(page).waitFor();
    await expect.poll(() => chatList(page).getByText('Hello there').count()).toBe(0);
  });

  test('somebody is removed -> they work in their own again, and what they had is still listed', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Eve', pages, browser);
    const tenantId = await makeCompany(account, {}, 'member');
    await makeWaitingChat(account, tenantId, { name: 'Shop' });
    await page.getByRole('radio', { name: 'Harbour Goods' }).check();
    await page.getByRole('button', { name: 'Working in Harbour Goods', exact: true }).waitFor();
    await removeDocument(`tenants/${tenantId}/members/${account.uid}`);
    await page.getByRole('button', { name: 'Working in Personal', exact: true }).waitFor();
    await chatList(page).getByText('Order 1042').waitFor();
    await page.goto(`/company/${tenantId}/agents`);
    await page.getByText('You do not belong to this company').waitFor();
    await expectAccessible(page, 'not-a-member');
  });

  test('agents are switched off -> an empty chat says so, and who can switch them on', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Eve', pages, browser);
    const tenantId = await makeCompany(account);
    const tenant = await readDocument(`tenants/${tenantId}`);
    const orchestration = { ...Object(tenant?.['orchestration']), enabled: false };
    await writeDocument(`tenants/${tenantId}`, { orchestration });
    await page.getByRole('radio', { name: 'Harbour Goods' }).check();
    await page.getByText('Agents are switched off here').waitFor();
    await page.getByRole('link', { name: 'Switch them on' }).waitFor();
    await expectAccessible(page, 'agents-off');
    await writeDocument(`tenants/${tenantId}/members/${account.uid}`, { role: 'member' });
    await page.getByText('An admin can switch them on.').waitFor();
  });
});
