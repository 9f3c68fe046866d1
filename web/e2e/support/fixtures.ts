import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { test as base } from 'vitest';

import { launchBrowser, openContext } from './browser.ts';
import { glimpses, record } from './record.ts';
import { Streams } from './streams.ts';
import { Weather } from './weather.ts';

// What every browser test starts with: a page of Alice's, on which nothing may go wrong unnoticed.

const FAILURES = path.resolve(import.meta.dirname, '../../../test-output/failures');

/**
 * The Firestore emulator forgets a stream as soon as one of its writes is denied; what the SDK still says on it gets
 * this answer, and the SDK opens another one.
 */
const CLOSED_STREAM = /status of 400 .*\/google\.firestore\.v1\.Firestore\/(?:Listen|Write)\/channel/u;

/** What a browser says when a server is gone. */
const BROKEN_CONNECTION =
  /net::ERR_(?:EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_\w+)|Could not reach Cloud Firestore/u;

/** The pages of one test, and all that went wrong on them. */
export class Pages {
  /** A test that breaks something on purpose says here what the console will say about it. */
  readonly expectedErrors: RegExp[] = [CLOSED_STREAM];
  /** And one that asks for a chat that is not there, or removes it under the eyes of its page, says so here. */
  expectsMissingChat = false;
  readonly #errors: string[] = [];
  readonly #open: Page[] = [];
  readonly #contexts: BrowserContext[] = [];
  readonly #streams = new Streams();

  /** A page in a browser of its own, where nobody is signed in. */
  async openAlone(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await openContext(browser, options);
    this.#contexts.push(context);
    return this.open(context);
  }

  async open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    this.#open.push(page);
    this.#streams.follow(page);
    await record(page);
    page.on('pageerror', (error) => this.#errors.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#errors.push(`${message.text()} ${message.location().url}`);
    });
    return page;
  }

  async keepPictures(test: string): Promise<void> {
    mkdirSync(FAILURES, { recursive: true });
    const name = test.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80);
    for (const [index, page] of this.#open.entries()) {
      if (page.isClosed()) continue;
      await page.screenshot({ path: path.join(FAILURES, `${name}-${index + 1}.png`) });
    }
  }

  /** What holds on every page at any time: the composer is never disabled, a chat that is there is not missed. */
  async check(): Promise<void> {
    const unexpected = this.#errors.filter((text) => !this.expectedErrors.some((one) => one.test(text)));
    for (const page of this.#open) {
      if (page.isClosed() || page.url() === 'about:blank') continue;
      if ((await glimpses(page, /^disabled$/u)).length > 0) unexpected.push('the composer was disabled');
      const wasMissing = (await glimpses(page, /^H2$/u)).includes('This chat is not here');
      if (wasMissing && !this.expectsMissingChat) unexpected.push('the chat was taken for missing');
    }
    if (unexpected.length > 0) throw new Error(`Something went wrong on the page: ${unexpected.join('\n')}`);
  }

  async close(): Promise<void> {
    for (const page of this.#open) await page.close();
    for (const context of this.#contexts) await context.close();
    await this.#streams.end();
  }
}

/** Signs in with the one click that the local world offers. */
export async function signInAs(page: Page, name: 'Alice' | 'Bob'): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: `Continue as ${name}` }).click();
  await page.getByRole('heading', { name: `Hello ${name}.` }).waitFor();
}

/** Signs in as one does in production. */
export async function signInByEmail(
  page: Page,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Use an e-mail address' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /^Hello / }).waitFor();
}

export const test = base
  .extend('start', { scope: 'worker' }, () => launchBrowser)
  .extend('browser', { scope: 'worker' }, async ({ start }, { onCleanup }) => {
    const browser = await start();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('alice', { scope: 'worker' }, async ({ browser }) => {
    const context = await openContext(browser);
    const page = await context.newPage();
    const streams = new Streams();
    streams.follow(page);
    await signInAs(page, 'Alice');
    await page.close();
    await streams.end();
    return context;
  })
  .extend('pages', async ({ task }, { onCleanup }) => {
    const pages = new Pages();
    onCleanup(async () => {
      try {
        if (task.result?.state === 'fail') await pages.keepPictures(task.name);
        else await pages.check();
      } finally {
        await pages.close();
      }
    });
    return pages;
  })
  .extend('page', async ({ alice, pages }) => pages.open(alice))
  .extend('weather', async ({ pages }, { onCleanup }) => {
    const weather = await Weather.start();
    pages.expectedErrors.push(BROKEN_CONNECTION);
    onCleanup(() => weather.stop());
    return weather;
  });
