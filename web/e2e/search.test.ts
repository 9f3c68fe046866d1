import { expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { choice, complete, mothers, question, result, startChat } from './support/chat.ts';
import { makeAccount } from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';

test('the tab’s title counts what waits in all chats; the list is searched by title', async ({
  browser,
  pages,
}) => {
  const page = await pages.openAlone(browser);
  await signInByEmail(page, await makeAccount('Dora'));
  await startChat(page, 'Plan a call with Zoë’s team');
  await question(page, 'Planner').waitFor();
  await startChat(page, 'Plan a call with the design team');
  await question(page, 'Planner').waitFor();
  await expect.poll(() => page.title()).toBe('(2) Plan a call with the design team · Mother');
  await startChat(page, 'Hello');
  await complete(mothers(page)).waitFor();
  expect(await page.title()).toBe('(2) Hello · Mother');

  const list = page.getByRole('navigation', { name: 'Chats' });
  const titles = list.getByRole('listitem');
  expect(await titles.count()).toBe(3);
  const search = list.getByRole('textbox', { name: 'Search chats' });
  await search.fill('CALL zoe');
  await expect.poll(() => titles.count()).toBe(1);
  await list.getByText('1 of 3 chats').waitFor();
  await expectAccessible(page, 'search-found');
  await search.fill('nothing like it');
  await list.getByText('No title has these words.').waitFor();
  await expectAccessible(page, 'search-not-found');
  await search.press('Escape');
  await expect.poll(() => titles.count()).toBe(3);
  expect(await search.evaluate((input) => input === document.activeElement)).toBe(true);

  await list.getByRole('link', { name: /Zoë/u }).click();
  await choice(page, 'Planner', 'Berlin').click();
  await result(page, 'Planner').waitFor();
  await expect.poll(() => page.title()).toBe('(1) Plan a call with Zoë’s team · Mother');
});
