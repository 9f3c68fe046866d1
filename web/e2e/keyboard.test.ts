import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { chip, result, waitingBar } from './support/chat.ts';
import { test } from './support/fixtures.ts';

/** More presses than it takes to go once around the page. */
const AROUND = 200;

/** Goes on with Tab until the focus is on this button, and sees where it is all the way. */
async function tabTo(page: Page, button: string): Promise<void> {
  for (let presses = 0; presses < AROUND; presses += 1) {
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => document.hasFocus() && document.activeElement !== document.body)))
      continue;
    const focused = page.locator(':focus');
    expect(await isVisiblyFocused(page), await focused.evaluate((element) => element.outerHTML)).toBe(true);
    if ((await focused.ariaSnapshot()).startsWith(`- button "${button}"`)) return;
  }
  throw new Error(`Tab never came to "${button}".`);
}

/** It has a ring; or, as the composer does, something around it takes another colour. */
const isVisiblyFocused = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) return true;
    const frame = focused.closest('form');
    return frame !== null && frame.matches(':focus-within') && focused.tagName === 'TEXTAREA';
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
