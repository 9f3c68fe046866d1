import { expect } from 'vitest';

import { PHONE, expectAccessible } from './support/accessible.ts';
import { complete, mothers, startChat } from './support/chat.ts';
import { test } from './support/fixtures.ts';

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
