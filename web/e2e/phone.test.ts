import { expect } from 'vitest';

import { PHONE, expectAccessible } from './support/accessible.ts';
import { complete, mothers, startChat } from './support/chat.ts';
import { signInAs, test } from './support/fixtures.ts';

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
