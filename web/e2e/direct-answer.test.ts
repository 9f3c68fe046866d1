import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { complete, composer, log, mine, mothers, say, startChat } from './support/chat.ts';
import { signInAs, test } from './support/fixtures.ts';
import { glimpses, receipts } from './support/record.ts';

describe('signing in', () => {
  test('takes one click, and an empty chat offers each scene', async ({ browser, pages }) => {
    const page = await pages.openAlone(browser);
    await page.goto('/');
    await page.getByRole('button', { name: 'Continue as Bob' }).waitFor();
    await expectAccessible(page, 'sign-in');

    await signInAs(page, 'Bob');

    const suggestions = page.getByRole('list', { name: 'Suggestions' }).getByRole('button');
    await suggestions.first().waitFor();
    expect((await suggestions.allInnerTexts()).toSorted()).toEqual([
      'My hourly rate is 80 euros. Estimate what a website of 24 hours will cost.',
      'Plan a 30-minute kick-off call with the design team for tomorrow.',
      'Plan the launch call and write the announcement for it.',
      'What can you do for me?',
      'Write an announcement: our office moves to the harbour on 1 March.',
    ]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Message Mother',
    );
    await expectAccessible(page, 'empty-chat');
  });
});

describe('a direct answer', () => {
  test('a suggestion starts a chat, and the answer grows while it comes', async ({ page }) => {
    await page.goto('/');
    const suggestions = page.getByRole('list', { name: 'Suggestions' });
    await suggestions.getByRole('button', { name: 'What can you do for me?' }).click();

    const answer = complete(mothers(page, 'I am Mother'));
    await answer.waitFor();
    const seen = await glimpses(page, /^Mother, /u);
    const lengths = new Set(seen.filter((text) => text.includes('I am Mother')).map((text) => text.length));
    expect(lengths.size).toBeGreaterThan(2);
    expect(await mothers(page).count()).toBe(1);
    expect(await answer.getByRole('listitem').count()).toBeGreaterThan(4);
    await expectAccessible(page, 'direct-answer');
  });

  test('the message says how far it has come: sent, then read', async ({ page }) => {
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    await mine(page, 'Hello').getByText('Read').waitFor();
    const seen = await receipts(page, 'Hello');
    // What follows at once may be seen at once: a step may be left out, but none comes back.
    expect(seen).toEqual(['Sending…', 'Sent', 'Read'].filter((step) => seen.includes(step)));
    expect([seen[0], seen.at(-1)]).toEqual(['Sending…', 'Read']);
  });

  test('tables and code are drawn, and code can be copied', async ({ page }) => {
    await startChat(page, 'Show me a table');
    await complete(mothers(page)).getByRole('table').waitFor();
    await say(page, 'Show me code');
    await complete(mothers(page)).getByRole('button', { name: /copy/iu }).waitFor();
    await expectAccessible(page, 'table-and-code');
  });

  test('anything that is in no scene gets the list of scenes, and how to connect a model', async ({
    page,
  }) => {
    await startChat(page, 'Why is the sky blue?');
    const answer = complete(mothers(page, 'I can only play these scenes'));
    await answer.waitFor();
    await answer.getByText('functions/.secret.local').waitFor();
    await answer.getByText('OPENAI_API_KEY=').waitFor();
    await answer.getByText('npm start').waitFor();
  });
});

describe('what is heard', () => {
  test('the log is not live, and the one status region says that the reply comes and is complete', async ({
    page,
  }) => {
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    expect(await log(page).getAttribute('aria-live')).toBe('off');
    expect(await page.getByRole('status').count()).toBe(1);
    expect(await page.locator('[aria-live]:not([aria-live=off])').count()).toBe(1);
    await expect.poll(() => glimpses(page, /^status$/u)).toEqual(['Replying', 'Reply complete']);
    expect(await composer(page).isEnabled()).toBe(true);
  });
});
