import { expect } from 'vitest';

import { company } from '../../emulator-data/company.ts';
import { mine, task } from './support/chat.ts';
import { test } from './support/fixtures.ts';

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
  const prompt = page.getByRole('list', { name: 'Suggestions' }).getByRole('button', { name: /order/iu });
  const words = await prompt.first().innerText();
  await click(prompt.first());
  await mine(page, words).waitFor();
  await task(page, /^Task: /u).waitFor();
  expect(clicks).toBe(3);
});
