import process from 'node:process';
import type { Page } from 'playwright-core';

import { demoKeys } from '../../../emulator-data/shop/keys.ts';

// What somebody does on the first day of a company, by the pages alone.

/** What the provider is made with; the scripted model takes any. */
export const PROVIDER_KEY = 'sk-canary-of-the-scripted-model-0001';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error('Run browser tests with `npm test -- browser`.');
  return value;
};

export const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** A provider, and a Mother of it that costs something, made by who looks after the deployment. */
export async function makeMother(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Working in / }).click();
  await page.getByRole('menuitem', { name: 'Models of this deployment' }).click();
  await page.getByRole('button', { name: 'Add a provider' }).click();
  await field(page, 'Name').fill(`Provider of ${name}`);
  await page.getByRole('combobox', { name: 'Protocol' }).selectOption('chat');
  await field(page, 'Address').fill(setting('MOTHER_MODEL_URL'));
  await page.getByLabel('Key', { exact: true }).fill(PROVIDER_KEY);
  await save(page);
  await page
    .getByRole('listitem')
    .filter({ hasText: `Provider of ${name}` })
    .waitFor();
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

export async function foundCompany(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Working in / }).click();
  await page.getByRole('menuitem', { name: 'New company' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Quay Goods');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Quay Goods', level: 1 }).waitFor();
  return /company\/([^/]+)/u.exec(page.url())?.[1] ?? '';
}

export async function connectShop(page: Page, tenantId: string): Promise<void> {
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

export async function makeShopAssistant(page: Page, tenantId: string): Promise<void> {
  await page.goto(`/company/${tenantId}/agents/new`);
  await field(page, 'Name').fill('Shop assistant');
  await field(page, 'Description').fill('Finds orders of the web shop, and refunds them.');
  await field(page, 'Instructions').fill('You look after the orders of a web shop.');
  await page.getByRole('checkbox', { name: /^get_order/u }).check();
  await page.getByRole('checkbox', { name: /^refund_order/u }).check();
  const connections = page.getByRole('combobox', { name: 'Connection' });
  const shop = connections.locator('option', { hasText: 'The shop' });
  await shop.waitFor({ state: 'attached' });
  await connections.selectOption(await shop.getAttribute('value'));
  await page.getByRole('button', { name: 'Make the agent' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
}
