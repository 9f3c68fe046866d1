import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { addAgent, addConnection, holdCall, makeCompany, openAs } from './support/company.ts';
import { readDocument, writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';

const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });
const save = (page: Page) => page.getByRole('button', { name: /^(?:Make the agent|Save as the next)/u });

/** The id in the address of the agent's page, once the agent is saved. */
async function savedId(page: Page): Promise<string> {
  await page.getByText('Saved.', { exact: true }).waitFor();
  return page.url().split('/').at(-1) ?? '';
}

describe('the agents of a company', () => {
  test('none yet -> the way to the first one; it is made with tags, a tool and a fixed parameter', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await page.goto(`/company/${tenantId}/agents`);
    await page.getByText('No agents yet').waitFor();
    await expectAccessible(page, 'agents-empty');
    await page.getByRole('link', { name: 'Make the first one' }).click();

    await save(page).click();
    await page.getByText('Fill this in.').waitFor();
    expect(await field(page, 'Name').evaluate((one) => one === document.activeElement)).toBe(true);
    await expectAccessible(page, 'agent-form-empty');

    await field(page, 'Name').fill('Counter');
    await field(page, 'Description').fill('Counts things.');
    const tags = page.getByRole('combobox', { name: 'Tags' });
    await tags.fill('  Order   STATUS ');
    await tags.press('Enter');
    await tags.fill('x'.repeat(500));
    await tags.press('Enter');
    await page.getByText('A tag has at most 40 characters: shorten it.').waitFor();
    await tags.fill('order status');
    await tags.press('Enter');
    await page.getByText('“order status” is there already.').waitFor();
    await tags.fill('');
    await field(page, 'Instructions').fill('You count.');
    await page.getByRole('checkbox', { name: /^calculate/u }).check();
    await page.getByRole('spinbutton', { name: 'Steps' }).fill('99');
    await save(page).click();
    await page.getByText('Not more than 24.').waitFor();
    await expectAccessible(page, 'agent-form-wrong');
    await page.getByRole('spinbutton', { name: 'Steps' }).fill('5');
    await field(page, 'What should it do?').fill('Count to ten');
    await save(page).click();

    const id = await savedId(page);
    await page.getByRole('heading', { name: 'Counter' }).waitFor();
    expect(await field(page, 'What should it do?').inputValue()).toBe('Count to ten');
    await page.reload();
    await page.getByRole('heading', { name: 'Counter' }).waitFor();
    expect(await field(page, 'Name').inputValue()).toBe('Counter');
    expect(await readDocument(`tenants/${tenantId}/agents/${id}`)).toMatchObject({
      name: 'Counter',
      tags: ['order status'],
      version: 1,
      limits: { steps: 5 },
      tools: [{ name: 'calculate', safe: false, consentBy: 'member' }],
    });
  });

  test('are found by words and tags; archived ones are apart', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await addAgent(tenantId, 'orders', { name: 'Orders', tags: ['shop'], description: 'Looks up orders.' });
    await addAgent(tenantId, 'writer', { name: 'Writer', tags: ['text', 'shop'] });
    await addAgent(tenantId, 'old', { name: 'Old one', tags: ['shop'], archivedAt: Date.now() });
    await page.goto(`/company/${tenantId}/agents`);
    const rows = page.getByRole('list', { name: 'Agents' }).getByRole('link');
    await expect.poll(() => rows.allInnerTexts()).toEqual(['Orders', 'Writer']);
    await expectAccessible(page, 'agents-list');
    await page.getByRole('textbox', { name: 'Search agents' }).fill('looks up');
    await expect.poll(() => rows.allInnerTexts()).toEqual(['Orders']);
    await page.getByRole('textbox', { name: 'Search agents' }).fill('');
    await page.getByRole('button', { name: /^text/u }).click();
    await expect.poll(() => rows.allInnerTexts()).toEqual(['Writer']);
    await page.getByRole('button', { name: /^text/u }).click();
    await page.getByRole('button', { name: 'Archived (1)' }).click();
    await expect.poll(() => rows.allInnerTexts()).toEqual(['Old one']);

    await rows.first().click();
    await page.getByRole('button', { name: 'Take it back into use' }).click();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByText('Tasks that it works on go on to their end.').waitFor();
    await expectAccessible(page, 'agent-archive');
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await page.getByText('Archived: it gets no new tasks.').waitFor();
  });

  test('saved by somebody else meanwhile -> nothing that was typed is lost', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await addAgent(tenantId, 'orders', { name: 'Orders', tools: [] });
    const path = `tenants/${tenantId}/agents/orders`;
    pages.expectedErrors.push(/status of 409/u);
    await page.goto(`/company/${tenantId}/agents/orders`);
    await field(page, 'Description').fill('Mine');
    await writeDocument(path, { description: 'Theirs', version: 2 });
    await page.getByText('Version 2.').waitFor();
    await save(page).click();
    await page.getByText('Somebody else has saved version 2 meanwhile.').waitFor();
    await expectAccessible(page, 'agent-conflict');
    expect(await field(page, 'Description').inputValue()).toBe('Mine');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await save(page).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await readDocument(path)).toMatchObject({ description: 'Mine', version: 3 });
  });

  test('what is typed while it is saved for the first time is kept', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await page.goto(`/company/${tenantId}/agents/new`);
    const letThrough = await holdCall(page, 'saveAgent');
    await field(page, 'Name').fill('Counter');
    await field(page, 'Description').fill('Counts things.');
    await field(page, 'Instructions').fill('You count.');
    await field(page, 'Examples').fill('Count to ten');
    await save(page).click();
    await page.getByRole('button', { name: 'Saving…' }).waitFor();
    await field(page, 'Instructions').fill('You count aloud.');
    await field(page, 'Examples').fill('Count to twenty');
    await page.getByRole('spinbutton', { name: 'Steps' }).fill('5');
    letThrough();
    await page.getByText('Not saved yet.').waitFor();
    await page.getByRole('button', { name: 'Save as the next version' }).click();

    const id = await savedId(page);
    expect(await readDocument(`tenants/${tenantId}/agents/${id}`)).toMatchObject({
      version: 2,
      instructions: 'You count aloud.',
      examples: ['Count to twenty'],
      limits: { steps: 5 },
    });
  });

  test('what is not saved is not lost to a link, nor to the way back', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await addAgent(tenantId, 'orders', { name: 'Orders', tools: [] });
    await page.goto(`/company/${tenantId}/agents`);
    await page.getByRole('link', { name: 'Orders' }).click();
    await field(page, 'Description').fill('Half');
    await page.getByRole('link', { name: 'Runs' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.waitFor();
    await expectAccessible(page, 'unsaved');
    await page.keyboard.press('Escape');
    expect(await field(page, 'Description').inputValue()).toBe('Half');
    await page.evaluate(() => history.back());
    await dialog.getByRole('button', { name: 'Stay' }).click();
    expect(page.url()).toContain('/agents/orders');
    await page.getByRole('link', { name: 'Runs' }).click();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
  });

  test('what is not saved is not lost to a button of its try either', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await addAgent(tenantId, 'planner', { name: 'Planner', tools: [], instructions: 'You plan.' });
    await page.goto(`/company/${tenantId}/agents/planner`);
    await field(page, 'Description').fill('Half');
    await field(page, 'What should it do?').fill('Plan a call with the design team');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page
      .getByRole('article', { name: /^Task: /u })
      .getByRole('button', { name: /^Inspect/u })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Stay' }).click();
    expect(await field(page, 'Description').inputValue()).toBe('Half');
    await page.getByRole('button', { name: /^Account of/u }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('button', { name: /^Continue as Alice/u }).waitFor();
    expect(await page.title()).toBe('Sign in · Mother');
  });

  test('is tried as it stands in the form, and shows what it does', async ({ pages, browser }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await addAgent(tenantId, 'planner', { name: 'Planner', tools: [], instructions: 'You plan.' });
    await page.goto(`/company/${tenantId}/agents/planner`);
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('Write what it should do.').waitFor();
    await field(page, 'What should it do?').fill('Plan a call with the design team');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByRole('article', { name: /^Task: /u }).waitFor();
    await page
      .getByRole('region', { name: /^Transcript of /u })
      .getByText('Brief from Mother')
      .waitFor();
    await expectAccessible(page, 'agent-try');
  });

  test('without a model it has one tool; one that needs a connection says so, and a connection that is gone', async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Ada', pages, browser);
    const tenantId = await makeCompany(account);
    await addConnection(tenantId, 'shop', {});
    await addAgent(tenantId, 'orders', { name: 'Orders', tools: [], credentialId: 'gone' });
    await page.goto(`/company/${tenantId}/agents/orders`);
    await page.getByText('Its connection is gone. Choose another one.').waitFor();
    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ index: 2 });
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('deterministic');
    await save(page).click();
    await page.getByText('An agent without a model has exactly one tool: choose it.').first().waitFor();
  });
});
