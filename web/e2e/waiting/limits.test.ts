import { describe, expect } from 'vitest';

import { expectAccessible } from '../support/accessible.ts';
import { choice, complete, mothers, question, result, say, startChat, task } from '../support/chat.ts';
import { test } from '../support/fixtures.ts';

describe('more tasks than may be at work at once', () => {
  test('the one too many is queued, and starts when another has finished', async ({ page }) => {
    await startChat(page, 'Plan the launch call and write the announcement for it');
    await question(page, 'Planner').waitFor();
    await question(page, 'Writer').waitFor();
    await say(page, 'Plan a call with the sales team and estimate a website');
    await question(page, 'Estimator').waitFor();
    await say(page, 'Plan a dinner with our neighbours');

    const last = task(page, 'Task: Plan a dinner with our neighbours');
    await last.getByText('Queued', { exact: true }).waitFor();
    await last.getByText('It starts when another task has finished.').waitFor();
    await last.getByRole('button', { name: "Stop Planner's task" }).waitFor();
    await expectAccessible(page, 'queued');

    await choice(page, 'Writer', 'Customers').click();
    await result(page, 'Writer').waitFor();
    await last.getByText('Waiting for you', { exact: true }).waitFor();
    await last.getByText('Which time zone are they in?').waitFor();
    await choice(page, 'Planner', 'Berlin').click();
    await last.getByText('Done', { exact: true }).waitFor();
  });
});

describe('an agent that comes to no end', () => {
  for (const [how, manner, state] of [
    ['one step after the other', '', 'all-steps-used'],
    ['ever more calls of its tools', ', 20 sums at once', 'all-calls-used'],
  ] as const) {
    test(`${how}: its task fails, says so, and can be tried again`, async ({ page }) => {
      await startChat(page, `Estimate a website of 24 hours; the agent calculates without end${manner}`);
      const blocks = task(page, /^Task: Estimate a website of 24 hours/u);
      await blocks.getByText('Failed', { exact: true }).waitFor();
      const reason = page.getByText('The agent used all the steps it may take without finishing.');
      await reason.waitFor();
      await complete(mothers(page, 'Estimator could not finish.')).waitFor();
      expect(await reason.count()).toBe(1);
      await expectAccessible(page, state);

      await blocks.getByRole('button', { name: "Retry Estimator's task" }).click();
      await complete(mothers(page, 'Estimator is trying again.')).waitFor();
      await blocks.first().getByText('Tried again below.').waitFor();
      await blocks.nth(1).waitFor();
    });
  }
});
