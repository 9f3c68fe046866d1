import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { PHONE, expectAccessible } from './support/accessible.ts';
import { complete, mothers, question, startChat } from './support/chat.ts';
import { makeCompany, makeWaitingChat } from './support/company.ts';
import { makeAccount } from './support/emulators.ts';
import { signInAs, signInByEmail, test } from './support/fixtures.ts';

test('on a phone the chats are in a drawer, which closes with the choice and gives the focus back', async ({
  page,
}) => {
  await page.setViewportSize(PHONE);
  await startChat(page, 'Hello');
  await complete(mothers(page)).waitFor();
  const menu = page.getByRole('button', { name: 'Open the chat list' });
  const drawer = page.getByRole('dialog', { name: 'Chats' });

  await menu.click();
  await drawer.getByRole('link', { name: 'Hello' }).first().waitFor();
  await expectAccessible(page, 'drawer');
  await page.setViewportSize(PHONE);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  expect(await menu.evaluate((button) => button === document.activeElement)).toBe(true);

  await menu.click();
  await drawer.getByRole('link', { name: 'New chat' }).click();
  await drawer.waitFor({ state: 'detached' });
  await page.getByRole('list', { name: 'Suggestions' }).waitFor();
});

test('no field on a touch screen is so small that a browser zooms in on it', async ({ browser, pages }) => {
  const page = await pages.openAlone(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
  const sizes = async () => {
    const fields = page.locator('input:not([type=radio], [type=checkbox]), textarea, select');
    const all = await fields.evaluateAll((found) => found.map((field) => getComputedStyle(field).fontSize));
    return [...new Set(all)];
  };
  await page.goto('/');
  await page.getByRole('button', { name: 'Use an e-mail address' }).click();
  await page.getByRole('textbox', { name: 'Password' }).waitFor();
  expect(await sizes()).toEqual(['16px']);

  await signInAs(page, 'Alice');
  expect(await sizes()).toEqual(['16px']);
  await page.goto('/company/personal-alice/agents/new');
  await page.getByRole('textbox', { name: 'Name' }).first().waitFor();
  expect(await sizes()).toEqual(['16px']);
});

describe('on a narrow phone, words without a space stay on the page', () => {
  const NARROW = { width: 320, height: 640 };

  /** What stands out of its place, and is not cut off there. */
  const outside = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter(
          (one) =>
            one.clientWidth > 0 &&
            one.scrollWidth > one.clientWidth &&
            getComputedStyle(one).overflowX === 'visible',
        )
        .map((one) => one.outerHTML.slice(0, 200)),
    );

  test('signed up by e-mail, without a name -> greeted by what the address begins with', async ({
    browser,
    pages,
  }) => {
    const page = await pages.openAlone(browser, { viewport: NARROW });
    const name = `someone-${Date.now()}-${'x'.repeat(38)}`;
    await page.goto('/');
    await page.getByRole('button', { name: 'Use an e-mail address' }).click();
    await page.getByRole('button', { name: 'I am new here' }).click();
    await page.getByRole('textbox', { name: 'E-mail' }).fill(`${name}@example.com`);
    await page.getByRole('textbox', { name: 'Password' }).fill('someone-local');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('heading', { name: `Hello ${name}. What shall we do?` }).waitFor();
    expect(await outside(page)).toEqual([]);
    await expectAccessible(page, 'greeted-by-address');
  });

  test('the name of an agent', async ({ browser, pages }) => {
    const account = await makeAccount('Kim');
    const page = await pages.openAlone(browser, { viewport: NARROW });
    await signInByEmail(page, account);
    const name = 'X'.repeat(80);
    const { chatId } = await makeWaitingChat(account, await makeCompany(account), { name });
    await page.goto(`/chat/${chatId}`);
    await question(page, name).waitFor();
    await page.getByRole('article', { name: 'Task: Refund order 1042' }).waitFor();
    expect(await outside(page)).toEqual([]);
    await expectAccessible(page, 'long-name');
  });
});
