import { readFileSync } from 'node:fs';

import { paths } from 'functions/contracts';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { company } from '../../emulator-data/company.ts';
import { demoKeys } from '../../emulator-data/shop/keys.ts';
import { chat } from '../../functions/test/support/factories.ts';
import { expectAccessible } from './support/accessible.ts';
import { question, result, say } from './support/chat.ts';
import { freshId } from './support/company.ts';
import { makeAccount, makeDocuments, setClaims } from './support/emulators.ts';
import {
  PROVIDER_KEY,
  connectShop,
  foundCompany,
  makeMother,
  makeShopAssistant,
  save,
} from './support/first-day.ts';
import { signInByEmail, test } from './support/fixtures.ts';
import { cutNextChange, refunds, resetShop } from './support/shop.ts';
import { stored } from './support/stored.ts';

const TASK = 'Where is order 1042? Refund it if it was paid twice';
const SUMMARY = 'Refund 49.00 EUR of order 1042';
const ONE_REFUND = [{ path: '/orders/1042/refunds', amount: '49.00' }];

/** A chat of Alice's in the company, in which Mother is asked for it; gives the card that asks for consent. */
async function asked(page: Page) {
  await resetShop();
  const chatId = freshId();
  const { tenantId } = company;
  await makeDocuments([
    [paths.chat({ uid: 'alice', chatId }), stored(chat({ tenantId, title: 'Order 1042' }))],
  ]);
  await page.goto(`/chat/${chatId}`);
  await say(page, TASK);
  const card = question(page, 'Shop assistant');
  await card.getByText(SUMMARY).first().waitFor();
  return card;
}

describe('"Where is order 1042? Refund it if it was paid twice"', () => {
  test('found, allowed by the button, refunded once, reported', async ({ page }) => {
    const card = await asked(page);
    expect(await refunds()).toEqual([]);
    await card.getByRole('button', { name: `Allow: ${SUMMARY}`, exact: true }).click();
    const report = result(page, 'Shop assistant');
    await report.getByText('I have refunded 49.00 EUR').waitFor();
    await report.getByText('00340434161094042557').first().waitFor();
    expect(await refunds()).toEqual(ONE_REFUND);
  });

  test('the shop’s answer is cut off after the refund -> looked up, refunded once, reported', async ({
    page,
  }) => {
    const card = await asked(page);
    await cutNextChange();
    await card.getByRole('button', { name: `Allow: ${SUMMARY}`, exact: true }).click();
    await result(page, 'Shop assistant').getByText('I have refunded 49.00 EUR').waitFor();
    expect(await refunds()).toEqual(ONE_REFUND);
  });

  test('not allowed -> nothing is refunded, and that is said', async ({ page }) => {
    const card = await asked(page);
    await card.getByRole('button', { name: `Don’t allow: ${SUMMARY}` }).click();
    await result(page, 'Shop assistant').getByText('You did not allow the refund').waitFor();
    expect(await refunds()).toEqual([]);
  });
});

async function downloaded(page: Page, button: ReturnType<Page['getByRole']>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFileSync(await file.path(), 'utf8');
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
  const tenantId = await foundCompany(page);
  await page.getByRole('radio', { name: new RegExp(`^${mother}`, 'u') }).check();
  await page.getByRole('textbox', { name: 'Dollars' }).fill('25');
  await save(page);
  await page.getByText('Saved.').waitFor();
  await connectShop(page, tenantId);
  await makeShopAssistant(page, tenantId);

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
  const taken: string[] = [];
  for (const format of ['Export as Markdown', 'Export as JSON']) {
    await page.getByRole('banner').getByRole('button', { name: 'Options for' }).click();
    taken.push(await downloaded(page, page.getByRole('menuitem', { name: format })));
  }

  await page.goto(`/company/${tenantId}/runs`);
  // The agent's, with what it did, and Mother's, with what she decided: the yes among that.
  const runs = page.getByRole('link', { name: /^Run of / });
  await runs.first().waitFor();
  const links = await runs.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  const seen: string[] = [];
  for (const link of links) {
    await page.goto(link);
    await page.getByRole('heading', { name: 'What was done' }).waitFor();
    seen.push(await page.getByRole('main').innerText());
  }
  await page.goto(`/company/${tenantId}/runs`);
  for (const format of ['CSV', 'JSON'])
    taken.push(await downloaded(page, page.getByRole('button', { name: format })));
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
  // What opens the shop and the provider stands nowhere that anybody takes along.
  expect(taken.every((file) => file.includes('1042') || file.includes('Shop assistant'))).toBe(true);
  for (const key of [demoKeys.consumerKey, demoKeys.consumerSecret, PROVIDER_KEY])
    expect([all, ...taken].some((text) => text.includes(key))).toBe(false);
  await expectAccessible(page, 'whole-run');
}, 120_000);
