import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { story } from '../../emulator-data/demo/story.ts';
import { expectAccessible, PHONE } from './support/accessible.ts';
import { DESKTOP } from './support/browser.ts';
import { complete, composer, log, mine, mothers, pathOf, say, startChat } from './support/chat.ts';
import { readCollection, writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';
import { glimpses, receipts } from './support/record.ts';

/** Pixels of the conversation below what is in view. */
const below = (page: Page) =>
  log(page).evaluate(({ scrollTop, scrollHeight, clientHeight }) =>
    Math.round(scrollHeight - scrollTop - clientHeight),
  );

/** Letters only: without Markdown, and without the blanks that drawing adds. */
const letters = (text: string) => text.replaceAll(/[^\p{L}]/gu, '');

describe('a long answer', () => {
  test('goes on after a reload in its middle, and ends once, whole', async ({ page }) => {
    await startChat(page, 'Tell me a long story');
    await mothers(page, 'The first answer').waitFor();
    const before = await mothers(page).innerText();
    expect(letters(before).length).toBeLessThan(letters(story).length);

    await page.reload();
    await mothers(page, 'The first answer').waitFor();
    const [first = ''] = await glimpses(page, /^Mother, /u);
    expect(letters(first)).not.toContain('Theend');
    await complete(mothers(page, 'The end.')).waitFor();

    expect(await mothers(page).count()).toBe(1);
    expect(letters(await mothers(page).innerText())).toBe(`Mother${letters(story)}`);
    expect((await glimpses(page, /^status$/u)).join()).toMatch(/Reply complete$/u);
    await expectAccessible(page, 'long-answer');
  });

  test('leaves the composer open: what is sent meanwhile is queued, and answered next', async ({ page }) => {
    await startChat(page, 'Tell me a long story');
    await mothers(page, 'The lighthouse that answered').waitFor();
    await say(page, 'Thank you');
    await mine(page, 'Thank you').getByText('Queued').waitFor();
    await say(page, 'Hello');
    await mine(page, 'Hello').getByText('Queued').waitFor();
    expect(await composer(page).isEditable()).toBe(true);

    await complete(mothers(page, 'The end.')).waitFor();
    await complete(mothers(page, 'You’re welcome')).waitFor();
    await mine(page, 'Thank you').getByText('Read').waitFor();
    await mine(page, 'Hello').getByText('Read').waitFor();
    const seen = await receipts(page, 'Thank you');
    expect([seen[0], seen[1], seen.at(-1)]).toEqual(['Sending…', 'Queued', 'Read']);
    expect(await mothers(page, 'Hello, good to see you').count()).toBe(1);
  });

  test('is followed only by who is at its end; who reads elsewhere gets a way back', async ({ page }) => {
    await startChat(page, 'Tell me a long story');
    await expect.poll(() => log(page).evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
    await log(page).hover();
    await page.mouse.wheel(0, -5_000);
    const jump = page.getByRole('button', { name: /^Jump to latest/u });
    await jump.waitFor();
    await complete(mothers(page, 'The end.')).waitFor();
    expect(await log(page).evaluate((element) => element.scrollTop)).toBe(0);
    await jump.click();
    await jump.waitFor({ state: 'detached' });
  });
});

test('the end stays in view when something comes in above the last message', async ({ page }) => {
  await startChat(page, 'Hello');
  await complete(mothers(page)).waitFor();
  const messages = `${pathOf(page, 'alice')}/messages`;
  const [hers] = (await readCollection(messages)).filter(({ data }) => data['role'] === 'assistant');
  const said = hers?.data['createdAt'];
  if (!hers || !(said instanceof Date)) throw new Error('Mother has said nothing.');
  const add = (n: number, content: string) =>
    writeDocument(`${messages}/later-${n}`, {
      ...hers.data,
      content,
      createdAt: new Date(said.getTime() + n),
    });
  for (let n = 10; n <= 200; n += 10) await add(n, `Line ${n}`);
  await mothers(page, 'Line 200').waitFor();
  await expect.poll(() => below(page)).toBe(0);

  // As while a message of the person's is still on its way: it stays the last, whatever arrives before it.
  for (let n = 191; n <= 195; n += 1) await add(n, `Above ${n}\n\n`.repeat(4));
  await mothers(page, 'Above 195').waitFor({ state: 'attached' });
  await expect.poll(() => below(page)).toBe(0);
  await log(page).hover();
  await page.mouse.wheel(0, -2_000);
  await page.getByRole('button', { name: /^Jump to latest/u }).waitFor();
  await add(199, 'Another\n\n'.repeat(4));
  await page.waitForTimeout(500);
  expect(await below(page)).toBeGreaterThan(1_000);
});

test('the end stays in view when there is less room: a longer draft, a phone, a lower window', async ({
  page,
}) => {
  await startChat(page, 'Tell me a long story');
  await complete(mothers(page, 'The end.')).waitFor();
  const view = () =>
    log(page).evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({
      height: clientHeight,
      belowIt: Math.round(scrollHeight - scrollTop - clientHeight),
    }));
  await expect.poll(async () => (await view()).belowIt).toBe(0);

  const { height } = await view();
  await composer(page).fill('One of many lines\n'.repeat(8));
  await expect.poll(async () => (await view()).height).toBeLessThan(height - 100);
  await expect.poll(async () => (await view()).belowIt).toBe(0);
  for (const size of [PHONE, { ...DESKTOP, height: 500 }]) {
    await page.setViewportSize(size);
    await expect.poll(async () => (await view()).height).not.toBe(height);
    await page.waitForTimeout(200);
    await expect.poll(async () => (await view()).belowIt).toBe(0);
  }
  expect(await page.getByRole('button', { name: /^Jump to latest/u }).count()).toBe(0);

  await log(page).hover();
  await page.mouse.wheel(0, -5_000);
  const top = () => log(page).evaluate((element) => element.scrollTop);
  await expect.poll(top).toBe(0);
  await composer(page).fill('');
  await expect.poll(async () => (await view()).height).toBeGreaterThan(300);
  expect(await top()).toBe(0);
});
