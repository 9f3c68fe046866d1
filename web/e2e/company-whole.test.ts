import process from 'node:process';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { demoKeys } from '../../emulator-data/shop/keys.ts';
import { expectAccessible } from './support/accessible.ts';
import { question, result, say } from './support/chat.ts';
import { makeAccount, setClaims } from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';
import { cutNextChange, refunds, resetShop } from './support/shop.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error('Run browser tests with `npm test -- browser`.');
  return value;
};

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** A provider, and a Mother of it that costs something, made by who looks after the deployment. */
async function makeMother(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Working in / }).click();
  await page.getByRole('menuitem', { name: 'Models of this deployment' }).click();
  await page.getByRole('button', { name: 'Add a provider' }).click();
  await field(page, 'Name').fill(`Provider of ${name}`);
  await page.getByRole('combobox', { name: 'Protocol' }).selectOption('chat');
  await field(page, 'Address').fill(setting('MOTHER_MODEL_URL'));
  await page.getByLabel('Key', { exact: true }).fill('demo-key-of-the-scripted-model');
  await save(page);
  await page.getByRole('listitem').filter({ hasText: `Provider of ${name}` }).waitFor();
  await page.getByRole('button', { name: 'Add a Mother' }).click();
  await field(page, 'Name').fill(name);
  await page.getByRole('combobox', { name: 'Provider' }).selectOption({ label: `Provider of ${name}` });
  await page.getByRole('combobox', { name: 'Model' }).fill('scripted-demo');
  await field(page, 'Dollars, in').fill('1.25');
  await field(page, 'Dollars, cached').fill('0.1');
  await field(page, 'Dollars, out').fill('10');
  await save(page);
  await page.getByRole('listitem').filter({ hasText: '$1.25 in, $10.00 out' }).first().waitFor();
}

async function makeCompany(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Working in / }).click();
  await page.getByRole('menuitem', { name: 'New company' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Quay Goods');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Quay Goods', level: 1 }).waitFor();
  return /company\/([^/]+)/u.exec(page.url())?.[1] ?? '';
}

async function connectShop(page: Page, tenantId: string): Promise<void> {
  await page.goto(`/company/${tenantId}/connections`);
  await page.getByRole('link', { name: 'Connect a shop' }).first().click();
  await field(page, 'Name').fill('The shop');
  await field(page, 'Address').fill(setting('MOTHER_SHOP_URL'));
  await page.getByLabel('Consumer key').fill(demoKeys.consumerKey);
  await page.getByLabel('Consumer secret').fill(demoKeys.consumerSecret);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page
    .getByText(/^Works \(/u)
    .first()
    .waitFor();
}

async function makeAgent(page: Page, tenantId: string): Promise<void> {
  await page.goto(`/company/${tenantId}/agents/new`);
  await field(page, 'Name').fill('Shop assistant');
  await field(page, 'Description').fill('Finds orders of the web shop, and refunds them.');
  await field(page, 'Instructions').fill('You look after the orders of a web shop.');
  await page.getByRole('checkbox', { name: /^get_order/u }).check();
  await page.getByRole('checkbox', { name: /^refund_order/u }).check();
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'The shop' });
  await page.getByRole('button', { name: 'Make the agent' }).click();
  await page.waitForURL(/\/agents\/(?!new)\w+$/u);
}

test('a new company: its Mother is picked, the shop is connected, an order is found and refunded once, and the run says all of it', async ({
  pages,
  browser,
}) => {
  await resetShop();
  const account = await makeAccount('Quinn');
  await setClaims(account, { superAdmin: true });
  const page = await pages.openAlone(browser);
  await signInByEmail(page, account);
  const mother = `Harbour Mother ${account.uid.slice(0, 6)}`;
  await makeMother(page, mother);
  const tenantId = await makeCompany(page);
  await page.getByRole('radio', { name: new RegExp(`^${mother}`, 'u') }).check();
  await page.getByRole('textbox', { name: 'Dollars' }).fill('25');
  await save(page);
  await page.getByText('Saved.').waitFor();
  await connectShop(page, tenantId);
  await makeAgent(page, tenantId);

  await page.getByRole('link', { name: 'New chat' }).first().click();
  await say(page, 'Where is order 1042? Refund it if it was paid twice');
  const summary = 'Refund 49.00 EUR of order 1042';
  const card = question(page, 'Shop assistant');
  await card.getByText(summary).first().waitFor();
  await expectAccessible(page, 'whole-consent');
  expect(await refunds()).toEqual([]);
  // The shop does refund it, and nobody hears so.
  await cutNextChange();
  await card.getByRole('button', { name: `Allow: ${summary}`, exact: true }).click();
  await result(page, 'Shop assistant').getByText('I have refunded 49.00 EUR').waitFor();
  expect(await refunds()).toEqual([{ path: '/orders/1042/refunds', amount: '49.00' }]);
  await expectAccessible(page, 'whole-refunded');

  await page.goto(`/company/${tenantId}/runs`);
  const runs = page.getByRole('link', { name: /^Run of Shop assistant/u });
  await runs.first().waitFor();
  const links = await runs.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  const seen: string[] = [];
  for (const link of links) {
    await page.goto(link);
    await page.getByRole('heading', { name: 'What was done' }).waitFor();
    seen.push(await page.getByRole('main').innerText());
  }
  const all = seen.join('\n');
  for (const words of [
    'Shop assistant, version 1',
    'get_order',
    summary,
    'A person allowed it',
    'refund_order',
    '"amount":"49.00"',
  ])
    expect(all).toContain(words);
  expect(all).toMatch(/Cost\s+\$0\.\d*[1-9]/u);
  expect(all).not.toContain(demoKeys.consumerSecret);
  await expectAccessible(page, 'whole-run');
}, 120_000);
