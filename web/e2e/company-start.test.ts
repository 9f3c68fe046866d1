import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

import { company } from '../../emulator-data/company.ts';
import { expectAccessible } from './support/accessible.ts';
import { mine, task } from './support/chat.ts';
import { signInAs, test } from './support/fixtures.ts';

const suggestion = (page: Page, words: RegExp) =>
  page.getByRole('list', { name: 'Suggestions' }).getByRole('button', { name: words });

test('from the sign-in to an agent that works on the demo shop it is three clicks', async ({
  pages,
  browser,
}) => {
  const page = await pages.openAlone(browser);
  let clicks = 0;
  const click = async (target: ReturnType<typeof page.getByRole>) => {
    await target.click();
    clicks += 1;
  };
  await page.goto('/');
  await click(page.getByRole('button', { name: 'Continue as Alice' }));
  await click(page.getByRole('radio', { name: company.name }));
  const prompt = suggestion(page, /order/iu);
  const words = await prompt.first().innerText();
  await click(prompt.first());
  await mine(page, words).waitFor();
  await task(page, /^Task: /u).waitFor();
  expect(clicks).toBe(3);
});

/** Alice, where the demo shop is connected. */
async function inHarbour(pages: { openAlone(browser: Browser): Promise<Page> }, browser: Browser) {
  const page = await pages.openAlone(browser);
  await signInAs(page, 'Alice');
  await page.getByRole('radio', { name: company.name }).check();
  return page;
}

test('an agent without a model looks up an order', async ({ pages, browser }) => {
  const page = await inHarbour(pages, browser);
  await suggestion(page, /What is the status of order 1042/u).click();
  await task(page, /^Task: /u)
    .getByText('Done', { exact: true })
    .waitFor();
  await expectAccessible(page, 'order-status');
});
