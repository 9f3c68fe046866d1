import { describe, expect } from 'vitest';

import { expectAccessible, PHONE } from '../support/accessible.ts';
import {
  chip,
  choice,
  complete,
  composer,
  log,
  mine,
  mothers,
  pathOf,
  question,
  respondInBar,
  result,
  say,
  startChat,
  task,
} from '../support/chat.ts';
import { makeAccount, readCollection, removeDocument, writeDocument } from '../support/emulators.ts';
import { signInAs, signInByEmail, test } from '../support/fixtures.ts';

describe('a message that cannot be sent', () => {
  test('is an empty one: the composer says so, and nothing is sent', async ({ page }) => {
    await page.goto('/');
    const send = page.getByRole('button', { name: 'Send' });
    await send.waitFor();
    expect(await send.getAttribute('aria-disabled')).toBe('true');
    expect(await send.getAttribute('title')).toBe('Write something first.');
    await say(page, ' \n ');
    await send.click({ force: true });
    expect(new URL(page.url()).pathname).toBe('/');
    await page.getByText('Write something first.').waitFor({ state: 'attached' });
  });

  test('is one of more than 32,000 characters: the composer says by how much', async ({ page }) => {
    await page.goto('/');
    await say(page, 'é'.repeat(32_001));
    await page.getByText('32,001 of 32,000 characters').waitFor();
    await page.getByText('This message is too long to be sent: shorten it by 1,').waitFor();
    expect(await composer(page).getAttribute('aria-invalid')).toBe('true');
    expect(new URL(page.url()).pathname).toBe('/');
    await expectAccessible(page, 'too-long');

    await say(page, `Hello ${'!'.repeat(31_994)}`);
    await complete(mothers(page, 'Hello, good to see you')).waitFor();
    await mine(page, 'Hello').getByRole('button', { name: 'Show all of it' }).waitFor();
  });

  test('comes back into the box when the server denies it, with the reason', async ({ browser, pages }) => {
    const account = await makeAccount('Carol');
    const page = await pages.openAlone(browser);
    await signInByEmail(page, account);
    await removeDocument(`tenants/personal-${account.uid}/members/${account.uid}`);

    await say(page, 'Hello from nowhere');
    await page.getByText('This could not be sent: the server did not accept it.').first().waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('Hello from nowhere');
    expect(await page.getByRole('article').count()).toBe(0);
    expect(await readCollection(`users/${account.uid}/orch-chats`)).toEqual([]);
    await expectAccessible(page, 'denied');
  });
});

describe('an answer to a question that is answered already', () => {
  test('is refused with a line that says by whom, and nothing happens twice', async ({
    page,
    alice,
    pages,
  }) => {
    await startChat(page, 'Plan a call with the design team');
    await respondInBar(page, 'Planner').click();
    await composer(page).fill('They are in Rome');
    const elsewhere = await pages.open(alice);
    await elsewhere.goto(page.url());
    await choice(elsewhere, 'Planner', 'Berlin').click();
    await result(elsewhere, 'Planner').waitFor();

    await chip(page, 'Planner').waitFor();
    await page.getByRole('form', { name: 'Your message' }).getByText('Already answered').waitFor();
    await composer(page).press('Enter');

    await mine(page, 'They are in Rome')
      .getByText('You have already answered this question: “Berlin”.')
      .waitFor();
    expect(await result(page, 'Planner').count()).toBe(1);
    expect(await question(page, 'Planner').count()).toBe(1);
    await expectAccessible(page, 'already-answered');
    await mine(page, 'They are in Rome').getByRole('button', { name: 'Edit and send again' }).click();
    expect(await composer(page).inputValue()).toBe('They are in Rome');
  });
});

describe('what fails', () => {
  test('a reply is an error with its way out; after Retry the answer comes in its place', async ({
    page,
  }) => {
    await startChat(page, 'Hello. Please fail once with 401');
    const failed = page.getByText('The model provider rejected the key. Check OPENAI_API_KEY, then retry.');
    await failed.waitFor();
    await expectAccessible(page, 'reply-failed');
    await page.getByRole('button', { name: 'Retry this reply' }).click();

    await complete(mothers(page, 'I can only play these scenes')).waitFor();
    expect(await page.getByRole('button', { name: 'Retry this reply' }).count()).toBe(0);
    await failed.waitFor({ state: 'detached' });
    await page.getByText('This reply failed and was tried again below.').waitFor();
    await mine(page, 'Please fail once').getByText('Read').waitFor();
    await expectAccessible(page, 'retried');
  });

  test('a reply that cannot be used is asked for again once, then fails visibly', async ({ page }) => {
    await startChat(page, 'Please fail with garbage');
    await page.getByText('The model gave an answer that could not be used, twice.').waitFor();
    await page.getByRole('button', { name: 'Retry this reply' }).waitFor();
    await expect.poll(() => page.getByRole('status').innerText()).toBe('The reply failed');
  });

  test('an agent’s work can be tried again: that makes a new task', async ({ page }) => {
    await startChat(page, 'Plan a call with the team in Berlin; the agent fails with 401');
    const blocks = task(page, /^Task: Plan a call with the team in Berlin/u);
    await blocks.getByText('The model provider rejected the key.').waitFor();
    await complete(mothers(page, 'Planner could not finish.')).waitFor();
    expect(await page.getByText('The model provider rejected the key.').count()).toBe(1);
    await expectAccessible(page, 'agent-failed');
    await page.getByRole('button', { name: "Go to Planner's task" }).click();
    expect(await blocks.evaluate((block) => block === document.activeElement)).toBe(true);
    await blocks.getByRole('button', { name: "Retry Planner's task" }).click();

    await complete(mothers(page, 'Planner is trying again.')).waitFor();
    await blocks.first().getByText('Tried again below.').waitFor();
    await blocks.nth(1).waitFor();
    expect(await blocks.count()).toBe(2);
  });
});

describe('what is not there, or not as it should be', () => {
  test('an unknown chat says so, and so does an unknown page', async ({ page, pages }) => {
    pages.expectsMissingChat = true;
    await page.goto('/chat/AAAAAAAAAAAAAAAAAAAA');
    await page.getByRole('heading', { name: 'This chat is not here' }).waitFor();
    await expectAccessible(page, 'unknown-chat');
    await page.getByRole('main').getByRole('link', { name: 'Start a new chat' }).click();
    await page.getByRole('list', { name: 'Suggestions' }).waitFor();
    await page.goto('/nowhere');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await expectAccessible(page, 'unknown-page');
  });

  test('a chat that the database refuses to read says so, with one button', async ({ page }) => {
    await page.goto('/chat/__reserved__');
    await page.getByRole('heading', { name: 'This chat could not be read' }).waitFor();
    await expectAccessible(page, 'unreadable-chat');
    const reload = page.getByRole('main').getByRole('button', { name: 'Reload' });
    await Promise.all([page.waitForEvent('load'), reload.click()]);
    await page.getByRole('heading', { name: 'This chat could not be read' }).waitFor();
  });

  test('a page whose code cannot be loaded says so; one can go on in a chat, and Reload loads it', async ({
    page,
    pages,
  }) => {
    pages.expectedErrors.push(/net::ERR_FAILED/u, /Failed to fetch dynamically imported module/u);
    await page.route('**/assets/company-*.js', (route) => route.abort());
    await page.goto('/');
    const openAgents = async () => {
      await page.getByRole('button', { name: /^Working in/u }).click();
      await page.getByRole('menuitem', { name: 'Agents' }).click();
      await page.getByRole('heading', { name: 'This page could not be shown' }).waitFor();
    };
    await openAgents();
    await expectAccessible(page, 'page-not-loaded');
    await page.getByRole('main').getByRole('link', { name: 'start a new one' }).click();
    await say(page, 'Hello');
    await complete(mothers(page)).waitFor();

    await openAgents();
    await page.unroute('**/assets/company-*.js');
    await page.getByRole('main').getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('heading', { name: 'Agents', level: 2 }).waitFor();
  });

  test('a part of it that cannot be loaded says so, aloud as well, and Reload loads it', async ({
    page,
    pages,
  }) => {
    pages.expectedErrors.push(/net::ERR_FAILED/u);
    await page.setViewportSize(PHONE);
    await page.route('**/assets/sheet-*.js', (route) => route.abort());
    await page.goto('/');
    const menu = page.getByRole('button', { name: 'Open the chat list' });
    await menu.click();
    const banner = page.getByRole('region', { name: 'Connection' });
    await banner.getByText('A part of the page could not be loaded').waitFor();
    await page.getByRole('status').getByText('A part of the page could not be loaded').waitFor();
    await expectAccessible(page, 'part-not-loaded');

    await page.setViewportSize(PHONE);
    await page.unroute('**/assets/sheet-*.js');
    await Promise.all([page.waitForEvent('load'), banner.getByRole('button', { name: 'Reload' }).click()]);
    await menu.click();
    await page.getByRole('dialog', { name: 'Chats' }).waitFor();
  });

  test('a part of it that is wanted without a network is there once the network is', async ({ page }) => {
    await page.setViewportSize(PHONE);
    await page.addInitScript(() => {
      let isOnline = false;
      Object.defineProperty(navigator, 'onLine', { get: () => isOnline });
      window.addEventListener('online', () => (isOnline = true), { capture: true });
    });
    await page.route('**/assets/sheet-*.js', (route) => route.abort());
    await page.goto('/');
    await page.getByRole('button', { name: 'Open the chat list' }).click();
    await page.getByText('You are offline; what you send goes out when you are back.').first().waitFor();
    expect(await page.getByRole('dialog', { name: 'Chats' }).count()).toBe(0);

    await page.unroute('**/assets/sheet-*.js');
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByRole('dialog', { name: 'Chats' }).waitFor();
  });

  test('a message of another version is one line, and the rest of the chat goes on', async ({ page }) => {
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    const chat = pathOf(page, 'alice');
    const [ours] = (await readCollection(`${chat}/messages`)).filter(({ data }) => data['role'] === 'user');
    await writeDocument(`${chat}/messages/${ours?.id ?? ''}`, { schemaVersion: 99 });
    await page.getByText('This was written by another version of the app. Reload the page.').waitFor();
    await log(page).getByRole('button', { name: 'Reload' }).waitFor();
    await expectAccessible(page, 'broken-message');
    await say(page, 'Thanks');
    await complete(mothers(page, 'You’re welcome')).waitFor();
  });

  test('a chat that was closed says so, and leads to a new one', async ({ page }) => {
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    await writeDocument(pathOf(page, 'alice'), { access: 'closed' });
    await page.getByText('This chat is closed.').waitFor();
    expect(await composer(page).count()).toBe(0);
    await expectAccessible(page, 'closed-chat');
  });
});

describe('signing out', () => {
  test('and in as somebody else shows nothing of what the first one wrote', async ({ browser, pages }) => {
    pages.expectsMissingChat = true;
    const page = await pages.openAlone(browser);
    await signInAs(page, 'Alice');
    await startChat(page, 'Hello from Alice alone');
    await complete(mothers(page)).waitFor();
    const chat = new URL(page.url()).pathname;
    await page.getByRole('button', { name: 'Account of Alice' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Continue as Bob' }).click();

    const list = page.getByRole('navigation', { name: 'Chats' });
    await list.getByRole('link', { name: 'New chat' }).waitFor();
    await page.getByRole('heading', { name: 'This chat is not here' }).waitFor();
    expect(await page.getByText('Hello from Alice alone').count()).toBe(0);
    await page.goto(chat);
    await page.getByRole('heading', { name: 'This chat is not here' }).waitFor();
    expect(await page.getByText('Hello from Alice alone').count()).toBe(0);
  });
});

describe('without a network', () => {
  test('the page says so; what is sent goes out once, when it is back', async ({ browser, pages }) => {
    pages.expectedErrors.push(/net::ERR_INTERNET_DISCONNECTED/u);
    const page = await pages.openAlone(browser);
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();

    await page.context().setOffline(true);
    const banner = page.getByRole('region', { name: 'Connection' });
    const words = 'You are offline; what you send goes out when you are back.';
    await banner.getByText(words).waitFor();
    await page.getByRole('status').getByText(words).waitFor();
    await say(page, 'Thank you');
    await mine(page, 'Thank you').getByText('Sending…').waitFor();
    await expectAccessible(page, 'offline');

    await page.context().setOffline(false);
    await complete(mothers(page, 'You’re welcome')).waitFor();
    await banner.waitFor({ state: 'detached' });
    await mine(page, 'Thank you').getByText('Read').waitFor();
    expect(await mine(page, 'Thank you').count()).toBe(1);
    expect(await mothers(page, 'You’re welcome').count()).toBe(1);
    const stored = await readCollection(`${pathOf(page, 'bob')}/messages`);
    expect(stored.filter(({ data }) => data['content'] === 'Thank you').length).toBe(1);
  });
});
