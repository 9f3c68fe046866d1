import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { complete, log, mothers, pathOf, startChat } from './support/chat.ts';
import { writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';

// What one sees of a reply while it comes: soon, and without anything jumping.

/**
 * Writes down what has moved by itself in the open chat, as browsers see it (https://web.dev/articles/cls). The list of
 * chats is left out: other tests write in chats of the same person's.
 */
async function watchShifts(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) {
        for (const { node, previousRect, currentRect } of entry.sources) {
          if (node instanceof Element && node.closest('nav')) continue;
          const text = node?.textContent?.trim().slice(0, 40) ?? '';
          shifts.push(
            `${node?.nodeName} "${text}": ${JSON.stringify(previousRect)} -> ${JSON.stringify(currentRect)}`,
          );
        }
      }
    }).observe({ type: 'layout-shift' });
  });
  return () => page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
}

/** What TypeScript's own types of the browser do not have yet. */
type LayoutShift = PerformanceEntry & {
  readonly value: number;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
};

describe('a long reply', () => {
  test('moves nothing but itself while it streams, at its end or elsewhere', async ({ page }) => {
    await startChat(page, 'Tell me a long story');
    await mothers(page, 'The lighthouse that answered').waitFor();
    const shifted = await watchShifts(page);
    await mothers(page, 'The second').waitFor();
    await log(page).hover();
    await page.mouse.wheel(0, -400);
    await complete(mothers(page, 'The end.')).waitFor();
    expect(await shifted()).toEqual([]);
  });

  test('stays in view of who reads it from its beginning', async ({ page }) => {
    await startChat(page, 'Tell me a long story');
    await expect.poll(() => log(page).evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
    await log(page).hover();
    await page.mouse.wheel(0, -5_000);
    await page.getByRole('button', { name: /^Jump to latest/u }).waitFor();
    const top = await log(page).evaluate((element) => element.scrollTop);
    await complete(mothers(page, 'The end.')).waitFor();
    expect(await log(page).evaluate((element) => element.scrollTop)).toBe(top);
  });
});

/** Has the page write down when each of Mother's new words is on the screen. */
async function watchPaints(page: Page): Promise<(words: string) => Promise<number>> {
  await page.evaluate(() => {
    const painted = new Map<string, number>();
    Object.assign(window, { painted });
    const look = () => {
      const all = document.querySelector('[role=log]')?.textContent ?? '';
      const fresh = [...all.matchAll(/Ping \d+\./gu)]
        .map(([ping]) => ping)
        .filter((ping) => !painted.has(ping));
      if (fresh.length === 0) return;
      for (const ping of fresh) painted.set(ping, Number.NaN);
      // The frame that shows it has been made when the task after it runs.
      requestAnimationFrame(() =>
        setTimeout(() => {
          for (const ping of fresh) painted.set(ping, Date.now());
        }),
      );
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  return async (words) => {
    let at = Number.NaN;
    await expect
      .poll(
        async () => {
          at = await page.evaluate(
            (ping) => (window as unknown as { painted: Map<string, number> }).painted.get(ping) ?? Number.NaN,
            words,
          );
          return Number.isNaN(at);
        },
        { interval: 20 },
      )
      .toBe(false);
    return at;
  };
}

const SAMPLES = 60;

test('figures: from the commit of a message to its being painted', async ({ page }) => {
  await startChat(page, 'Hello');
  await complete(mothers(page)).waitFor();
  const chat = pathOf(page, 'alice');
  const paintedAt = await watchPaints(page);
  const samples: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const now = new Date();
    const { updateTime } = await writeDocument(`${chat}/messages/mother-ping-${n}`, {
      schemaVersion: 1,
      role: 'assistant',
      kind: 'text',
      content: `Ping ${n}.`,
      status: 'complete',
      createdAt: now,
      startedAt: now,
      inReplyTo: [],
      taskIds: [],
      questionId: null,
      retryAt: null,
      error: null,
      runId: null,
      feedback: null,
      answered: null,
    });
    samples.push((await paintedAt(`Ping ${n}.`)) - Date.parse(updateTime));
  }
  const sorted = samples.toSorted((a, b) => a - b);
  const part = (share: number) => sorted[Math.floor((sorted.length - 1) * share)];
  expect(samples).toHaveLength(SAMPLES);
  console.log(
    `commit to painted (ms; nothing here is a limit): median ${part(0.5)}, 95 % ${part(0.95)}, most ${part(1)}`,
  );
});
