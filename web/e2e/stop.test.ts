import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { story } from '../../emulator-data/demo/story.ts';
import { expectAccessible } from './support/accessible.ts';
import {
  chip,
  choice,
  complete,
  composer,
  log,
  mothers,
  question,
  respondInBar,
  result,
  say,
  startChat,
  task,
  waitingBar,
} from './support/chat.ts';
import { signInAs, test } from './support/fixtures.ts';
import { glimpses } from './support/record.ts';

const PLAN = 'Plan a call with the design team';
const BOTH = 'Plan the launch call and write the announcement for it.';

const stopReply = (page: Page) => page.getByRole('button', { name: 'Stop replying', exact: true });
const stopPlanner = (page: Page) => page.getByRole('button', { name: "Stop Planner's task" });

/** The line that stands for a stop of the person's. */
const asked = (page: Page, what: string) => log(page).getByText(`You asked to stop ${what}, `);

describe('the reply', () => {
  test('ends where it is: what was written stays, also after a reload, and the next message is answered', async ({
    page,
  }) => {
    await startChat(page, 'Tell me a long story');
    await mothers(page, 'The lighthouse').waitFor();
    await composer(page).fill('Hello');
    await stopReply(page).click();

    await complete(mothers(page)).getByText('Stopped', { exact: true }).waitFor();
    await asked(page, 'the reply').getByText('Done').waitFor();
    await stopReply(page).waitFor({ state: 'detached' });
    const kept = await mothers(page).innerText();
    expect(kept.length).toBeLessThan(story.length);
    expect(kept).not.toContain('The end.');
    expect((await glimpses(page, /^status$/u)).join()).toMatch(/Reply stopped$/u);
    expect(await composer(page).inputValue()).toBe('Hello');
    expect(await composer(page).evaluate((box) => box === document.activeElement)).toBe(true);
    await expectAccessible(page, 'reply-stopped');

    await page.reload();
    await mothers(page).getByText('Stopped', { exact: true }).waitFor();
    expect(await mothers(page).innerText()).toBe(kept);
    await composer(page).press('Enter');
    await complete(mothers(page, 'Hello, good to see you')).waitFor();
  });

  test('ends with Escape; a chip goes first', async ({ page }) => {
    await startChat(page, PLAN);
    await question(page, 'Planner').waitFor();
    await say(page, 'Tell me a long story');
    await mothers(page, 'The lighthouse').waitFor();
    await respondInBar(page, 'Planner').click();
    await chip(page, 'Planner').waitFor();
    await composer(page).press('Escape');
    await chip(page, 'Planner').waitFor({ state: 'detached' });
    expect(await asked(page, 'the reply').count()).toBe(0);
    await composer(page).press('Escape');
    await mothers(page).getByText('Stopped', { exact: true }).waitFor();
    await waitingBar(page).getByText('Which time zone are they in?').waitFor();
  });
});

describe('a task', () => {
  test('that waits ends with its question, and one line says so', async ({ page }) => {
    await startChat(page, PLAN);
    await question(page, 'Planner').waitFor();
    await stopPlanner(page).click();

    const block = task(page, `Task: ${PLAN}`);
    await block.getByText('Stopped', { exact: true }).waitFor();
    await asked(page, "Planner's task").getByText('Done').waitFor();
    await question(page, 'Planner').getByText('It is no longer needed.').waitFor();
    await waitingBar(page).waitFor({ state: 'detached' });
    expect(await stopPlanner(page).count()).toBe(0);
    await expect.poll(async () => (await glimpses(page, /^status$/u)).at(-1)).toBe('Stopped');
    expect(await page.getByRole('button', { name: 'Stop all' }).count()).toBe(0);
    await expectAccessible(page, 'task-stopped');
  });

  test('is stopped as soon as there is a network again', async ({ browser, pages }) => {
    pages.expectedErrors.push(/net::ERR_INTERNET_DISCONNECTED/u);
    const page = await pages.openAlone(browser);
    await signInAs(page, 'Bob');
    await startChat(page, PLAN);
    await question(page, 'Planner').waitFor();
    await page.context().setOffline(true);
    await stopPlanner(page).click();
    await asked(page, "Planner's task").getByText('Sending…').waitFor();
    const stopping = page.getByRole('button', { name: "Stopping… Planner's task" });
    await stopping.waitFor();
    expect(await stopping.getAttribute('aria-disabled')).toBe('true');
    await expectAccessible(page, 'task-stopping-offline');

    await page.context().setOffline(false);
    await task(page, `Task: ${PLAN}`).getByText('Stopped', { exact: true }).waitFor();
    await asked(page, "Planner's task").getByText('Done').waitFor();
    expect(await asked(page, "Planner's task").count()).toBe(1);
  });

  test('that has ended meanwhile: the line says that there was nothing left to stop', async ({
    page,
    browser,
    pages,
  }) => {
    pages.expectedErrors.push(/net::ERR_INTERNET_DISCONNECTED/u);
    const late = await pages.openAlone(browser);
    await signInAs(late, 'Alice');
    await startChat(page, PLAN);
    await late.goto(page.url());
    await question(late, 'Planner').waitFor();
    await late.context().setOffline(true);
    await stopPlanner(late).click();
    await choice(page, 'Planner', 'Berlin').click();
    await result(page, 'Planner').waitFor();

    await late.context().setOffline(false);
    const refusal = 'There was nothing left to stop: it had already ended.';
    await asked(late, "Planner's task").getByText(refusal).waitFor();
    await task(late, `Task: ${PLAN}`).getByText('Done', { exact: true }).waitFor();
    await expectAccessible(late, 'stop-refused');
  });
});

test('everything: two agents that wait end at once', async ({ page }) => {
  await startChat(page, BOTH);
  await respondInBar(page, 'Planner').waitFor();
  await respondInBar(page, 'Writer').waitFor();
  await expectAccessible(page, 'stop-all-offered');
  await waitingBar(page).getByRole('button', { name: 'Stop all' }).click();

  await asked(page, 'everything').getByText('Done').waitFor();
  const stopped = task(page, /^Task: /u).getByText('Stopped', { exact: true });
  await expect.poll(() => stopped.count()).toBe(2);
  await waitingBar(page).waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Stop all' }).count()).toBe(0);
  await expectAccessible(page, 'all-stopped');
});
