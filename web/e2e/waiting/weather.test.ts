import { paths, personalTenantId } from 'functions/contracts';
import { describe, expect } from 'vitest';

import { chat, userMessage } from '../../../functions/test/support/factories.ts';
import { expectAccessible } from '../support/accessible.ts';
import { complete, composer, mine, mothers, pathOf, say, startChat } from '../support/chat.ts';
import {
  callFunction,
  makeAccount,
  makeDocuments,
  readCollection,
  removeAccount,
  removeDocument,
  switchOff,
  writeDocument,
} from '../support/emulators.ts';
import { freshId } from '../support/company.ts';
import { signInAs, signInByEmail, test } from '../support/fixtures.ts';
import { stored } from '../support/stored.ts';

const AN_HOUR = 3_600_000;
const A_MINUTE = 60_000;
/** An hour that passes at once is longer than Firestore waits for an answer; it then asks Google for a picture. */
const TOO_LATE = /Could not reach Cloud Firestore|google\.com\/images\/cleardot\.gif/u;
const REFUSED_TOKEN = /status of 400 .*securetoken\.googleapis\.com/u;

describe('the backend is not there', () => {
  test('at sign-in: which part of it is said, and the same button works once it is', async ({
    browser,
    pages,
    weather,
  }) => {
    const page = await pages.openAlone(browser, weather.options);
    weather.breakOff('auth');
    await page.goto('/');
    const enter = page.getByRole('button', { name: 'Continue as Bob' });
    await enter.click();
    await page.getByRole('alert').getByText('The Auth emulator on 127.0.0.1:').waitFor();
    await expectAccessible(page, 'no-auth');
    weather.clearUp();
    await enter.click();
    await page.getByRole('heading', { name: 'Hello Bob.' }).waitFor();
  });

  test('after sign-in: the page says what to check, and Retry goes on', async ({
    browser,
    pages,
    weather,
  }) => {
    const page = await pages.openAlone(browser, weather.options);
    weather.breakOff('functions', 'firestore');
    await page.goto('/');
    await page.getByRole('button', { name: 'Continue as Bob' }).click();
    await page.getByRole('heading', { name: 'Setting up did not work' }).waitFor();
    await page.getByRole('alert').getByText('Check that npm start is running, then retry.').waitFor();
    await expectAccessible(page, 'no-functions');
    weather.clearUp();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('heading', { name: 'Hello Bob.' }).waitFor();
  });

  test('any more: a banner says so, what is sent waits, and one button tries again', async ({
    browser,
    pages,
    weather,
  }) => {
    const page = await pages.openAlone(browser, weather.options);
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    weather.breakOff('auth', 'firestore', 'functions');
    await say(page, 'Thanks for waiting');
    await mine(page, 'Thanks for waiting').getByText('Sending…').waitFor();
    const banner = page.getByRole('region', { name: 'Connection' });
    await banner.getByText('The Firestore emulator on 127.0.0.1:').waitFor();
    await expectAccessible(page, 'backend-gone');

    weather.clearUp();
    await banner.getByRole('button', { name: 'Try now' }).click();
    await complete(mothers(page, 'You’re welcome')).waitFor();
    await banner.waitFor({ state: 'detached' });
    expect(await mothers(page, 'You’re welcome').count()).toBe(1);
  });

  test('for what is stored: the page says that nothing has taken it, and finds out why', async ({
    browser,
    pages,
    weather,
  }) => {
    const page = await pages.openAlone(browser, weather.options);
    await page.clock.install();
    await signInAs(page, 'Bob');
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    const mother = `${pathOf(page, 'bob')}/state/mother`;
    // For as long as somebody else seems to be at work, nobody takes anything: as where no function runs.
    await writeDocument(mother, { owner: 'nobody', leaseEndsAt: new Date(Date.now() + AN_HOUR) });
    weather.breakOff('functions');
    await say(page, 'Thanks for nothing');
    await mine(page, 'Thanks for nothing').getByText('Sent', { exact: true }).waitFor();
    const note = page.getByText('Mother has not taken it up yet.');
    expect(await note.count()).toBe(0);
    await page.clock.fastForward(A_MINUTE);
    await note.waitFor();
    await expectAccessible(page, 'not-taken');
    const check = page.getByRole('button', { name: 'Check the backend' });
    await check.click();
    await page.getByText('does not answer. Check that npm start is running').waitFor();
    await expectAccessible(page, 'not-taken-no-functions');
    weather.clearUp();
    await check.click();
    await page.getByText('The backend answers. What was left lying is taken up').waitFor();

    await writeDocument(mother, { leaseEndsAt: new Date(Date.now() - A_MINUTE) });
    await callFunction('sweeper-0');
    await complete(mothers(page, 'You’re welcome')).waitFor();
    await check.waitFor({ state: 'detached' });
    expect(await mine(page, 'Thanks for nothing').count()).toBe(1);
  });
});

describe('the sign-in ends while the page is open', () => {
  test('the account was switched off: the page says so, and keeps what was being written', async ({
    browser,
    pages,
  }) => {
    pages.expectedErrors.push(REFUSED_TOKEN, TOO_LATE);
    const account = await makeAccount('Erin');
    const page = await pages.openAlone(browser);
    await page.clock.install();
    await signInByEmail(page, account);
    await composer(page).fill('Half a thought');
    await switchOff(account);
    await page.clock.fastForward(AN_HOUR);
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await expectAccessible(page, 'sign-in-ended');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Continue as Bob' }).waitFor();
    const kept = await page.evaluate(() => Object.values(localStorage));
    expect(kept).toContain('Half a thought');
  });

  // In Google's words: the emulator knows no revoked token, and says something else of a deleted account.
  for (const reason of ['USER_NOT_FOUND', 'TOKEN_EXPIRED']) {
    test(`the account or its token is gone (${reason}): the page says so`, async ({ browser, pages }) => {
      pages.expectedErrors.push(REFUSED_TOKEN, TOO_LATE);
      const page = await pages.openAlone(browser);
      await page.clock.install();
      await signInAs(page, 'Bob');
      const json = { error: { code: 400, message: reason, status: 'INVALID_ARGUMENT' } };
      await page.route('**/securetoken.googleapis.com/**', (route) => route.fulfill({ status: 400, json }));
      await page.clock.fastForward(AN_HOUR);
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await page.getByRole('button', { name: 'Sign in again' }).click();
      await page.getByRole('button', { name: 'Continue as Bob' }).waitFor();
    });
  }

  test('the account was deleted: after a reload, one signs in anew', async ({ browser, pages }) => {
    pages.expectedErrors.push(/status of 400 .*accounts:lookup/u);
    const account = await makeAccount('Erin');
    const page = await pages.openAlone(browser);
    await signInByEmail(page, account);
    await removeAccount(account);
    await page.reload();
    await page.getByRole('button', { name: 'Continue as Bob' }).waitFor();
  });
});

test('a company of others, opened while Firestore is away: it is said whose it is once the server has told', async ({
  browser,
  pages,
  weather,
}) => {
  const account = await makeAccount('Dora');
  const page = await pages.openAlone(browser, weather.options);
  await signInByEmail(page, account);
  // The server then has nothing to add to what the page knows; only its word.
  await removeDocument(paths.members.one(personalTenantId(account.uid), account.uid));
  weather.breakOff('firestore');
  await page.goto('/company/company-elsewhere');
  await page.getByRole('region', { name: 'Connection' }).waitFor();
  expect(await page.getByRole('heading', { name: 'You do not belong to this company' }).count()).toBe(0);
  weather.clearUp();
  await page.getByRole('region', { name: 'Connection' }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'You do not belong to this company' }).waitFor();
});

test('a message that waited and is then denied leaves a long chat, and is kept where one writes', async ({
  browser,
  pages,
  weather,
}) => {
  const account = await makeAccount('Dora');
  const ref = { uid: account.uid, chatId: freshId() };
  const createdAt = Date.now() - AN_HOUR;
  const tenantId = personalTenantId(account.uid);
  await makeDocuments([
    [paths.chat(ref), stored(chat({ tenantId, createdAt, lastMessageAt: createdAt }))],
    ...Array.from({ length: 60 }, (_, index) => {
      const content = `Note number ${index}`;
      const note = userMessage({ content, status: 'handled', createdAt: createdAt + index });
      return [paths.messages.one(ref, freshId()), stored(note)] as const;
    }),
  ]);
  const page = await pages.openAlone(browser, weather.options);
  await signInByEmail(page, account);
  await page.goto(`/chat/${ref.chatId}`);
  await mine(page, 'Note number 59').waitFor();
  weather.breakOff('firestore');
  await say(page, 'Too late');
  await mine(page, 'Too late').getByText('Sending…').waitFor();
  await writeDocument(paths.chat(ref), { access: 'closed' });
  weather.clearUp();
  await page.getByText('This chat is closed.').waitFor();
  await page.getByText('What you wrote was not sent: “Too late”').waitFor();
  // Of what is loaded, all is looked through, wherever it stands.
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find in this chat' }).fill('Too late');
  await page.getByText('Nothing found').waitFor();
});

describe('the model does not answer', () => {
  test('because the quota is used up: the reply says so at once, with Retry', async ({ page }) => {
    await startChat(page, 'Hello. Please fail once with quota');
    await page.getByText('The model provider says that the quota is used up. Check the plan').waitFor();
    await expectAccessible(page, 'quota');
    await page.getByRole('button', { name: 'Retry this reply' }).click();
    await complete(mothers(page, 'I can only play these scenes')).waitFor();
  });

  test('because it is asked too often: some tries later the reply says when the next one is', async ({
    page,
  }) => {
    await startChat(page, 'Please fail with 429');
    await page.getByText('The model is busy. Next try at').waitFor();
    const messages = await readCollection(`${pathOf(page, 'alice')}/messages`);
    expect(messages.filter(({ data }) => data['status'] === 'failed')).toEqual([]);
    await page.getByRole('button', { name: 'Stop replying', exact: true }).click();
    await mothers(page).getByText('Stopped', { exact: true }).waitFor();
  });

  test('for a while: the reply says when the next try is, and can be stopped until then', async ({
    page,
  }) => {
    await startChat(page, 'Please fail with busy');
    await page.getByText('The model is busy. Next try at').waitFor();
    await expectAccessible(page, 'busy');
    await page.getByRole('button', { name: 'Stop replying', exact: true }).click();
    await mothers(page).getByText('Stopped', { exact: true }).waitFor();
  });
});
