import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { openAs } from './support/company.ts';
import { makeAccount, setClaims } from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';

describe('the models of a deployment', () => {
  test('somebody who looks after one company only -> sees none of it', async ({ pages, browser }) => {
    const { page } = await openAs('Kim', pages, browser);
    await page.goto('/admin');
    await page.getByText('This account does not look after the deployment').waitFor();
    await expectAccessible(page, 'admin-denied');
  });

  test('a provider and a Mother are made; what is wrong is said at its field, and the key is never seen again', async ({
    pages,
    browser,
  }) => {
    const account = await makeAccount('Kim');
    await setClaims(account, { superAdmin: true });
    const page = await pages.openAlone(browser);
    await signInByEmail(page, account);
    await page.getByRole('button', { name: /^Working in / }).click();
    await page.getByRole('menuitem', { name: 'Models of this deployment' }).click();
    await page.getByRole('heading', { name: 'Providers' }).waitFor();
    await page.getByRole('button', { name: 'Add a provider' }).click();
    const name = `Local ${account.uid}`;
    await page.getByRole('textbox', { name: 'Address' }).fill('somewhere');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Fill this in.').waitFor();
    await page.getByText('Write a whole address, like https://shop.example.com.').waitFor();
    await expectAccessible(page, 'provider-wrong');

    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('combobox', { name: 'Protocol' }).selectOption('chat');
    await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/v1');
    await page.getByLabel('Key', { exact: true }).fill('sk-canary-0123456789-wxyz');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const provider = page.getByRole('listitem').filter({ hasText: name });
    await provider.getByText('Key ends in wxyz').waitFor();
    expect(await page.content()).not.toContain('sk-canary');
    await provider.getByRole('button', { name: `Test ${name}` }).click();
    await provider.getByRole('alert').getByText(/\w/u).first().waitFor();
    await expectAccessible(page, 'providers');

    await provider.getByRole('button', { name: `Change ${name}` }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Half');
    await page.getByRole('button', { name: 'Add a provider' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Half');
    await page.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: 'Add a Mother' }).click();
    const mother = `Careful ${account.uid}`;
    await page.getByRole('textbox', { name: 'Name' }).fill(mother);
    await page.getByRole('combobox', { name: 'Provider' }).selectOption({ label: name });
    await page.getByRole('combobox', { name: 'Model' }).fill('small');
    await page.getByRole('textbox', { name: 'Dollars, in' }).fill('free');
    await page.getByRole('textbox', { name: 'Dollars, cached' }).fill('0.1');
    await page.getByRole('textbox', { name: 'Dollars, out' }).fill('10');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Write dollars like 2.50; 0 where it costs nothing.').waitFor();
    await expectAccessible(page, 'mother-wrong');
    await page.getByRole('textbox', { name: 'Dollars, in' }).fill('1.25');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const row = page.getByRole('listitem').filter({ hasText: mother });
    await row.getByText('$1.25 in, $10.00 out').waitFor();
    await expectAccessible(page, 'mothers');

    await provider.getByRole('button', { name: `Delete ${name}` }).click();
    pages.expectedErrors.push(/status of 4\d\d/u);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('alert').getByText(/\w/u).first().waitFor();
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: `Delete ${mother}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    await provider.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await provider.waitFor({ state: 'detached' });
  });
});
