import { describe, expect } from 'vitest';

import {
  choice,
  complete,
  composer,
  mine,
  mothers,
  question,
  result,
  say,
  startChat,
} from './support/chat.ts';
import { signInAs, test } from './support/fixtures.ts';

describe('two tabs of one person agree', () => {
  test('on a draft: what is written in one stands in the other, and is gone when it is sent', async ({
    page,
    alice,
    pages,
  }) => {
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    const other = await pages.open(alice);
    await other.goto(page.url());
    await composer(other).fill('Thanks');
    await expect.poll(() => composer(page).inputValue()).toBe('Thanks');
    await composer(page).fill('Thanks a lot');
    await expect.poll(() => composer(other).inputValue()).toBe('Thanks a lot');
    await composer(other).press('Enter');
    await expect.poll(() => composer(page).inputValue()).toBe('');
    await complete(mothers(page, 'You’re welcome')).waitFor();
    expect(await mine(page, 'Thanks a lot').count()).toBe(1);
  });

  test('on the theme, in the bar of the browser too; what the system has counts again when it is chosen', async ({
    browser,
    pages,
  }) => {
    const page = await pages.openAlone(browser);
    await signInAs(page, 'Alice');
    const other = await pages.open(page.context());
    await other.goto('/');
    /** Of the page, and of what is around it: its colour where the system is light. */
    const shown = (tab: typeof page) =>
      tab.evaluate(() => {
        const metas = [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')];
        const bar = metas.find(({ media }) => matchMedia(media).matches)?.content;
        return `${getComputedStyle(document.documentElement).colorScheme} ${bar}`;
      });
    const choose = async (theme: string) => {
      await page.getByRole('button', { name: 'Account of Alice' }).click();
      await page.getByRole('menuitemradio', { name: theme }).click();
    };
    await other.getByRole('button', { name: 'Account of Alice' }).click();
    await other.keyboard.press('Escape');
    for (const tab of [page, other]) expect(await shown(tab)).toBe('light dark #f5f6f1');

    await choose('Dark');
    for (const tab of [page, other]) await expect.poll(() => shown(tab)).toBe('dark #111614');
    await other.reload();
    expect(await shown(other)).toBe('dark #111614');
    await choose('System');
    await expect.poll(() => shown(page)).toBe('light dark #f5f6f1');
  });

  test('on a draft that is sent in one while the other shows no chat: it does not come back there', async ({
    page,
    alice,
    pages,
  }) => {
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    await composer(page).fill('Thanks');
    const other = await pages.open(alice);
    await other.goto(page.url());
    await page.evaluate(() => history.pushState(null, '', '/company/personal-alice/runs'));
    await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')));
    await page.getByRole('heading', { name: 'Runs', level: 2 }).waitFor();
    await composer(other).press('Enter');
    await complete(mothers(other, 'You’re welcome')).waitFor();
    await page.goBack();
    await mine(page, 'Thanks').waitFor();
    expect(await composer(page).inputValue()).toBe('');
  });

  test('on a stop: asked for in one, it is under way and then done in both', async ({
    page,
    alice,
    pages,
  }) => {
    await startChat(page, 'Tell me a long story');
    await mothers(page, 'The lighthouse').waitFor();
    const other = await pages.open(alice);
    await other.goto(page.url());
    await other.getByRole('button', { name: 'Stop replying', exact: true }).click();
    for (const tab of [page, other]) {
      await mothers(tab).getByText('Stopped', { exact: true }).waitFor();
      await tab.getByText('You asked to stop the reply, ').getByText('Done').waitFor();
    }
    await expect.poll(() => mothers(page).innerText()).toBe(await mothers(other).innerText());
  });

  test('on an answer: given in one, it is not asked for in the other any more', async ({
    page,
    alice,
    pages,
  }) => {
    await startChat(page, 'Plan a call with the design team');
    await choice(page, 'Planner', 'Berlin').waitFor();
    const other = await pages.open(alice);
    await other.goto(page.url());
    await choice(other, 'Planner', 'Berlin').click();
    for (const tab of [page, other]) {
      await result(tab, 'Planner').waitFor();
      expect(await choice(tab, 'Planner', 'Berlin').count()).toBe(0);
      expect(await question(tab, 'Planner').count()).toBe(1);
    }
    await say(page, 'Thanks');
    await complete(mothers(other, 'You’re welcome')).waitFor();
  });
});
