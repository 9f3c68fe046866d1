import { paths, personalTenantId } from 'functions/contracts';
import { expect } from 'vitest';

import { chat } from '../../functions/test/support/factories.ts';
import { expectAccessible } from './support/accessible.ts';
import { choice, complete, mothers, question, result, startChat } from './support/chat.ts';
import { type Account, makeAccount, makeDocuments } from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';
import { stored } from './support/stored.ts';

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

/** So many chats, each older than the one before it; the oldest by another name. */
const makeChats = ({ uid }: Account, many: number) =>
  makeDocuments(
    Array.from({ length: many }, (_, age) => [
      paths.chat({ uid, chatId: `chat-${age}`.padEnd(20, '-') }),
      stored(
        chat({
          title: age === many - 1 ? 'The very first' : `Chat ${age}`,
          tenantId: personalTenantId(uid),
          lastMessageAt: Date.now() - age * 60_000,
        }),
      ),
    ]),
  );

test('chats that are older than the newest are listed and found once the person asks for them', async ({
  browser,
  pages,
}) => {
  const account = await makeAccount('Dora');
  await makeChats(account, 103);
  const page = await pages.openAlone(browser);
  await signInByEmail(page, account);
  const list = page.getByRole('navigation', { name: 'Chats' });
  const titles = list.getByRole('listitem');
  const search = list.getByRole('textbox', { name: 'Search chats' });
  const older = list.getByRole('button', { name: 'Show older chats' });
  await expect.poll(() => titles.count()).toBe(50);
  await search.fill('very first');
  await list.getByText('No title of these 50 chats has these words.').waitFor();
  await expectAccessible(page, 'search-newest');
  await older.click();
  await list.getByText('No title of these 100 chats has these words.').waitFor();
  await older.click();
  await expect.poll(() => titles.count()).toBe(1);
  await older.waitFor({ state: 'detached' });
  await search.press('Escape');
  await expect.poll(() => titles.count()).toBe(103);
});
