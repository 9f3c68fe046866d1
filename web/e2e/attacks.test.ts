import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { characters, markup } from '../../functions/test/attack/content.ts';
import {
  complete,
  composer,
  log,
  mothers,
  pathOf,
  question,
  result,
  say,
  startChat,
} from './support/chat.ts';
import { writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';

const ALICE = 'alice';

/** What the browser refused, and what it asked for elsewhere than where the page and the emulators are. */
async function watch(page: Page) {
  const violations: string[] = [];
  const requested: string[] = [];
  await page.exposeFunction('onViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell: unknown = Reflect.get(globalThis, 'onViolation');
      if (typeof tell === 'function') tell(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.hostname !== '127.0.0.1' && !['data:', 'blob:'].includes(url.protocol))
      requested.push(request.url());
  });
  return { violations, requested };
}

/** Words of Mother's, as a model could say them. */
async function mothersWords(page: Page, id: string, content: string): Promise<void> {
  const createdAt = new Date();
  await writeDocument(`${pathOf(page, ALICE)}/messages/${id}`, {
    schemaVersion: 1,
    role: 'assistant',
    kind: 'text',
    content,
    status: 'complete',
    createdAt,
    startedAt: createdAt,
    inReplyTo: [],
    choices: [],
    taskIds: [],
    questionId: null,
    retryAt: null,
    error: null,
    runId: null,
    feedback: null,
    answered: null,
  });
}

describe('the page under its policy', () => {
  test('a whole conversation -> nothing that the policy refuses', async ({ page }) => {
    const { violations, requested } = await watch(page);
    const response = await page.goto('/');
    const headers = response?.headers() ?? {};
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/u);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    await startChat(page, 'Plan a call with the design team');
    await question(page, 'Planner').waitFor();
    await say(page, 'Berlin');
    await result(page, 'Planner').waitFor();
    await mothersWords(
      page,
      'mother-90',
      '```ts\nconst answer: number = 42;\n```\n\n| a | b |\n|-|-|\n| 1 | 2 |',
    );
    await page.locator('pre .hljs-keyword').first().waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog', { name: 'Commands' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByRole('button', { name: 'Options for' }).click();
    await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as Markdown' }).click(),
    ]);
    expect(violations).toEqual([]);
    expect(requested).toEqual([]);
  });

  test('a script that got into the page all the same -> does not run, and loads nothing', async ({
    page,
    pages,
  }) => {
    pages.expectedErrors.push(/Content Security Policy/u);
    const { violations, requested } = await watch(page);
    await page.goto('/');
    await composer(page).waitFor();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = true';
      const far = Object.assign(document.createElement('script'), { src: 'https://evil.example/a.js' });
      const picture = Object.assign(document.createElement('img'), { src: 'https://evil.example/p.png' });
      const link = Object.assign(document.createElement('a'), { href: 'javascript:window.hacked = true' });
      const handler = document.createElement('div');
      handler.setAttribute('onclick', 'window.hacked = true');
      document.body.append(script, far, picture, link, handler);
      link.click();
      handler.click();
    });
    await expect.poll(() => violations.length).toBeGreaterThanOrEqual(5);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(requested.filter((url) => !url.startsWith('https://evil.example/'))).toEqual([]);
  });
});

describe('what a model says', () => {
  test('Markdown and HTML that would run or load -> words, and links that lead to a new tab', async ({
    page,
  }) => {
    const { violations, requested } = await watch(page);
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    for (const [index, text] of markup.entries()) {
      const id = `mother-${100 + index}`;
      await mothersWords(page, id, `${text}\n\nEnd of ${index}.`);
      await mothers(page, `End of ${index}.`).waitFor();
    }
    const links = await log(page)
      .locator('a[href]')
      .evaluateAll((all) =>
        all.map((one) => ({
          href: one.getAttribute('href') ?? '',
          target: one.getAttribute('target'),
          rel: one.getAttribute('rel') ?? '',
        })),
      );
    const outside = links.filter(({ href }) => !href.startsWith('#') && !/^\/(?!\/)/u.test(href));
    for (const { href, target, rel } of outside) {
      expect([href, target, rel.includes('noopener')]).toEqual([href, '_blank', true]);
      expect(href).toMatch(/^(?:https?:\/\/|mailto:|\/\/|$)/u);
    }
    const active = log(page).locator(
      'script, iframe, object, embed, link, style, base, meta, form, input:not([type=checkbox]), img',
    );
    expect(await active.count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(violations).toEqual([]);
    expect(requested).toEqual([]);
  });

  test('characters that turn around what stands beside them -> only their own words', async ({ page }) => {
    await startChat(page, 'Hello');
    await complete(mothers(page)).waitFor();
    for (const [index, text] of characters.entries()) {
      await mothersWords(page, `mother-${200 + index}`, `${text.toWellFormed()} Z${index}.`);
    }
    await mothers(page, `Z${characters.length - 1}.`).waitFor();
    const words = log(page).locator('.prose > *, .prose :is(a, code, strong, em, del), span');
    const isolated = await words.evaluateAll((all) => all.map((one) => getComputedStyle(one).unicodeBidi));
    expect(isolated.length).toBeGreaterThan(0);
    expect(isolated.filter((one) => !['isolate', 'plaintext', 'isolate-override'].includes(one))).toEqual([]);
  });
});

test('a footnote leads to the note of its own message and back, in this tab', async ({ page }) => {
  await startChat(page, 'Hello');
  await complete(mothers(page)).waitFor();
  await mothersWords(page, 'note1', 'Noon[^1]\n\n[^1]: In Berlin.');
  await mothersWords(page, 'note2', 'Midnight[^1]\n\n[^1]: In London.');
  for (const words of ['In Berlin.', 'In London.']) {
    const message = mothers(page, words);
    await message.waitFor();
    const links = await message.locator('a[href^="#"]').evaluateAll((all) =>
      all.map((link) => ({
        target: link.getAttribute('target'),
        inMessage: document
          .querySelector(`[id="${link.getAttribute('href')?.slice(1)}"]`)
          ?.closest('article')
          ?.textContent?.includes(link.closest('article')?.textContent ?? ''),
      })),
    );
    expect(links).toEqual([
      { target: null, inMessage: true },
      { target: null, inMessage: true },
    ]);
  }
});
