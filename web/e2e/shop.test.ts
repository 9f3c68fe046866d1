import { paths } from 'functions/contracts';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { company } from '../../emulator-data/company.ts';
import { chat } from '../../functions/test/support/factories.ts';
import { question, result, say } from './support/chat.ts';
import { freshId } from './support/company.ts';
import { makeDocuments } from './support/emulators.ts';
import { test } from './support/fixtures.ts';
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
