import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { type Pages, test } from './support/fixtures.ts';
import {
  buildHosted,
  CONFIGURATION,
  HOSTED,
  refuseCalls,
  serveAppCheck,
  serveHosted,
  serveSignIn,
} from './support/hosted.ts';

beforeAll(buildHosted);

test('the deployed page without its configuration says so; Reload mends it once that is there', async ({
  browser,
  pages,
}) => {
  let configuration: object | null = null;
  // Hosting answers with the page itself where there is no such file.
  pages.expectedErrors.push(/SyntaxError: .* is not valid JSON/u);
  const page = await pages.openAlone(browser, { baseURL: HOSTED });
  await serveHosted(page, () => configuration);
  await page.goto('/');
  const problem = page.getByRole('alert');
  await problem.getByRole('heading', { name: 'Mother could not start' }).waitFor();
  await expectAccessible(page, 'start-problem');

  configuration = CONFIGURATION;
  await problem.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  await expectAccessible(page, 'sign-in-deployed');
});

describe('the deployed page with App Check', () => {
  async function openHosted(browser: Browser, pages: Pages): Promise<Page> {
    const page = await pages.openAlone(browser, { baseURL: HOSTED });
    await serveHosted(page, () => CONFIGURATION);
    await serveSignIn(page);
    return page;
  }
  async function enter(page: Page): Promise<void> {
    await page.goto('/');
    await page.getByRole('textbox', { name: 'E-mail' }).fill('ann@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill('secret');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  test('reCAPTCHA blocked -> words that name it; Retry once it is allowed -> calls carry a token', async ({
    browser,
    pages,
  }) => {
    pages.expectedErrors.push(/net::ERR_BLOCKED_BY_CLIENT/u, /status of 401/u);
    const page = await openHosted(browser, pages);
    let isBlocked = true;
    await serveAppCheck(page, () => (isBlocked ? 'blocked' : 'there'));
    const tokens = await refuseCalls(page);
    await enter(page);
    await page.getByRole('heading', { name: 'Setting up did not work' }).waitFor();
    await page.getByRole('alert').getByText('Google’s reCAPTCHA').waitFor();
    await expectAccessible(page, 'recaptcha-blocked');
    expect(tokens).toEqual([]);

    isBlocked = false;
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('alert').getByText('your sign-in').waitFor();
    expect(new Set(tokens)).toEqual(new Set(['header.body.signature']));
  });

  test('nothing answers -> a way out beside the waiting: Sign out', async ({ browser, pages }) => {
    const page = await openHosted(browser, pages);
    await serveAppCheck(page, () => 'silent');
    await enter(page);
    await page.getByRole('heading', { name: 'Setting up…' }).waitFor();
    await page.getByRole('status').getByText('takes longer than usual').waitFor();
    await expectAccessible(page, 'setting-up-takes-long');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  });
});
