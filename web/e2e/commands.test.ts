import { readFileSync } from 'node:fs';

import type { Page } from 'playwright-core';
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
  result,
  say,
  startChat,
  task,
} from './support/chat.ts';
import { test } from './support/fixtures.ts';

const PLAN = 'Plan a call with the design team';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' });
const command = (page: Page, name: string | RegExp) => palette(page).getByRole('option', { name });

async function choose(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await palette(page).waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await palette(page).waitFor({ state: 'detached' });
}

describe('the command palette', () => {
  test('finds by words what can be done here, all by keyboard', async ({ page }) => {
    await startChat(page, PLAN);
    await question(page, 'Planner').waitFor();
    await page.keyboard.press('Control+k');
    await command(page, 'Respond to Planner: Which time zone are they in?').waitFor();
    await command(page, `Stop Planner's task: ${PLAN}`).waitFor();
    expect(await command(page, 'Stop all').count()).toBe(0);
    expect(
      await palette(page)
        .getByRole('combobox')
        .evaluate((input) => input === document.activeElement),
    ).toBe(true);
    await expectAccessible(page, 'commands');
    await page.keyboard.type('zzz');
    await palette(page).getByText('Nothing here has these words.').waitFor();
    await expectAccessible(page, 'commands-none');
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
    await expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true);

    await choose(page, 'respond planner');
    await chip(page, 'Planner').waitFor();
    await expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true);

    await choose(page, 'theme dark');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await choose(page, 'theme system');

    await page.keyboard.press('Control+k');
    await page.keyboard.type('stop');
    await page.keyboard.press('ArrowUp');
    expect(await palette(page).getByRole('option', { selected: true }).innerText()).toContain('Stop');
    await page.keyboard.press('Enter');
    await task(page, `Task: ${PLAN}`).getByText('Stopped', { exact: true }).waitFor();

    await choose(page, 'new chat');
    await page.getByRole('list', { name: 'Suggestions' }).waitFor();
  });

  test('stops the reply, and leads to other chats', async ({ page }) => {
    await startChat(page, 'Hello, this one is to be found again');
    await complete(mothers(page)).waitFor();
    await startChat(page, 'Tell me a long story');
    await mothers(page, 'The lighthouse').waitFor();
    await choose(page, 'stop replying');
    await mothers(page).getByText('Stopped', { exact: true }).waitFor();
    await choose(page, 'found again');
    await page.getByRole('heading', { name: 'Hello, this one is to be found again' }).waitFor();
  });
});

test('the shortcuts are listed, from a key, from the menu, and from the palette', async ({ page }) => {
  await page.goto('/');
  await composer(page).waitFor();
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('Control+/');
  await list.waitFor();
  await expectAccessible(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });

  await composer(page).pressSequentially('What?');
  expect(await composer(page).inputValue()).toBe('What?');
  expect(await list.count()).toBe(0);
  await composer(page).fill('');
  await composer(page).blur();
  await page.keyboard.press('?');
  await list.waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });

  const menu = page.getByRole('banner').getByRole('button', { name: 'Options' });
  await menu.click();
  await expectAccessible(page, 'chat-menu');
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
  await list.waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  expect(await menu.evaluate((button) => button === document.activeElement)).toBe(true);
  await choose(page, 'keyboard');
  await list.waitFor();
});

test('a chat is taken along as Markdown and as JSON', async ({ page }) => {
  await startChat(page, PLAN);
  await choice(page, 'Planner', 'Berlin').click();
  await result(page, 'Planner').waitFor();
  const menu = page.getByRole('banner').locator('[aria-haspopup=menu]');
  expect(await menu.count()).toBe(1);
  await menu.click();
  const offers = [
    'Rename',
    'Pin',
    'Export as Markdown',
    'Export as JSON',
    'Commands',
    'Keyboard shortcuts',
    'Delete',
  ];
  for (const name of offers) await page.getByRole('menuitem', { name }).waitFor();
  await expectAccessible(page, 'chat-options');
  await page.keyboard.press('Escape');
  const exported = async (name: string) => {
    await page.getByRole('banner').getByRole('button', { name: 'Options for' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name }).click(),
    ]);
    return { name: file.suggestedFilename(), content: readFileSync(await file.path(), 'utf8') };
  };

  const markdown = await exported('Export as Markdown');
  expect(markdown.name).toMatch(/^Plan-a-call-with-the-design-team-\d{4}-\d\d-\d\d\.md$/u);
  expect(markdown.content).toContain('(Asked for Planner; answered by you:)\n\n> Berlin');
  expect(markdown.content).toContain(`| Planner | ${PLAN} | completed |`);

  const json = await exported('Export as JSON');
  expect(json.name).toMatch(/\.json$/u);
  expect(JSON.parse(json.content)).toMatchObject({
    complete: true,
    chat: { title: PLAN },
    tasks: [{ agentName: 'Planner', status: 'completed' }],
    questions: [{ answer: 'Berlin' }],
  });
});

test('a link to a message or a task shows it and puts the focus there', async ({ page }) => {
  await startChat(page, 'Tell me a long story');
  await complete(mothers(page, 'The end.')).waitFor();
  await say(page, PLAN);
  await question(page, 'Planner').waitFor();
  await mine(page, 'Tell me')
    .getByRole('link', { name: /^Link to the message at/u })
    .click();
  const link = page.url();
  expect(link).toMatch(/#message-\w+$/u);

  await page.goto('/');
  await page.goto(link);
  await expect
    .poll(() => mine(page, 'Tell me').evaluate((article) => article === document.activeElement))
    .toBe(true);
  await expectAccessible(page, 'linked-message');
  // Nothing of the row's words is under the ring around it.
  const distance = await mine(page, 'Tell me').evaluate((article) => getComputedStyle(article).outlineOffset);
  expect(Number.parseFloat(distance)).toBeGreaterThan(4);
  const top = (await mine(page, 'Tell me').boundingBox())?.y ?? -1;
  expect(top).toBeGreaterThan(0);

  const block = task(page, `Task: ${PLAN}`);
  const id = (await block.getAttribute('id')) ?? '';
  await page.goto('/');
  await page.goto(link.replace(/#.*$/u, `#${id}`));
  await expect.poll(() => block.evaluate((article) => article === document.activeElement)).toBe(true);
  await expectAccessible(page, 'linked-task');
});
