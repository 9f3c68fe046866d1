import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { complete, composer, log, mine, mothers, result, say, task } from './support/chat.ts';
import { test as base, signInByEmail } from './support/fixtures.ts';
import { CAROL, LONG, messageOf, REMEMBERED, SHORT, taskOf, wordsOf } from './support/long-chat.ts';
import { glimpses } from './support/record.ts';

// A long chat beside one of ten messages: what one sees and waits for is the same.

const test = base.extend('carol', async ({ browser, pages }) => {
  const page = await pages.openAlone(browser);
  await signInByEmail(page, CAROL);
  return page;
});

const note = (page: Page, round: number) => mine(page, `Note number ${round}:`);
const rowsOnPage = (page: Page) => log(page).locator('[data-row]').count();
const jump = (page: Page) => page.getByRole('button', { name: /^Jump to latest/u });

async function open(page: Page, chat: typeof LONG, hash = ''): Promise<void> {
  await page.goto(`/chat/${chat.chatId}${hash}`);
  await log(page).waitFor();
}

/** Far from both ends of what is loaded at first. */
const LONG_AGO = Math.floor(LONG.rounds / 4);

/** Far more than fits, far less than there is. */
const A_SCREENFUL = 60;

/** Pixels: of one turn of the wheel; and of what a page of 100 messages is higher than in any case. */
const STEP = 300;
const A_PAGE = 4_000;

const view = (page: Page) =>
  log(page).evaluate((element) => ({ top: element.scrollTop, height: element.scrollHeight }));

/** The view once nothing in it moves any more. */
async function settled(page: Page): Promise<Awaited<ReturnType<typeof view>>> {
  // A turn of the wheel takes a moment to begin.
  await page.waitForTimeout(150);
  let last = await view(page);
  await page.waitForTimeout(100);
  await expect
    .poll(
      async () => {
        const before = last;
        last = await view(page);
        return last.top === before.top && last.height === before.height;
      },
      { interval: 150 },
    )
    .toBe(true);
  return last;
}

/** The row in the middle of the view, and where its upper edge is. */
const middleRow = (page: Page) =>
  log(page).evaluate((element) => {
    const { top, height } = element.getBoundingClientRect();
    const rows = [...element.querySelectorAll<HTMLElement>('[data-row]')];
    const row = rows.findLast((one) => one.getBoundingClientRect().top <= top + height / 2);
    return { id: row?.dataset['row'] ?? '', y: row?.getBoundingClientRect().top ?? 0 };
  });

const yOf = (page: Page, id: string) =>
  page.locator(`[data-row="${id}"]`).evaluate((row) => row.getBoundingClientRect().top);

describe('a long chat', () => {
  test('opens at its end, with the rows around it and no others', async ({ carol }) => {
    await open(carol, LONG);
    await note(carol, LONG.rounds - 1).waitFor();
    expect(await rowsOnPage(carol)).toBeLessThan(A_SCREENFUL);
    await expectAccessible(carol, 'long-chat');
  });

  test('is read back page by page; nothing that is in view moves when a page comes', async ({ carol }) => {
    await open(carol, LONG);
    await note(carol, LONG.rounds - 1).waitFor();
    await log(carol).hover();
    // Past the 50 messages that it opens with, and past the first page of 100.
    for (let pages = 0; pages < 2;) {
      const { height } = await view(carol);
      const row = await middleRow(carol);
      await carol.mouse.wheel(0, -STEP);
      const after = await settled(carol);
      const moved = (await yOf(carol, row.id)) - row.y;
      // It goes with the wheel, whatever has come in above it meanwhile and however high that turned out to be.
      expect(Math.abs(moved - STEP)).toBeLessThan(2);
      if (after.height - height > A_PAGE) pages += 1;
    }
    expect(await rowsOnPage(carol)).toBeLessThan(A_SCREENFUL);
    const far = LONG.rounds - 110;
    // What the rows show belongs to them: the blocks of their tasks, and the outcome of their questions.
    const round = far + (far % 24 === 23 ? 0 : 23 - (far % 24));
    await carol.goto(`/chat/${LONG.chatId}#message-mother-${round}-asks`);
    await carol
      .getByRole('article', { name: 'Question from Researcher' })
      .getByText('2019')
      .first()
      .waitFor();
    await jump(carol).click();
    await jump(carol).waitFor({ state: 'detached' });
    expect(await note(carol, LONG.rounds - 1).isVisible()).toBe(true);
  });

  test('any message of it is one link away, with what was around it; sending something leads back', async ({
    carol,
  }) => {
    await open(carol, LONG, `#message-${messageOf(LONG_AGO)}`);
    await expect
      .poll(() => note(carol, LONG_AGO).evaluate((article) => article === document.activeElement))
      .toBe(true);
    expect(await note(carol, LONG_AGO).innerText()).toContain(wordsOf(LONG_AGO).trim());
    await note(carol, LONG_AGO - 1).waitFor();
    await note(carol, LONG_AGO + 1).waitFor();
    await jump(carol).waitFor();
    await expectAccessible(carol, 'long-ago');

    // Reading on from there goes page by page as well.
    await log(carol).hover();
    await expect
      .poll(
        async () => {
          await carol.mouse.wheel(0, 1_500);
          return note(carol, LONG_AGO + 90).isVisible();
        },
        { interval: 60 },
      )
      .toBe(true);
    await say(carol, 'Hello');
    await complete(mothers(carol, 'Hello, good to see you')).waitFor();
    expect(await note(carol, LONG_AGO).count()).toBe(0);
    await jump(carol).waitFor({ state: 'detached' });
  });

  test('so is any task', async ({ carol }) => {
    await open(carol, LONG, `#task-${taskOf(23)}`);
    const block = task(carol, 'Task: Look into number 23');
    await expect.poll(() => block.evaluate((article) => article === document.activeElement)).toBe(true);
    await block.getByText('Number 23 is all right.').first().waitFor();
  });

  test('words are found in what is loaded, and further back on demand, by keyboard', async ({ carol }) => {
    const [loaded, further] = [LONG.rounds - 10, LONG.rounds - 134];
    await open(carol, LONG);
    await note(carol, LONG.rounds - 1).waitFor();
    await carol.keyboard.press('Control+f');
    const box = carol.getByRole('textbox', { name: 'Find in this chat' });
    await box.waitFor();
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await carol.keyboard.type(`note number ${loaded}`);
    await carol.keyboard.press('Enter');
    await carol.getByText('1 of 2', { exact: true }).first().waitFor();
    await carol.keyboard.press('Enter');
    await carol.getByText('2 of 2', { exact: true }).first().waitFor();
    await expect.poll(() => note(carol, loaded).isVisible()).toBe(true);
    expect(await carol.evaluate(() => CSS.highlights.get('found')?.size ?? 0)).toBeGreaterThan(0);
    await expectAccessible(carol, 'find');

    await box.fill(`note number ${further}`);
    await carol.getByText('Nothing found').waitFor();
    await carol.keyboard.press('Tab');
    await carol.keyboard.press('Enter');
    await carol.getByText('2', { exact: true }).waitFor();
    await box.press('Enter');
    await mothers(carol, `number ${further}`).waitFor();
    await box.press('Escape');
    await box.waitFor({ state: 'detached' });
    expect(await composer(carol).evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('a link to what is not there opens the chat all the same', async ({ carol }) => {
    await open(carol, LONG, '#message-gone0000000000000000');
    await note(carol, LONG.rounds - 1).waitFor();
  });
});

/** Milliseconds, of some samples. */
function figures(samples: readonly number[]): string {
  const sorted = samples.toSorted((a, b) => a - b);
  const part = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
  return `median ${part(0.5)}, 95 % ${part(0.95)}, most ${part(1)}`;
}

/** The times between two frames while a page is scrolled. */
async function scrollFrames(page: Page): Promise<number[]> {
  await log(page).hover();
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      if (frames.length < 400) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { frames });
  });
  for (let step = 0; step < 40; step += 1) {
    await page.mouse.wheel(0, step % 20 < 10 ? -600 : 600);
    await page.waitForTimeout(20);
  }
  return page.evaluate(() => (window as unknown as { frames: number[] }).frames);
}

/** From each key to the frame after the one that it changed. */
async function typingTimes(page: Page): Promise<number[]> {
  await composer(page).focus();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    document.addEventListener('keydown', () => {
      const pressed = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => times.push(performance.now() - pressed)));
    });
  });
  await page.keyboard.type('A sentence that is typed at some speed.', { delay: 30 });
  await composer(page).fill('');
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}

test('figures: opening, scrolling and typing, in a short chat and in a long one', async ({ carol }) => {
  for (const chat of [SHORT, LONG, SHORT, LONG]) {
    const samples: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      await carol.getByRole('link', { name: 'New chat' }).click();
      await carol.getByRole('heading', { name: /^Hello / }).waitFor();
      const start = performance.now();
      await carol.getByRole('link', { name: chat.title }).click();
      await note(carol, chat.rounds - 1).waitFor();
      samples.push(performance.now() - start);
    }
    const frames = await scrollFrames(carol);
    const typing = await typingTimes(carol);
    expect(frames.length).toBeGreaterThan(10);
    expect(typing.length).toBeGreaterThan(30);
    console.log(
      [
        `${chat.title} (ms; nothing here is a limit)`,
        `  open:           ${figures(samples)}`,
        `  frame, scrolled: ${figures(frames)}`,
        `  key to frame:   ${figures(typing)}`,
        `  rows on the page: ${await rowsOnPage(carol)}`,
      ].join('\n'),
    );
  }
});

// The last one, since the chat ends in other rows afterwards.
test('what was said at its beginning answers an agent’s question, and the line leads to that message', async ({
  carol,
}) => {
  await open(carol, LONG);
  await log(carol).getByRole('article').last().waitFor();
  const earlier = mine(carol, REMEMBERED.words);
  expect(await earlier.count()).toBe(0);

  await say(carol, 'Estimate what a website of 24 hours will cost.');
  const line = carol.getByText('Answered for Estimator: “80 euros”, from your message at').last();
  await line.waitFor();
  await result(carol, 'Estimator').getByText('1920').first().waitFor();
  expect(await glimpses(carol, /^(?:Question from Estimator|Waiting for you)$/u)).toEqual([]);

  await line.getByRole('button', { name: /^Show your message at/u }).click();
  await expect.poll(() => earlier.evaluate((article) => article === document.activeElement)).toBe(true);
  await note(carol, REMEMBERED.round + 1).waitFor();
  expect(await line.count()).toBe(0);
  await expectAccessible(carol, 'remembered-from-long-ago');
});
