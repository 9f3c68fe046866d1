import { readFileSync } from 'node:fs';

import { noUsage } from 'functions/contracts';
import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { addRuns, freshId, makeCompany, openAs } from './support/company.ts';
import { makeAccount } from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';
import { glimpses } from './support/record.ts';

const usage = { modelCalls: 1, inputTokens: 1_200, cachedTokens: 200, outputTokens: 300 };
const DAY_MS = 24 * 3_600_000;

describe('the runs of a company', () => {
  test('none yet -> the way to the first one', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ivy', pages, browser);
    const tenantId = await makeCompany(account);
    await page.goto(`/company/${tenantId}/runs`);
    await page.getByText('Nothing has been done yet').waitFor();
    await page.getByRole('link', { name: 'Ask Mother something' }).waitFor();
    await expectAccessible(page, 'runs-empty');
  });

  test('are listed in pages, filtered by link, added up, and taken along without a formula', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Ivy', pages, browser);
    const tenantId = await makeCompany(account);
    const stranger = await makeCompany(account);
    const now = Date.now();
    const common = { tenantId, uid: account.uid, usage };
    await addRuns([
      ...Array.from({ length: 60 }, (_, index) => {
        const fields = { ...common, costMicros: 10_000, createdAt: now - DAY_MS - index * 60_000 };
        return [`run-${freshId()}`, fields] as const;
      }),
      [
        `run-${freshId()}`,
        {
          ...common,
          actorId: 'mother-1-0',
          agentId: 'shop',
          agentName: '=HYPERLINK("http://evil")',
          agentVersion: 3,
          outcome: 'failed',
          error: 'connection_failed',
          costMicros: 500_000,
          createdAt: now,
        },
      ],
      [`run-${freshId()}`, { ...common, tenantId: stranger, usage: noUsage, createdAt: now }],
    ]);
    await page.goto(`/company/${tenantId}/runs`);
    const rows = page.getByRole('table', { name: 'Runs, the newest first' }).getByRole('row');
    await expect.poll(() => rows.count()).toBe(51);
    await page.getByText('50 runs loaded, and there are more: $0.99').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => rows.count()).toBe(62);
    await page.getByText('61 runs: $1.10').waitFor();
    const agents = page.getByRole('region', { name: 'Cost by agent' }).getByRole('row');
    expect((await agents.allInnerTexts()).some((text) => /Mother\s*\$0\.60/u.test(text))).toBe(true);
    await expectAccessible(page, 'runs');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const csv = readFileSync(await (await download).path(), 'utf8');
    expect(csv.split('\r\n')).toHaveLength(63);
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);

    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('failed');
    await expect.poll(() => rows.count()).toBe(2);
    await page.reload();
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await page.getByText('No run is like this').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => rows.count()).toBe(51);
  });

  test('of an earlier filter, read to the end meanwhile -> stay away from those of the next', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Ivy', pages, browser);
    const tenantId = await makeCompany(account);
    const now = Date.now();
    await addRuns(
      Array.from({ length: 300 }, (_, index) => {
        const outcome = index % 2 === 0 ? ('finished' as const) : ('failed' as const);
        const fields = { tenantId, uid: account.uid, usage, outcome, costMicros: 10_000 };
        return [`run-${freshId()}`, { ...fields, createdAt: now - index * 60_000 }] as const;
      }),
    );
    await page.goto(`/company/${tenantId}/runs`);
    await page.getByRole('button', { name: 'Load all' }).click();
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('failed');
    await page.getByRole('button', { name: 'Load all' }).click();
    await page.getByText('150 runs: $1.50').waitFor();
    const shown = await glimpses(page, /^Cost by agent$/u);
    expect(shown.filter((text) => text.includes('$3.00'))).toEqual([]);
    expect(shown.some((text) => text.includes('$1.50'))).toBe(true);
  });

  test('that cannot be read on -> says so, keeps those that are there, and Retry goes on', async ({
    pages,
    browser,
    weather,
  }) => {
    const account = await makeAccount('Ivy');
    const tenantId = await makeCompany(account);
    await addRuns(
      Array.from({ length: 60 }, (_, index) => {
        const fields = { tenantId, uid: account.uid, usage, costMicros: 10_000 };
        return [`run-${freshId()}`, { ...fields, createdAt: Date.now() - index * 60_000 }] as const;
      }),
    );
    const page = await pages.openAlone(browser, weather.options);
    await signInByEmail(page, account);
    await page.goto(`/company/${tenantId}/runs`);
    await page.getByText('50 runs loaded, and there are more: $0.50').waitFor();
    weather.breakOff('firestore');
    await page.getByRole('button', { name: 'Load more' }).click();
    const problem = page.getByRole('alert').filter({ hasText: 'More runs could not be read.' });
    await problem.waitFor();
    await page.getByText('50 runs loaded, and there are more: $0.50').waitFor();
    await expectAccessible(page, 'runs-broken-off');
    const banner = page.getByRole('region', { name: 'Connection' });
    await banner.waitFor();
    weather.clearUp();
    await banner.waitFor({ state: 'detached' });
    await problem.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('60 runs: $0.60').waitFor();
    await problem.waitFor({ state: 'detached' });
  });

  test('one shows everything that was done, in order', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ivy', pages, browser);
    const tenantId = await makeCompany(account);
    const id = `run-${freshId()}`;
    await addRuns([
      [
        id,
        {
          tenantId,
          uid: account.uid,
          actorId: 'mother-1-0',
          agentId: 'shop',
          agentName: 'Shop',
          agentVersion: 2,
          outcome: 'failed',
          error: 'budget_spent',
          usage,
          costMicros: 4_200,
          ms: 2_500,
          createdAt: Date.now(),
          steps: [
            { kind: 'model_call', model: 'gpt-5', usage, costMicros: 4_200, ms: 1_500, error: null },
            { kind: 'asked', questionId: 'q', text: 'Which order?' },
            { kind: 'answered', questionId: 'q', answeredBy: 'orchestrator', confidence: 0.9 },
            { kind: 'consent', questionId: 'q2', tool: 'refund_order', decision: 'yes' },
            {
              kind: 'tool_call',
              name: 'refund_order',
              ok: false,
              unknown: true,
              input: '{"order":1042}',
              output: 'Lost.',
              ms: 900,
            },
            { kind: 'delegated', taskId: 't', agentId: 'writer', agentVersion: 1, title: 'Write it up' },
          ],
        },
      ],
    ]);
    await page.goto(`/company/${tenantId}/runs`);
    await page.getByRole('link', { name: /^Run of Shop/u }).click();
    await page.getByRole('heading', { name: 'Shop: failed' }).waitFor();
    const steps = await page.getByRole('main').getByRole('listitem').allInnerTexts();
    expect(steps.map((text) => text.split('\n', 1)[0])).toEqual([
      'Asked the model',
      'Asked',
      'Mother answered from what was said',
      'A person allowed it',
      'Used refund_order: whether it took effect is not known',
      'Gave a task to an agent, version 1',
    ]);
    await page.getByText('An admin can raise it in the settings').waitFor();
    await expectAccessible(page, 'run');
  });
});
