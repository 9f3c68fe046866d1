import { defaultOrchestration } from 'functions/contracts';
import { expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { holdCall, makeCompany, openAs } from './support/company.ts';
import { readDocument, writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';
import { stored } from './support/stored.ts';

const month = new Date().toISOString().slice(0, 7);

test('both forms hold something that is not saved -> one question for both', async ({ pages, browser }) => {
  const { page, account } = await openAs('Finn', pages, browser);
  await page.goto(`/company/${await makeCompany(account)}/settings`);
  await page.getByRole('textbox', { name: 'Name of the company' }).fill('Harbour & Sons');
  await page.getByRole('textbox', { name: 'Persona' }).fill('Brief.');
  await page.getByRole('link', { name: 'Runs' }).click();
  const leave = page.getByRole('button', { name: 'Leave', includeHidden: true });
  await leave.first().waitFor();
  expect(await leave.count()).toBe(1);
  await leave.click();
  await page.getByRole('heading', { name: 'Runs' }).waitFor();
});

test('the settings of a company are changed; what is wrong is said at its field', async ({
  pages,
  browser,
}) => {
  const { page, account } = await openAs('Finn', pages, browser);
  const tenantId = await makeCompany(account);
  await writeDocument(`tenants/${tenantId}/budgets/${month}`, {
    schemaVersion: 1,
    drawn: { tokens: 1_200_000, micros: 22_500_000 },
  });
  await page.goto(`/company/${tenantId}/settings`);
  await page.getByText('Drawn this month: $22.50').waitFor();
  await page.getByRole('radio', { name: /The deployment’s model/u }).waitFor();

  const name = page.getByRole('textbox', { name: 'Name of the company' });
  await name.fill(' ');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByText('Fill this in.').waitFor();
  await name.fill('Harbour & Sons');
  await name.press('Enter');
  await page.getByText('Renamed.').waitFor();
  await page.getByRole('heading', { name: 'Harbour & Sons', level: 1 }).waitFor();

  const dollars = page.getByRole('textbox', { name: 'Dollars' });
  await dollars.fill('a lot');
  await page.getByRole('spinbutton', { name: 'Tasks at once' }).fill('99');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Write dollars like 25 or 12.50, or leave it empty.').waitFor();
  await page.getByText('Not more than 10.').waitFor();
  await expectAccessible(page, 'settings-wrong');

  await dollars.fill('25');
  await page.getByRole('spinbutton', { name: 'Tasks at once' }).fill('2');
  const threshold = page.getByRole('slider', { name: 'How sure she has to be' });
  await threshold.fill('1');
  await page.getByText('She always asks the person.').first().waitFor();
  await page.getByRole('checkbox', { name: 'Mother may give work to agents' }).uncheck();
  await page.getByText('Once this is saved, tasks that run are ended').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await readDocument(`tenants/${tenantId}`)).toMatchObject({
    name: 'Harbour & Sons',
    orchestration: {
      enabled: false,
      confidenceThreshold: 1,
      limits: { parallelTasks: 2 },
      budget: { tokens: null, micros: 25_000_000 },
    },
  });
  const meter = page.getByRole('meter', { name: 'Of the dollars of this month' });
  expect(await meter.getAttribute('aria-valuenow')).toBe('90');
  await expectAccessible(page, 'settings');
});

test('what is typed while a save is under way is kept, and is not saved yet', async ({ pages, browser }) => {
  const { page, account } = await openAs('Finn', pages, browser);
  const tenantId = await makeCompany(account);
  await page.goto(`/company/${tenantId}/settings`);
  const persona = page.getByRole('textbox', { name: 'Persona' });
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const letThrough = await holdCall(page, 'saveOrchestration');
  await persona.fill('Speak plainly.');
  await page.getByRole('spinbutton', { name: 'Tasks at once' }).fill('2');
  await save.click();
  await page.getByRole('button', { name: 'Saving…' }).waitFor();
  await persona.fill('Speak plainly, and in short sentences.');
  letThrough();
  await save.waitFor();
  expect(await persona.inputValue()).toBe('Speak plainly, and in short sentences.');
  await page.getByText('Not saved yet.').waitFor();
  expect(await readDocument(`tenants/${tenantId}`)).toMatchObject({
    orchestration: { persona: 'Speak plainly.', limits: { parallelTasks: 2 } },
  });
  await save.click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await readDocument(`tenants/${tenantId}`)).toMatchObject({
    orchestration: { persona: 'Speak plainly, and in short sentences.', limits: { parallelTasks: 2 } },
  });
});

test('what another admin saves meanwhile is shown and stays, but for what was typed here', async ({
  pages,
  browser,
}) => {
  const { page, account } = await openAs('Finn', pages, browser);
  const tenantId = await makeCompany(account);
  await page.goto(`/company/${tenantId}/settings`);
  const persona = page.getByRole('textbox', { name: 'Persona' });
  await persona.fill('Speak plainly.');
  await writeDocument(`tenants/${tenantId}`, {
    orchestration: stored({
      ...defaultOrchestration,
      enabled: false,
      persona: 'Theirs',
      budget: { tokens: null, micros: 25_000_000 },
    }),
  });
  await expect.poll(() => page.getByRole('textbox', { name: 'Dollars' }).inputValue()).toBe('25');
  expect(await persona.inputValue()).toBe('Speak plainly.');
  await page.getByText('Not saved yet.').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await readDocument(`tenants/${tenantId}`)).toMatchObject({
    orchestration: {
      enabled: false,
      persona: 'Speak plainly.',
      budget: { tokens: null, micros: 25_000_000 },
    },
  });
});

test('what another admin saves in the very moment stays as well', async ({ pages, browser }) => {
  const { page, account } = await openAs('Finn', pages, browser);
  const tenantId = await makeCompany(account);
  await page.goto(`/company/${tenantId}/settings`);
  const letThrough = await holdCall(page, 'saveOrchestration');
  await page.getByRole('textbox', { name: 'Persona' }).fill('Speak plainly.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Saving…' }).waitFor();
  const budget = { tokens: null, micros: 25_000_000 };
  await writeDocument(`tenants/${tenantId}`, { orchestration: stored({ ...defaultOrchestration, budget }) });
  letThrough();
  await page.getByText('Saved.', { exact: true }).waitFor();
  await expect.poll(() => page.getByRole('textbox', { name: 'Dollars' }).inputValue()).toBe('25');
  expect(await readDocument(`tenants/${tenantId}`)).toMatchObject({
    orchestration: { persona: 'Speak plainly.', budget },
  });
});

test('a member sees none of it, and is told whom to ask', async ({ pages, browser }) => {
  const { page, account } = await openAs('Finn', pages, browser);
  const tenantId = await makeCompany(account, {}, 'member');
  await page.goto(`/company/${tenantId}/settings`);
  await page.getByText('Only admins of this company see this').waitFor();
  expect(
    await page.getByRole('navigation', { name: 'Of this company' }).getByRole('link').allInnerTexts(),
  ).toEqual(['Members']);
  await expectAccessible(page, 'settings-of-a-member');
});
