import { setTimeout as wait } from 'node:timers/promises';

import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { expectAccessible } from '../support/accessible.ts';
import {
  choice,
  complete,
  composer,
  log,
  mine,
  mothers,
  pathOf,
  result,
  say,
  startChat,
} from '../support/chat.ts';
import { makeCompany } from '../support/company.ts';
import { makeAccount, readCollection, type Value, writeDocument } from '../support/emulators.ts';
import { signInAs, signInByEmail, test } from '../support/fixtures.ts';

const A_MINUTE = 60_000;
const ALL_IN_VIEW = { width: 1280, height: 6_000 };
const NO_NETWORK = /net::ERR_INTERNET_DISCONNECTED/u;

/** The rows of the conversation, in the order in which the page shows them. */
const rows = (page: Page): Promise<string[]> =>
  log(page)
    .locator('[id^=message-]')
    .evaluateAll((all) => all.map((row) => row.id));

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** What the person has sent, as it is stored: its words, and what became of it. */
async function sent(chat: string): Promise<string[]> {
  const messages = await readCollection(`${chat}/messages`);
  return messages
    .filter(({ data }) => data['role'] === 'user')
    .map(({ data }) => `${textOf(data['content'])}: ${textOf(data['status'])}`)
    .toSorted();
}

/** What is on this device and not known to be stored. */
const kept = (page: Page): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('mother.unsent.')).length);

test('two browsers, one of them without a network for a minute in mid-answer: nothing is lost, nothing comes twice', async ({
  browser,
  pages,
}) => {
  pages.expectedErrors.push(NO_NETWORK);
  const [away, home] = [await pages.openAlone(browser), await pages.openAlone(browser)];
  await signInAs(away, 'Alice');
  await signInAs(home, 'Alice');
  await startChat(away, 'Plan a call with the design team');
  await choice(away, 'Planner', 'Berlin').waitFor();
  await home.goto(away.url());
  await choice(home, 'Planner', 'Berlin').waitFor();
  const chat = pathOf(away, 'alice');
  await say(away, 'Tell me a long story');
  await mothers(away, 'The lighthouse').waitFor();

  await away.context().setOffline(true);
  const minute = wait(A_MINUTE);
  await say(away, 'Show me a table, from the train');
  await choice(away, 'Planner', 'Berlin').click();
  await say(away, 'Thanks for the ride');
  await choice(home, 'Planner', 'London').click();
  await result(home, 'Planner').waitFor();
  await say(home, 'Who are you? asks home');
  await complete(mothers(home, 'The end.')).waitFor();
  await minute;
  // Only rows near what is in view are drawn: here all of them are in view.
  for (const page of [away, home]) await page.setViewportSize(ALL_IN_VIEW);
  await away.context().setOffline(false);

  await complete(mothers(away, 'Here are my agents in a table')).waitFor();
  await complete(mothers(away, 'You’re welcome')).waitFor();
  const expected = [
    'Berlin: refused',
    'London: handled',
    'Plan a call with the design team: handled',
    'Show me a table, from the train: handled',
    'Tell me a long story: handled',
    'Thanks for the ride: handled',
    'Who are you? asks home: handled',
  ];
  await expect.poll(() => sent(chat)).toEqual(expected);
  await mine(away, 'Berlin').getByText('You have already answered this question: “London”.').waitFor();
  for (const page of [away, home]) {
    await complete(mothers(page, 'You’re welcome')).waitFor();
    expect(await result(page, 'Planner').count()).toBe(1);
    expect(await mothers(page, 'The end.').count()).toBe(1);
  }
  await expect.poll(async () => (await rows(away)).length).toBeGreaterThan(expected.length);
  await expect.poll(() => rows(home)).toEqual(await rows(away));
  const shown = await rows(away);
  expect(shown.length).toBe(new Set(shown).size);
  expect(await rows(home)).toEqual(shown);
  await expect.poll(() => kept(away)).toBe(0);
}, 180_000);

test('what is typed of a new agent outlives a server that does not answer for a while', async ({
  browser,
  pages,
  weather,
}) => {
  pages.expectedErrors.push(NO_NETWORK);
  const account = await makeAccount('Ada');
  const page = await pages.openAlone(browser, weather.options);
  await signInByEmail(page, account);
  await page.goto(`/company/${await makeCompany(account)}/agents/new`);
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Counter');
  weather.breakOff('firestore');
  // Back from having no network at all, the page looks for the server at once.
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  const tryNow = page.getByRole('button', { name: 'Try now' });
  await tryNow.click();
  expect(await name.inputValue()).toBe('Counter');
  weather.clearUp();
  await tryNow.click();
  await tryNow.waitFor({ state: 'detached' });
  expect(await name.inputValue()).toBe('Counter');
});

describe('what was written while the server did not answer', () => {
  test('outlives a reload, and is sent once when the server is back', async ({ browser, pages, weather }) => {
    const page = await pages.openAlone(browser, weather.options);
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    const chat = pathOf(page, 'bob');
    weather.breakOff('firestore');
    await say(page, 'Thanks for nothing');
    await mine(page, 'Thanks for nothing').getByText('Sending…').waitFor();
    await page.reload();
    await mine(page, 'Thanks for nothing').getByText('Sending…').waitFor();
    await expectAccessible(page, 'unsent-after-reload');
    await page.reload();
    await mine(page, 'Thanks for nothing').getByText('Sending…').waitFor();

    weather.clearUp();
    await complete(mothers(page, 'You’re welcome')).waitFor();
    expect(await mine(page, 'Thanks for nothing').count()).toBe(1);
    expect(await mothers(page, 'You’re welcome').count()).toBe(1);
    await expect.poll(() => sent(chat)).toEqual(['Hello: handled', 'Thanks for nothing: handled']);
    await expect.poll(() => kept(page)).toBe(0);
  });

  test('goes out from another tab, when its own was closed: a whole chat with its first message', async ({
    browser,
    pages,
    weather,
  }) => {
    const page = await pages.openAlone(browser, weather.options);
    await signInAs(page, 'Bob');
    weather.breakOff('firestore');
    await say(page, 'Thanks for closing');
    await page.waitForURL(/\/chat\//u);
    await mine(page, 'Thanks for closing').getByText('Sending…').waitFor();
    const chat = pathOf(page, 'bob');
    const { pathname } = new URL(page.url());
    const next = await pages.open(page.context());
    await page.close();
    weather.clearUp();
    await next.goto(pathname);
    await complete(mothers(next, 'You’re welcome')).waitFor();
    expect(await sent(chat)).toEqual(['Thanks for closing: handled']);
  });

  test('is sent for who wrote it, and for nobody who signs in after them', async ({
    browser,
    pages,
    weather,
  }) => {
    pages.expectsMissingChat = true; // Bob's page, where Alice's was
    const page = await pages.openAlone(browser, weather.options);
    await signInAs(page, 'Alice');
    weather.breakOff('firestore');
    await say(page, 'Thanks for Alice alone');
    await mine(page, 'Thanks for Alice alone').getByText('Sending…').waitFor();
    const chat = pathOf(page, 'alice');
    const enter = async (name: string) => {
      await page.getByRole('button', { name: /^Account of/u }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: `Continue as ${name}` }).click();
      await page.getByRole('button', { name: `Account of ${name}` }).waitFor();
    };
    await enter('Bob');
    weather.clearUp();
    await page.goto('/');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    expect(await kept(page)).toBe(1);
    expect(await readCollection(`${chat}/messages`)).toEqual([]);
    expect(await readCollection(`${chat.replace('alice', 'bob')}/messages`)).toEqual([]);

    await enter('Alice');
    await expect.poll(() => sent(chat)).toEqual(['Thanks for Alice alone: handled']);
    await expect.poll(() => kept(page)).toBe(0);
  });

  test('and got there although nobody said so, is not sent again and does not come back', async ({
    browser,
    pages,
    weather,
  }) => {
    const page = await pages.openAlone(browser, weather.options);
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    const chat = pathOf(page, 'bob');
    weather.breakOff('firestore');
    await say(page, 'Thanks for hearing it');
    const id = (await mine(page, 'Thanks for hearing it').getAttribute('id'))?.replace('message-', '');
    const message = { role: 'user', content: 'Thanks for hearing it', status: 'sent', schemaVersion: 1 };
    await writeDocument(`${chat}/messages/${id}`, { ...message, createdAt: new Date() });

    weather.clearUp();
    await complete(mothers(page, 'You’re welcome')).waitFor();
    await mine(page, 'Thanks for hearing it').getByText('Read').waitFor();
    await expect.poll(() => kept(page)).toBe(0);
    expect(await composer(page).inputValue()).toBe('');
    expect(await page.getByText('This could not be sent').count()).toBe(0);
    expect(await sent(chat)).toEqual(['Hello: handled', 'Thanks for hearing it: handled']);
  });

  test('for a chat that is closed by then: the words are kept, and one button takes them to a new chat', async ({
    browser,
    pages,
    weather,
  }) => {
    const page = await pages.openAlone(browser, weather.options);
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    weather.breakOff('firestore');
    await say(page, 'Thanks, but too late');
    await mine(page, 'Thanks, but too late').getByText('Sending…').waitFor();
    await writeDocument(pathOf(page, 'bob'), { access: 'closed' });
    await page.reload();
    weather.clearUp();

    await page.getByText('This chat is closed.').waitFor();
    await page.getByText('What you wrote was not sent: “Thanks, but too late”').waitFor();
    await expectAccessible(page, 'closed-with-words');
    await page.getByRole('button', { name: 'Take it to a new chat' }).click();
    await page.getByRole('list', { name: 'Suggestions' }).waitFor();
    expect(await composer(page).inputValue()).toBe('Thanks, but too late');
    await page.goBack();
    await page.getByText('This chat is closed.').waitFor();
    expect(await page.getByText('What you wrote was not sent').count()).toBe(0);
  });
});

describe('where nothing can be kept on this device', () => {
  /** As when it is full. */
  const fill = (page: Page): Promise<void> =>
    page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('It is full.', 'QuotaExceededError');
      };
    });

  test('what is not sent yet holds the page back from being closed', async ({ browser, pages, weather }) => {
    const page = await pages.openAlone(browser, weather.options);
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    weather.breakOff('firestore');
    await fill(page);
    await say(page, 'Thanks for waiting');
    await mine(page, 'Thanks for waiting').getByText('Sending…').waitFor();
    await composer(page).click();
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();

    weather.clearUp();
    await complete(mothers(page, 'You’re welcome')).waitFor();
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  });

  test('a draft that cannot be kept leaves no older one behind', async ({ browser, pages }) => {
    const page = await pages.openAlone(browser);
    await signInAs(page, 'Bob');
    await composer(page).fill('The older words');
    await fill(page);
    await composer(page).fill('The newer words');
    await page.reload();
    await page.getByRole('heading', { name: 'Hello Bob.' }).waitFor();
    expect(await composer(page).inputValue()).toBe('');
  });
});
