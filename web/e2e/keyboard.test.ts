import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import {
  chip,
  complete,
  composer,
  mine,
  mothers,
  pathOf,
  question,
  result,
  task,
  waitingBar,
} from './support/chat.ts';
import { makeAccount, readCollection, writeDocument } from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';
import { focused, justNow, listed, pinned } from './support/managing.ts';

/** More presses than it takes to go once around the page. */
const AROUND = 200;

/** Goes on with Tab until the focus is on this button, and sees where it is all the way. */
async function tabTo(page: Page, name: string, role = 'button'): Promise<void> {
  // A name with a colon in it has the whole line in quotes.
  const wanted = new RegExp(`^- '?${role} "${name}`, 'u');
  for (let presses = 0; presses < AROUND; presses += 1) {
    await page.keyboard.press('Tab');
    const unseen = await unseenFocus(page);
    if (unseen === null) continue;
    expect(unseen).toBe('');
    if (wanted.test(await page.locator(':focus').ariaSnapshot())) return;
  }
  throw new Error(`Tab never came to "${name}".`);
}

/**
 * What has the focus without showing it; null where nothing has it. It has a ring; or, as the composer does, something
 * around it takes another colour.
 */
const unseenFocus = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const here = document.activeElement;
    if (!document.hasFocus() || !here || here === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(here);
    const frame = here.tagName === 'TEXTAREA' ? here.closest('form') : null;
    const isSeen =
      (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || frame?.matches(':focus-within');
    return isSeen ? '' : here.outerHTML;
  });

test('from signing in to the result of an agent that asks, all goes by keyboard, with the focus in sight', async ({
  browser,
  pages,
}) => {
  const page = await pages.openAlone(browser);
  await page.goto('/');
  await page.getByRole('button', { name: 'Continue as Alice' }).waitFor();
  await tabTo(page, 'Continue as Alice alice@example.com');
  await page.keyboard.press('Enter');

  const prompt = 'Plan a 30-minute kick-off call with the design team for tomorrow.';
  await page.getByRole('button', { name: prompt, exact: true }).waitFor();
  await tabTo(page, prompt);
  await page.keyboard.press('Enter');

  await waitingBar(page).waitFor();
  await tabTo(page, 'Inspect Planner');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Planner' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Inspect Planner');

  await tabTo(page, 'Respond to Planner');
  await page.keyboard.press('Enter');
  await chip(page, 'Planner').waitFor();
  await page.keyboard.press('Escape');
  await chip(page, 'Planner').waitFor({ state: 'detached' });
  await tabTo(page, 'Respond to Planner');
  await page.keyboard.press('Enter');
  await page.keyboard.type('In Dublin, all of them');
  await page.keyboard.press('Enter');

  await result(page, 'Planner').getByText('In Dublin, all of them').waitFor();
});

const PLAN = 'Plan a call with the design team';

async function press(page: Page, button: string): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

async function write(page: Page, words: string): Promise<void> {
  if ((await focused(page)) !== 'Message Mother') await tabTo(page, 'Message Mother', 'textbox');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** Somebody whose list of chats is short, and who has no other hand than the keyboard. */
async function signUp(page: Page): Promise<{ page: Page; uid: string }> {
  const account = await makeAccount('Fay');
  await signInByEmail(page, account);
  return { page, uid: account.uid };
}

describe('by keyboard alone, with the focus in sight', () => {
  test('a reply is stopped, tried again and rated', async ({ browser, pages }) => {
    const { page } = await signUp(await pages.openAlone(browser));
    await write(page, 'Tell me a long story');
    await mothers(page, 'The lighthouse').waitFor();
    await press(page, 'Stop replying');
    await mothers(page).getByText('Stopped', { exact: true }).waitFor();

    await write(page, 'Hello. Please fail once with 401');
    await page.getByRole('button', { name: 'Retry this reply' }).waitFor();
    await press(page, 'Retry this reply');
    await complete(mothers(page, 'I can only play these scenes')).waitFor();
    await press(page, 'Good reply');
    await page.locator('[aria-label="Good reply"][aria-pressed=true]').waitFor();
    await press(page, 'Bad reply');
    expect(await focused(page)).toBe('What was bad about it? (optional)');
    await page.keyboard.type('Only scenes');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Bad reply');
  });

  test('a task is stopped, and one that has failed is asked again', async ({ browser, pages }) => {
    const { page, uid } = await signUp(await pages.openAlone(browser));
    await write(page, PLAN);
    await question(page, 'Planner').waitFor();
    await press(page, "Stop Planner's task");
    const blocks = task(page, `Task: ${PLAN}`);
    await blocks.getByText('Stopped', { exact: true }).waitFor();

    await write(page, `${PLAN} again`);
    await waitingBar(page).waitFor();
    const chat = pathOf(page, uid);
    const waiting = (await readCollection(`${chat}/tasks`)).find(({ data }) => data['status'] === 'waiting');
    const error = { code: 'question_expired', message: 'The question was not answered within 7 days.' };
    const failed = { status: 'failed', questionId: null, error, finishedAt: new Date() };
    await writeDocument(`${chat}/tasks/${waiting?.id ?? ''}`, failed);
    await press(page, "Ask again Planner's task");
    await complete(mothers(page, 'Planner is trying again.')).waitFor();
  });

  test('an answer that Mother gave is put right', async ({ browser, pages }) => {
    const { page } = await signUp(await pages.openAlone(browser));
    await write(page, 'My hourly rate is 80 euros. Estimate what a website of 24 hours will cost.');
    await result(page, 'Estimator').getByText('1920').first().waitFor();
    await press(page, 'Correct this');
    await page.keyboard.type('90 euros');
    await press(page, 'Save correction');
    await result(page, 'Estimator').getByText('2160').first().waitFor();
  });

  test('a chat is renamed, pinned, taken along, searched for, deleted and brought back', async ({
    browser,
    pages,
  }) => {
    const { page } = await signUp(await pages.openAlone(browser));
    await write(page, 'Hello');
    await complete(mothers(page)).waitFor();
    await press(page, 'Options for Hello');
    await expect.poll(() => focused(page)).toBe('Rename');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Title of the chat' }).waitFor();
    await page.keyboard.type('The greeting');
    await page.keyboard.press('Enter');
    await listed(page, 'The greeting').waitFor();
    expect(await focused(page)).toBe('Options for The greeting');

    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Rename');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('Pin');
    await page.keyboard.press('Enter');
    await pinned(page).getByRole('link', { name: 'The greeting' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Commands' }).waitFor();
    await page.keyboard.type('export markdown');
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(file.suggestedFilename()).toMatch(/^The-greeting-.*\.md$/u);
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await tabTo(page, 'Search chats', 'textbox');
    await page.keyboard.type('greet');
    await page.getByText('1 of 1 chats').waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Options for The greeting');
    await expect.poll(() => focused(page)).toBe('Rename');
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('Delete');
    await page.keyboard.press('Enter');
    await justNow(page).getByText('Chat deleted.').waitFor();
    expect(await focused(page)).toBe('Undo');
    await page.keyboard.press('Enter');
    await listed(page, 'The greeting').waitFor();
    await expect.poll(() => focused(page)).toBe('Message Mother');
    expect(await composer(page).count()).toBe(1);
  });
});

test('the Enter that ends a word of an input method sends nothing, whichever way the browser tells', async ({
  page,
}) => {
  await page.goto('/');
  await composer(page).fill('にほん');
  for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
    await composer(page).evaluate(
      (box, told) =>
        box.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...told }),
        ),
      how,
    );
    expect(await composer(page).inputValue()).toBe('にほん');
  }
  await composer(page).press('Enter');
  await mine(page, 'にほん').waitFor();
});
