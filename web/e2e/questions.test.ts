import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import {
  choice,
  complete,
  mine,
  mothers,
  question,
  respondInBar,
  result,
  say,
  startChat,
  task,
  waitingBar,
} from './support/chat.ts';
import { test } from './support/fixtures.ts';

const PLAN = 'Plan a call with the design team';
const BOTH = 'Plan the launch call and write the announcement for it.';
const ALIKE = 'Plan the launch call and write an invitation for our customers with the local time';
const TOGETHER = /^Question from (?:Planner and Writer|Writer and Planner)$/u;

/** Answers the question that waits, with the chip. */
async function answer(page: Parameters<typeof say>[0], agent: string, words: string): Promise<void> {
  await respondInBar(page, agent).click();
  await say(page, words);
}

describe('several questions of one agent', () => {
  test('three different ones are asked one after the other, and all answers count', async ({ page }) => {
    await startChat(page, 'Plan a workshop step by step');
    await waitingBar(page).getByText('Which time zone are they in?').waitFor();
    await answer(page, 'Planner', 'Madrid');
    await waitingBar(page).getByText('How many people take part?').waitFor();
    await answer(page, 'Planner', 'Around 17');
    await waitingBar(page).getByText('Which day suits best?').waitFor();
    await choice(page, 'Planner', 'Thursday').click();

    const planned = result(page, 'Planner');
    await planned.waitFor();
    expect(await planned.innerText()).toMatch(/Madrid.*Around 17.*Thursday/su);
    expect(await question(page, 'Planner').count()).toBe(3);
    expect(await waitingBar(page).count()).toBe(0);
    await expectAccessible(page, 'three-questions');
  });

  test('one that got no answer is asked again, and at the third time the task fails, with a way to retry', async ({
    page,
  }) => {
    await startChat(page, PLAN);
    await waitingBar(page).waitFor();
    await answer(page, 'Planner', 'no idea');
    await question(page, 'Planner').nth(1).getByText('Which time zone are they in?').waitFor();
    await expectAccessible(page, 'asked-again');
    await waitingBar(page).waitFor();
    await answer(page, 'Planner', 'hm');

    const block = task(page, `Task: ${PLAN}`);
    await block.getByText('The agent asked the same question three times.').waitFor();
    await complete(mothers(page, 'Planner could not finish.')).waitFor();
    expect(await question(page, 'Planner').count()).toBe(2);
    expect(await waitingBar(page).count()).toBe(0);
    await expectAccessible(page, 'task-failed');

    await block.getByRole('button', { name: "Retry Planner's task" }).click();
    await complete(mothers(page, 'Planner is trying again.')).waitFor();
    await block.first().getByText('Tried again below.').waitFor();
    await choice(page, 'Planner', 'Berlin').click();
    await result(page, 'Planner').getByText('Europe/Berlin').first().waitFor();
  });
});

describe('a task that is stopped while it waits', () => {
  test('asks no more: block, card and bar say so', async ({ page }) => {
    await startChat(page, PLAN);
    await waitingBar(page).waitFor();
    await say(page, 'Stop the planner');
    await complete(mothers(page, 'Stopped:')).waitFor();
    await task(page, `Task: ${PLAN}`).getByText('Stopped', { exact: true }).waitFor();
    await question(page, 'Planner').getByText('It is no longer needed.').waitFor();
    await waitingBar(page).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Respond to Planner' }).count()).toBe(0);
    await expectAccessible(page, 'stopped');
  });
});

describe('two agents that wait', () => {
  test('can be answered in the other order, each by its chip', async ({ page }) => {
    await startChat(page, BOTH);
    await respondInBar(page, 'Planner').waitFor();
    await respondInBar(page, 'Writer').waitFor();
    expect(await page.title()).toMatch(/^\(\d+\) /u);
    const cards = await page.getByRole('article', { name: /^Question from / }).allInnerTexts();
    const bar = await waitingBar(page).getByRole('listitem').allInnerTexts();
    expect(bar.map((text) => text.includes('Planner'))).toEqual(
      cards.map((text) => text.includes('Planner')),
    );
    await expectAccessible(page, 'two-agents-waiting');
    const [first, second] = (await waitingBar(page).getByRole('listitem').allInnerTexts()).map((text) =>
      text.includes('Planner:') ? 'Planner' : 'Writer',
    );
    const words = new Map([
      ['Planner', 'in Vienna'],
      ['Writer', 'our suppliers'],
    ]);

    await answer(page, second ?? '', words.get(second ?? '') ?? '');
    await respondInBar(page, second ?? '').waitFor({ state: 'detached' });
    await answer(page, first ?? '', words.get(first ?? '') ?? '');

    await result(page, 'Planner').getByText('Europe/Vienna').first().waitFor();
    await result(page, 'Writer').getByText('our suppliers').waitFor();
    await mine(page, 'in Vienna').getByText('Planner resumed').waitFor();
    await mine(page, 'our suppliers').getByText('Writer resumed').waitFor();
    expect(await waitingBar(page).count()).toBe(0);
  });

  test('can be answered by one message, of which each gets its part', async ({ page }) => {
    await startChat(page, BOTH);
    await respondInBar(page, 'Planner').waitFor();
    await respondInBar(page, 'Writer').waitFor();
    await say(page, 'They are in Oslo, and it is for our volunteers');

    await result(page, 'Planner').getByText('Europe/Oslo').first().waitFor();
    await result(page, 'Writer').getByText('volunteers').first().waitFor();
    await complete(mothers(page, /Thanks, I’ve passed that on to/u)).waitFor();
    await mine(page, 'They are in Oslo')
      .getByText(/^(?:Planner and Writer|Writer and Planner) resumed$/u)
      .waitFor();
  });

  test('can be answered by one message that names each of them after its part', async ({ page }) => {
    await startChat(page, BOTH);
    await respondInBar(page, 'Planner').waitFor();
    await respondInBar(page, 'Writer').waitFor();
    await say(page, 'Oslo for the planner and our guests for the writer');

    await result(page, 'Planner').getByText('Europe/Oslo').first().waitFor();
    await result(page, 'Writer').getByText('guests').first().waitFor();
    await complete(mothers(page, /Thanks, I’ve passed that on to/u)).waitFor();
    await mine(page, 'Oslo for the planner')
      .getByText(/^(?:Planner and Writer|Writer and Planner) resumed$/u)
      .waitFor();
    expect(await waitingBar(page).count()).toBe(0);
  });

  test('are both meant by the same words: one message asks which, with a button each', async ({ page }) => {
    await startChat(page, BOTH);
    await respondInBar(page, 'Planner').waitFor();
    await respondInBar(page, 'Writer').waitFor();
    await say(page, 'Our team in Berlin');

    const asking = complete(mothers(page, 'Is this for'));
    const forWriter = asking.getByRole('button', { name: 'For Writer: Our team in Berlin' });
    const forPlanner = asking.getByRole('button', { name: 'For Planner: Our team in Berlin' });
    await forWriter.waitFor();
    await forPlanner.waitFor();
    await expectAccessible(page, 'which-question');
    await forPlanner.click();

    await result(page, 'Planner').getByText('Europe/Berlin').first().waitFor();
    expect(await forPlanner.count()).toBe(0);
    expect(await forWriter.count()).toBe(0);
    expect(await asking.count()).toBe(1);
    expect(await mine(page, 'Our team in Berlin').count()).toBe(2);
    await mine(page, 'To Planner:').getByText('Planner resumed').waitFor();
    expect(await waitingBar(page).getByRole('listitem').count()).toBe(1);
  });

  test('get nothing of a message that answers neither: Mother says who waits for what', async ({ page }) => {
    await startChat(page, BOTH);
    await respondInBar(page, 'Planner').waitFor();
    await respondInBar(page, 'Writer').waitFor();
    await say(page, 'Oh well');
    await complete(mothers(page, 'I am not sure whose question that answers')).waitFor();
    expect(await waitingBar(page).getByRole('listitem').count()).toBe(2);
  });
});

describe('two agents that ask the same', () => {
  test('ask it in one card, which the answer of either takes away', async ({ page }) => {
    await startChat(page, ALIKE);
    const card = page.getByRole('article', { name: TOGETHER });
    await card.getByText(/^Agents .* and .* need input:$/u).waitFor();
    expect(await waitingBar(page).getByRole('listitem').count()).toBe(1);
    await expectAccessible(page, 'same-question');

    await task(page, /^Task: Write an invitation/u)
      .getByRole('button', { name: 'Respond to Writer' })
      .click();
    await say(page, 'Lisbon');
    await result(page, 'Planner').getByText('Europe/Lisbon').first().waitFor();
    await result(page, 'Writer').getByText('local ones: Lisbon').waitFor();
    await mine(page, 'Lisbon')
      .getByText(/^(?:Planner and Writer|Writer and Planner) resumed$/u)
      .waitFor();
    await page
      .getByText(/Thanks, I’ve passed that on to (?:Planner and Writer|Writer and Planner)\./u)
      .waitFor();
    expect(await waitingBar(page).count()).toBe(0);
    expect(await card.getByRole('button', { name: /^Correct this/u }).count()).toBe(2);
    await expectAccessible(page, 'same-question-answered');
  });

  test('one is stopped: the card asks for the other', async ({ page }) => {
    await startChat(page, ALIKE);
    await page.getByRole('article', { name: TOGETHER }).waitFor();
    await page.getByRole('button', { name: "Stop Planner's task" }).click();
    await question(page, 'Writer').getByText('Agent Writer needs input:').waitFor();
    await choice(page, 'Writer', 'Tokyo').click();
    await result(page, 'Writer').getByText('local ones: Tokyo').waitFor();
  });
});
