import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import {
  chip,
  choice,
  complete,
  composer,
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
import { glimpses, receipts } from './support/record.ts';

const PLAN = 'Plan a 30-minute kick-off call with the design team for tomorrow.';

describe('work for an agent', () => {
  test('becomes a block that says what happens and for how long, and its result comes back', async ({
    page,
  }) => {
    await startChat(page, 'Plan a call with the team in Berlin');
    await complete(mothers(page, 'I’ve asked Planner')).waitFor();
    await result(page, 'Planner').waitFor();

    const block = task(page, 'Task: Plan a call with the team in Berlin');
    await block.getByText('Done').waitFor();
    const seen = await glimpses(page, /^Task: /u);
    expect(seen.some((text) => /Working.*(?:Thinking|Checking|Looking).*Step 1, \d+ s/su.test(text))).toBe(
      true,
    );
    expect(seen.some((text) => /Step 2, \d+ s/u.test(text))).toBe(true);
    await block.getByText(/\d+ s · [\d,]+ tokens/u).waitFor();
    await result(page, 'Planner').getByText('Europe/Berlin').waitFor();
    await expectAccessible(page, 'delegated-and-done');

    await result(page, 'Planner').getByRole('button', { name: "Go to Planner's task" }).click();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Task: Plan a call with the team in Berlin');
  });

  test('can be read along step by step, but not written to; what it waits for is marked', async ({
    page,
    alice,
    pages,
  }) => {
    await startChat(page, PLAN);
    await question(page, 'Planner').waitFor();
    await task(page, `Task: ${PLAN}`).getByRole('button', { name: 'Inspect Planner' }).click();

    const inspector = page.getByRole('dialog', { name: 'Planner' });
    const transcript = inspector.getByRole('region', { name: 'Transcript of Planner' });
    await transcript.getByText('Brief from Mother').waitFor();
    await transcript.getByText('Planner asked').waitFor();
    await transcript.getByText('Waiting for your answer in the main chat').waitFor();
    expect(await inspector.getByRole('textbox').count()).toBe(0);
    await expectAccessible(page, 'inspector-waiting');

    const elsewhere = await pages.open(alice);
    await elsewhere.goto(new URL(page.url()).pathname);
    await choice(elsewhere, 'Planner', 'Tokyo').click();
    await transcript.getByText('Answered by you').waitFor();
    await transcript.getByText('current_time').waitFor();
    await inspector.getByText('Done').waitFor();
    expect(await transcript.getByText('Waiting for your answer').count()).toBe(0);

    await page.keyboard.press('Escape');
    await inspector.waitFor({ state: 'detached' });
    // The way back does not open again what was closed.
    await page.goBack();
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('an agent asks for what was not said', () => {
  test('Respond leads to the one composer, with a chip; the answer wakes the agent and stands in the result', async ({
    page,
  }) => {
    await page.goto('/');
    await page.getByRole('button', { name: PLAN, exact: true }).click();
    await question(page, 'Planner').getByText('Which time zone are they in?').waitFor();
    await waitingBar(page).getByText('Which time zone are they in?').waitFor();
    await task(page, `Task: ${PLAN}`).getByText('Waiting for you').waitFor();
    expect(await page.title()).toMatch(/^\(\d+\) /u);
    await page
      .getByRole('navigation', { name: 'Chats' })
      .getByRole('link', { name: /kick-off call.*1 waiting for you/u })
      .first()
      .waitFor();
    await expectAccessible(page, 'question-waiting');

    await composer(page).blur();
    await respondInBar(page, 'Planner').click();
    await chip(page, 'Planner').getByText('Which time zone are they in?').waitFor();
    expect(await composer(page).evaluate((box) => box === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Stop replying to Planner' }).click();
    await chip(page, 'Planner').waitFor({ state: 'detached' });

    await task(page, `Task: ${PLAN}`).getByRole('button', { name: 'Respond to Planner' }).click();
    await chip(page, 'Planner').waitFor();
    await expectAccessible(page, 'replying-with-chip');
    await say(page, 'They all sit in Lisbon');

    await result(page, 'Planner').getByText('They all sit in Lisbon').waitFor();
    await result(page, 'Planner').getByText('Europe/Lisbon').first().waitFor();
    await mine(page, 'They all sit in Lisbon').getByText('Planner resumed').waitFor();
    const said = await receipts(page, 'They all sit in Lisbon');
    expect(said).toContain('Passed to Planner');
    expect(said.at(-1)).toBe('Planner resumed');
    await question(page, 'Planner').getByText('Answered by you: They all sit in Lisbon').waitFor();
    expect(await question(page, 'Planner').count()).toBe(1);
    expect(await waitingBar(page).count()).toBe(0);
    expect(await chip(page, 'Planner').count()).toBe(0);
    expect(await page.getByText('Thanks, I’ve passed that on to Planner.').count()).toBe(1);
    await expectAccessible(page, 'answered-and-done');
  });

  test('an option is a button that sends it', async ({ page }) => {
    await startChat(page, PLAN);
    await choice(page, 'Planner', 'New York').click();
    await result(page, 'Planner').getByText('America/New_York').first().waitFor();
    await mine(page, 'New York').getByText('Planner resumed').waitFor();
    await mine(page, 'New York').getByText('To Planner: Which time zone are they in?').waitFor();
  });

  test('an answer in prose finds its way, and is acknowledged in words', async ({ page }) => {
    await startChat(page, PLAN);
    await question(page, 'Planner').waitFor();
    await say(page, 'I think that most of them are somewhere near Tokyo');
    await complete(mothers(page, 'Thanks, I’ve passed that on to Planner.')).waitFor();
    await result(page, 'Planner').getByText('somewhere near Tokyo').waitFor();
    await mine(page, 'near Tokyo').getByText('Planner resumed').waitFor();
    await question(page, 'Planner').getByText('Answered by you').waitFor();
  });

  test('the status region says what needs the person, once, and nothing of what only passes by', async ({
    page,
  }) => {
    await startChat(page, PLAN);
    await choice(page, 'Planner', 'London').click();
    await result(page, 'Planner').waitFor();
    await expect
      .poll(async () => (await glimpses(page, /^status$/u)).join(', '))
      .toMatch(/^Replying, .*Planner needs your input.*, Reply complete$/u);
    const said = (await glimpses(page, /^status$/u)).join('. ').split('. ');
    expect(said).toEqual([
      'Replying',
      'Reply complete',
      'Planner needs your input',
      'Replying',
      'Reply complete',
    ]);
    expect(await page.getByRole('status').count()).toBe(1);
  });
});
