import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import {
  choice,
  composer,
  log,
  pathOf,
  question,
  respondInBar,
  result,
  say,
  startChat,
  task,
  waitingBar,
} from './support/chat.ts';
import { readCollection, writeDocument } from './support/emulators.ts';
import { signInAs, test } from './support/fixtures.ts';
import { glimpses } from './support/record.ts';

const ESTIMATE = 'My hourly rate is 80 euros. Estimate what a website of 24 hours will cost.';
const PLAN = 'Plan a call with the design team';

const correctThis = (within: Page | Locator) => within.getByRole('button', { name: /^Correct this/u });
const form = (page: Page, agent: string) =>
  page.getByRole('form', { name: `Correct the answer for ${agent}` });
const rightAnswer = (page: Page, agent: string) =>
  form(page, agent).getByRole('textbox', { name: `The right answer for ${agent}` });

/** Nothing of it is above what is in view of the conversation, or below. */
async function isWholeInView(part: Locator): Promise<boolean> {
  const [inner, outer] = await Promise.all([part.boundingBox(), log(part.page()).boundingBox()]);
  if (!inner || !outer) return false;
  return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}

const blocks = (page: Page) => task(page, /^Task: /u);

describe('an answer that Mother took from what was said', () => {
  test('is put right: the work goes on from the right one, and both tries say so', async ({ page }) => {
    await startChat(page, ESTIMATE);
    await result(page, 'Estimator').getByText('1920').first().waitFor();
    await correctThis(page).click();
    await form(page, 'Estimator').getByText('“80 euros”').waitFor();
    expect(await rightAnswer(page, 'Estimator').inputValue()).toBe('');
    expect(await rightAnswer(page, 'Estimator').evaluate((box) => box === document.activeElement)).toBe(true);
    await expectAccessible(page, 'correcting');

    await rightAnswer(page, 'Estimator').press('Escape');
    await form(page, 'Estimator').waitFor({ state: 'detached' });
    await expect
      .poll(() => correctThis(page).evaluate((button) => button === document.activeElement))
      .toBe(true);

    await correctThis(page).click();
    await rightAnswer(page, 'Estimator').fill('90 euros');
    await form(page, 'Estimator').getByRole('button', { name: 'Save correction' }).click();
    await page.getByText('Corrected: “80 euros” → “90 euros”').waitFor();
    await result(page, 'Estimator').getByText('2160').first().waitFor();
    await log(page)
      .getByText(/^You corrected the answer for Estimator to “90 euros”, \d\d:\d\d\. Done$/u)
      .waitFor();
    await expect.poll(() => blocks(page).count()).toBe(2);
    await blocks(page).nth(1).getByText('Goes on from the corrected answer').waitFor();
    await blocks(page).first().getByText('Replaced', { exact: true }).waitFor();
    expect((await glimpses(page, /^status$/u)).join()).toContain('Answer corrected');
    await expectAccessible(page, 'corrected');

    await blocks(page).first().getByRole('button', { name: 'Replaced by another try' }).click();
    expect(
      await blocks(page)
        .nth(1)
        .evaluate((block) => block === document.activeElement),
    ).toBe(true);
  });
});

describe('an answer of one’s own', () => {
  test('is put right by an option, and once more in words', async ({ page }) => {
    await startChat(page, PLAN);
    await choice(page, 'Planner', 'Berlin').click();
    await result(page, 'Planner').getByText('Europe/Berlin').first().waitFor();
    await correctThis(question(page, 'Planner')).click();
    const options = form(page, 'Planner').getByRole('button', { name: /^Correct to / });
    expect(await options.allInnerTexts()).not.toContain('Berlin');
    await expect.poll(() => isWholeInView(form(page, 'Planner'))).toBe(true);
    await expectAccessible(page, 'correcting-with-options');
    await expect.poll(() => isWholeInView(form(page, 'Planner'))).toBe(true);
    await form(page, 'Planner').getByRole('button', { name: 'Correct to Tokyo' }).click();
    await result(page, 'Planner').getByText('Asia/Tokyo').first().waitFor();
    await question(page, 'Planner').getByText('Corrected: “Berlin” → “Tokyo”').waitFor();

    await correctThis(question(page, 'Planner')).click();
    await form(page, 'Planner').getByText('“Tokyo”').waitFor();
    await rightAnswer(page, 'Planner').fill('Tokyo');
    await rightAnswer(page, 'Planner').press('Enter');
    await form(page, 'Planner').getByText('This is the answer that it already has.').waitFor();
    await rightAnswer(page, 'Planner').fill('In Lisbon');
    await rightAnswer(page, 'Planner').press('Enter');
    await result(page, 'Planner').getByText('Europe/Lisbon').first().waitFor();
    await question(page, 'Planner').getByText('Corrected: “Berlin” → “In Lisbon”').waitFor();
    await expect.poll(() => blocks(page).count()).toBe(3);
    await expect.poll(() => blocks(page).getByText('Replaced by another try').count()).toBe(2);
  });

  test('can be put right while a later question waits: that one is asked anew', async ({ page }) => {
    await startChat(page, 'Plan a workshop step by step');
    await respondInBar(page, 'Planner').click();
    await say(page, 'Madrid');
    await waitingBar(page).getByText('How many people take part?').waitFor();
    await correctThis(question(page, 'Planner').first()).click();
    await rightAnswer(page, 'Planner').fill('Lisbon');
    await rightAnswer(page, 'Planner').press('Enter');

    await blocks(page).nth(1).getByText('Waiting for you').waitFor();
    await question(page, 'Planner').nth(1).getByText('It is no longer needed.').waitFor();
    await waitingBar(page).getByText('How many people take part?').waitFor();
    expect(await page.title()).toMatch(/^\(\d+\) /u);
    await respondInBar(page, 'Planner').click();
    await say(page, '12');
    await waitingBar(page).getByText('Which day suits best?').waitFor();
    await choice(page, 'Planner', 'Thursday').click();
    await result(page, 'Planner').getByText('Lisbon').first().waitFor();
  });

  test('takes at most 8,000 characters, and goes out when there is a network again', async ({
    browser,
    pages,
  }) => {
    pages.expectedErrors.push(/net::ERR_INTERNET_DISCONNECTED/u);
    const page = await pages.openAlone(browser);
    await signInAs(page, 'Bob');
    await startChat(page, PLAN);
    await choice(page, 'Planner', 'Berlin').click();
    await result(page, 'Planner').waitFor();
    await correctThis(page).click();
    await rightAnswer(page, 'Planner').fill('é'.repeat(8_001));
    await rightAnswer(page, 'Planner').press('Enter');
    await form(page, 'Planner')
      .getByText('An answer has at most 8,000 characters: shorten it by 1.')
      .waitFor();
    expect(await rightAnswer(page, 'Planner').getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(page, 'correction-too-long');

    await page.context().setOffline(true);
    await rightAnswer(page, 'Planner').fill('London');
    await rightAnswer(page, 'Planner').press('Enter');
    await question(page, 'Planner').getByText('Your correction is on its way: “London”').waitFor();
    expect(await correctThis(page).count()).toBe(0);
    expect(await composer(page).evaluate((box) => box === document.activeElement)).toBe(true);
    await expectAccessible(page, 'correction-on-its-way');
    await page.context().setOffline(false);
    await question(page, 'Planner').getByText('Corrected: “Berlin” → “London”').waitFor();
    await result(page, 'Planner').getByText('Europe/London').first().waitFor();
    expect(await blocks(page).count()).toBe(2);
  });
});

test('a question that expired: Ask again starts another try, which asks it', async ({ page }) => {
  await startChat(page, PLAN);
  await question(page, 'Planner').waitFor();
  const chat = pathOf(page, 'alice');
  const [stored] = await readCollection(`${chat}/tasks`);
  const message = 'The question was not answered within 7 days. Ask again to start over.';
  await writeDocument(`${chat}/tasks/${stored?.id ?? ''}`, {
    status: 'failed',
    questionId: null,
    error: { code: 'question_expired', message },
    finishedAt: new Date(),
  });

  const first = blocks(page).first();
  await first.getByText(message).waitFor();
  await expectAccessible(page, 'ask-again');
  await first.getByRole('button', { name: "Ask again Planner's task" }).click();
  await blocks(page).nth(1).getByText('Another try').waitFor();
  await first.getByRole('button', { name: 'Tried again below.' }).click();
  await expect
    .poll(() =>
      blocks(page)
        .nth(1)
        .evaluate((block) => block === document.activeElement),
    )
    .toBe(true);
  await choice(page, 'Planner', 'Berlin').last().click();
  await result(page, 'Planner').getByText('Europe/Berlin').first().waitFor();
});
