import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { choice, mine, question, result, startChat, task, waitingBar } from './support/chat.ts';
import { test } from './support/fixtures.ts';
import { asked, glimpses } from './support/record.ts';

const SAID = 'My hourly rate is 80 euros.';
const WORK = 'Estimate what a website of 24 hours will cost.';

describe('an agent asks for what the person has said', () => {
  test('they are never asked, however long Mother checks; one line shows what was passed on, and why', async ({
    page,
  }) => {
    await startChat(page, `${SAID} ${WORK} Take your time.`);
    await task(page, /^Task: /u)
      .getByText('Mother is checking whether she knows the answer.')
      .waitFor();
    await result(page, 'Estimator').getByText('1920').first().waitFor();

    expect(await asked(page)).toEqual([]);
    expect((await glimpses(page, /^status$/u)).join()).not.toContain('needs your input');
    const line = page.getByText('Answered for Estimator: “80 euros”, from your message at');
    expect(await line.count()).toBe(1);
    await expectAccessible(page, 'answered-from-context');

    await page.getByText('Why', { exact: true }).click();
    await page.getByText('Estimator asked: What is the hourly rate?').waitFor();
    await page.getByText(`You said: “${SAID}”`).waitFor();
    await line.getByRole('button', { name: /^Show your message at/u }).click();
    expect(await mine(page, SAID).evaluate((article) => article === document.activeElement)).toBe(true);
    await expectAccessible(page, 'answered-from-context-why');
  });

  test('a quote that they did not write is not believed: they are asked, and her guess is one button', async ({
    page,
  }) => {
    await startChat(page, `${SAID} ${WORK} Take your time. Misquote me.`);
    await question(page, 'Estimator').getByText('What is the hourly rate?').waitFor();
    await waitingBar(page).waitFor();
    expect((await asked(page)).length).toBeGreaterThan(0);
    expect(await page.getByText('Answered for Estimator').count()).toBe(0);
    await expectAccessible(page, 'relayed-with-suggestion');

    await choice(page, 'Estimator', '80 euros').click();
    await mine(page, /^.*To Estimator: What is the hourly rate\?80 euros/u)
      .getByText('Estimator resumed')
      .waitFor();
    await result(page, 'Estimator').getByText('1920').first().waitFor();
  });

  test('a number that stands in no quote is not believed either', async ({ page }) => {
    await startChat(page, `${SAID} ${WORK} Round it up.`);
    await question(page, 'Estimator').getByText('What is the hourly rate?').waitFor();
    expect(await page.getByText('Answered for Estimator').count()).toBe(0);
    await choice(page, 'Estimator', '100 euros').click();
    await result(page, 'Estimator').getByText('2400').first().waitFor();
  });
});
