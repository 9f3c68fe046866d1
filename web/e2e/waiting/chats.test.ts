import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { expectAccessible } from '../support/accessible.ts';
import { clickNotification, hide, notifications, watchNotifications } from '../support/away.ts';
import { choice, complete, composer, mothers, pathOf, result, say, startChat } from '../support/chat.ts';
import { callFunction, readCollection, readDocument, writeDocument } from '../support/emulators.ts';
import { signInAs, test } from '../support/fixtures.ts';
import { choose, chooseAbove, focused, justNow, listed, pinned, titleField } from '../support/managing.ts';
import { glimpses } from '../support/record.ts';

let chats = 0;

/** A chat of Alice's that no other has the title of. */
async function ownChat(page: Page): Promise<{ title: string; path: string }> {
  chats += 1;
  const title = `Hello number ${chats}`;
  await startChat(page, title);
  await complete(mothers(page)).waitFor();
  await listed(page, title).waitFor();
  return { title, path: pathOf(page, 'alice') };
}

describe('renaming a chat', () => {
  test('in the list: Enter saves, the focus comes back, and every tab shows it', async ({
    page,
    alice,
    pages,
  }) => {
    const { title, path } = await ownChat(page);
    const elsewhere = await pages.open(alice);
    await elsewhere.goto(page.url());
    await choose(page, title, 'Rename');
    expect(await titleField(page).inputValue()).toBe(title);
    await page.keyboard.type('  The greeting  ');
    await page.keyboard.press('Enter');

    await listed(page, 'The greeting').waitFor();
    expect(await focused(page)).toBe('Options for The greeting');
    await page.getByRole('heading', { name: 'The greeting', level: 1 }).waitFor();
    await elsewhere.getByRole('heading', { name: 'The greeting', level: 1 }).waitFor();
    await listed(elsewhere, 'The greeting').waitFor();
    expect((await readDocument(path))?.['title']).toBe('The greeting');
  });

  test('above the chat: too long and empty are said, Escape leaves it as it was', async ({ page }) => {
    const { title, path } = await ownChat(page);
    await chooseAbove(page, title, 'Rename');
    await titleField(page).fill('x'.repeat(81));
    await page.keyboard.press('Enter');
    await page.getByText('A title has at most 80 characters: shorten it by 1.').first().waitFor();
    expect(await titleField(page).getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(page, 'rename');
    await titleField(page).fill('  ');
    await page.keyboard.press('Enter');
    await page.getByText('A title needs at least one character.').first().waitFor();
    await page.keyboard.press('Escape');

    await titleField(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe(`Options for ${title}`);
    expect((await readDocument(path))?.['title']).toBe(title);
    expect(await glimpses(page, /^status$/u)).toContain('A title needs at least one character.');
  });
});

describe('pinning a chat', () => {
  test('keeps it on top, however old it is, until it is unpinned', async ({ page }) => {
    const { title, path } = await ownChat(page);
    await chooseAbove(page, title, 'Pin');
    await pinned(page).getByRole('link', { name: title }).waitFor();
    await expect.poll(async () => (await readDocument(path))?.['pinned']).toBe(true);
    await writeDocument(path, { lastMessageAt: new Date(2020, 1, 1) });
    await page.reload();
    await pinned(page).getByRole('link', { name: title }).waitFor();
    await expectAccessible(page, 'pinned');

    await choose(page, title, 'Unpin');
    await pinned(page).waitFor({ state: 'detached' });
    await expect.poll(async () => (await readDocument(path))?.['pinned']).toBe(false);
  });
});

describe('deleting a chat', () => {
  test('takes it off the list at once; Undo, by keyboard, brings it back', async ({ page }) => {
    const { title, path } = await ownChat(page);
    await page.goto('/');
    await choose(page, title, 'Delete');
    await justNow(page).getByText('Chat deleted.').waitFor();
    expect(await listed(page, title).count()).toBe(0);
    expect(await focused(page)).toBe('Undo');
    expect(await glimpses(page, /^status$/u)).toContain('Chat deleted. Undo is possible for 10 seconds.');
    await expectAccessible(page, 'deleted');
    await page.keyboard.press('Enter');

    await listed(page, title).waitFor();
    await justNow(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Message Mother');
    await expect.poll(async () => (await readDocument(path))?.['access']).toBe('open');
  });

  test('of the open one leads to a new chat, and Undo back into it', async ({ page }) => {
    const { title } = await ownChat(page);
    const before = page.url();
    await chooseAbove(page, title, 'Delete');
    await page.getByRole('list', { name: 'Suggestions' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await justNow(page).getByRole('button', { name: 'Undo' }).click();
    await complete(mothers(page)).waitFor();
    expect(page.url()).toBe(before);
    await say(page, 'Thanks');
    await complete(mothers(page, 'You’re welcome')).waitFor();
  });

  test('is for good once the 10 seconds are over, here and in another tab', async ({
    page,
    alice,
    pages,
  }) => {
    pages.expectsMissingChat = true; // in the other tab, where it stays open
    const { title, path } = await ownChat(page);
    const elsewhere = await pages.open(alice);
    await elsewhere.goto(page.url());
    await complete(mothers(elsewhere)).waitFor();
    await choose(page, title, 'Delete');
    await elsewhere.getByText('This chat has been deleted.').waitFor();
    await listed(elsewhere, title).waitFor({ state: 'detached' });
    await expectAccessible(elsewhere, 'deleted-elsewhere');
    await justNow(page).waitFor({ state: 'detached' });
    expect(await listed(page, title).count()).toBe(0);
    // Its time began on the server, somewhat later than here; the sweeper comes every minute.
    const swept = async () => {
      await callFunction('sweeper-0');
      return readDocument(path);
    };
    await expect.poll(swept).toBeNull();
  });

  test('a change that fails late says so, and whoever writes meanwhile goes on writing', async ({
    page,
    pages,
  }) => {
    pages.expectedErrors.push(/net::ERR_FAILED/u);
    const { title } = await ownChat(page);
    const failing = Promise.withResolvers<void>();
    await page.route('**/pinChat', async (route) => {
      await failing.promise;
      await route.abort();
    });
    await choose(page, title, 'Pin');
    await composer(page).click();
    await page.keyboard.type('Half of ');
    failing.resolve();
    await justNow(page).getByRole('button', { name: 'Retry' }).waitFor();
    await page.keyboard.type('a message');
    expect(await composer(page).inputValue()).toBe('Half of a message');
  });

  test('that cannot be done puts it back, with the reason and Retry', async ({ page, pages }) => {
    pages.expectedErrors.push(/net::ERR_FAILED/u);
    const { title, path } = await ownChat(page);
    await page.route('**/deleteChat', (route) => route.abort());
    await choose(page, title, 'Delete');
    await justNow(page).getByText('The chat could not be deleted. The backend on').waitFor();
    await listed(page, title).waitFor();
    expect(await justNow(page).getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await expectAccessible(page, 'not-deleted');

    await page.unroute('**/deleteChat');
    await justNow(page).getByRole('button', { name: 'Retry' }).click();
    await listed(page, title).waitFor({ state: 'detached' });
    await expect.poll(async () => (await readDocument(path))?.['access']).toBe('deleting');
    await justNow(page).getByRole('button', { name: 'Undo' }).click();
    await listed(page, title).waitFor();
  });
});

test('a chat that closed and is open again gives the focus back to where one writes', async ({ page }) => {
  const { path } = await ownChat(page);
  await writeDocument(path, { access: 'closed' });
  await page.getByText('This chat is closed.').waitFor();
  await writeDocument(path, { access: 'open' });
  await expect.poll(() => focused(page)).toBe('Message Mother');

  await page.keyboard.press('Control+k');
  const commands = page.getByRole('dialog', { name: 'Commands' });
  await commands.waitFor();
  await writeDocument(path, { access: 'closed' });
  await page.getByText('This chat is closed.').waitFor();
  await writeDocument(path, { access: 'open' });
  await page.getByText('This chat is closed.').waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('Search commands');
  await page.keyboard.press('Escape');
  await commands.waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('Message Mother');
});

describe('feedback on a reply', () => {
  test('is a toggle that stays; why it was bad is kept with the run', async ({ page }) => {
    const { path } = await ownChat(page);
    const good = page.getByRole('button', { name: 'Good reply' });
    const bad = page.getByRole('button', { name: 'Bad reply' });
    const stored = async () => {
      const messages = await readCollection(`${path}/messages`);
      return messages.find(({ data }) => data['role'] === 'assistant')?.data;
    };
    await good.click();
    expect(await good.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(async () => (await stored())?.['feedback']).toBe('good');

    await bad.press('Enter');
    expect(await good.getAttribute('aria-pressed')).toBe('false');
    expect(await focused(page)).toBe('What was bad about it? (optional)');
    await expectAccessible(page, 'bad-reply');
    await page.keyboard.type('Too long');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Bad reply');
    const runId = (await stored())?.['runId'];
    if (typeof runId !== 'string') throw new Error('The reply names no run.');
    const run = `orchestration_runs/${runId}`;
    await expect
      .poll(async () => (await readDocument(run))?.['feedback'])
      .toEqual({ rating: 'bad', comment: 'Too long' });
    await page.reload();
    await page.locator('[aria-label="Bad reply"][aria-pressed=true]').waitFor();

    await bad.click();
    await expect.poll(async () => (await stored())?.['feedback']).toBeNull();
    expect(await bad.getAttribute('aria-pressed')).toBe('false');
  });

  test('that cannot be kept is taken back, with the reason and Retry', async ({ page, pages }) => {
    pages.expectedErrors.push(/net::ERR_FAILED/u);
    await ownChat(page);
    await page.route('**/rateReply', (route) => route.abort());
    const good = page.getByRole('button', { name: 'Good reply' });
    await good.click();
    await page.getByText('Your feedback could not be kept.').first().waitFor();
    expect(await good.getAttribute('aria-pressed')).toBe('false');
    await page.unroute('**/rateReply');
    await page.getByRole('button', { name: 'Retry the feedback' }).click();
    await page.locator('[aria-label="Good reply"][aria-pressed=true]').waitFor();
  });
});

describe('notifications', () => {
  const switchOn = async (page: Page) => {
    await page.getByRole('button', { name: 'Account of Bob' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Notify me' }).click();
  };

  test('tell once of a question and once of a result, while the page is out of sight', async ({
    browser,
    pages,
  }) => {
    const page = await pages.openAlone(browser);
    await watchNotifications(page, 'granted');
    await signInAs(page, 'Bob');
    await switchOn(page);
    await page.locator('[role=menuitemcheckbox][aria-checked=true]').waitFor();
    await page.keyboard.press('Escape');

    const words = 'Plan a call with the design team';
    await hide(page, true);
    await say(page, words);
    await page.waitForURL(/\/chat\//u);
    const chat = page.url();
    await page.getByRole('link', { name: 'New chat' }).click();
    await expect.poll(() => notifications(page)).toEqual([`Planner needs your input: ${words}`]);
    await clickNotification(page, 0);
    await choice(page, 'Planner', 'Berlin').waitFor();
    expect(page.url()).toBe(chat);
    await choice(page, 'Planner', 'Berlin').click();
    await result(page, 'Planner').waitFor();
    await expect
      .poll(() => notifications(page))
      .toEqual([`Planner needs your input: ${words}`, `Planner is done: ${words}`]);

    await say(page, 'Thanks');
    await complete(mothers(page, 'You’re welcome')).waitFor();
    expect((await notifications(page)).length).toBe(2);
  });

  test('are not shown for what happens in sight', async ({ browser, pages }) => {
    const page = await pages.openAlone(browser);
    await watchNotifications(page, 'granted');
    await signInAs(page, 'Bob');
    await switchOn(page);
    await page.keyboard.press('Escape');
    await say(page, 'Plan a call with the design team');
    await choice(page, 'Planner', 'Berlin').click();
    await result(page, 'Planner').waitFor();
    await hide(page, true);
    await say(page, 'Thanks');
    await complete(mothers(page, 'You’re welcome')).waitFor();
    expect(await notifications(page)).toEqual([]);
  });

  test('that the browser blocks: the switch stays off, and says how to change it', async ({
    browser,
    pages,
  }) => {
    const page = await pages.openAlone(browser);
    await watchNotifications(page, 'denied');
    await signInAs(page, 'Bob');
    await switchOn(page);
    await page.getByText('The browser blocks notifications of this site.').first().waitFor();
    const box = page.getByRole('menuitemcheckbox', { name: 'Notify me' });
    expect(await box.getAttribute('aria-checked')).toBe('false');
    await expectAccessible(page, 'notifications-blocked');
  });
});

describe('signed out meanwhile', () => {
  test('the page says so; after signing in again the chat and the draft are there', async ({
    browser,
    pages,
  }) => {
    const page = await pages.openAlone(browser);
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    await composer(page).fill('Half a thought');
    const elsewhere = await pages.open(page.context());
    await elsewhere.goto('/');
    await elsewhere.getByRole('button', { name: 'Account of Bob' }).click();
    await elsewhere.getByRole('menuitem', { name: 'Sign out' }).click();
    await elsewhere.getByRole('button', { name: 'Continue as Bob' }).waitFor();

    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await focused(page)).toBe('Sign in again');
    await expectAccessible(page, 'signed-out-meanwhile');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Continue as Bob' }).click();
    await complete(mothers(page)).waitFor();
    expect(await composer(page).inputValue()).toBe('Half a thought');
  });
});
