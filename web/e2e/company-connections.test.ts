import { expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { addAgent, addConnection, makeCompany, openAs } from './support/company.ts';
import { readCollection, readDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';

/** Nobody listens there. */
const DEAD = 'http://127.0.0.1:9';
const SECRET = 'cs_0123456789abcdef0123456789abcdef01234567';

test('a shop is connected: what is missing is said at its field, a dead one in words, and the keys are never seen again', async ({
  pages,
  browser,
}) => {
  const { page, account } = await openAs('Jo', pages, browser);
  const tenantId = await makeCompany(account);
  await page.goto(`/company/${tenantId}/connections`);
  await page.getByText('Nothing is connected yet').waitFor();
  await expectAccessible(page, 'connections-empty');
  await page.getByRole('link', { name: 'Connect a shop' }).first().click();
  const save = page.getByRole('button', { name: 'Save and test' });
  await page.getByRole('textbox', { name: 'Address' }).fill('shop');
  await save.click();
  await page.getByText('Write a whole address, like https://shop.example.com.').waitFor();
  expect(await page.getByText('Fill this in.').count()).toBe(3);
  await expectAccessible(page, 'connection-wrong');

  await page.getByRole('textbox', { name: 'Name' }).fill('Harbour shop');
  await page.getByRole('textbox', { name: 'Address' }).fill(DEAD);
  await page.getByLabel('Consumer key').fill('ck_0123456789abcdef0123456789abcdef01231a2b');
  await page.getByLabel('Consumer secret').fill(SECRET);
  await page.keyboard.press('Enter');
  await page.getByText(/^It is saved, but it does not work: /u).waitFor();
  await expectAccessible(page, 'connection-dead');
  expect(await page.getByLabel('Consumer secret').inputValue()).toBe('');
  expect(await page.content()).not.toContain(SECRET);

  // The shop shows its keys once only: what is sealed need not be given again to try once more.
  await page.getByText('They are sealed; leave both empty to keep them.').waitFor();
  const tested = page.waitForResponse(/checkConnection/u);
  await save.click();
  await tested;
  await page.getByText(/^It is saved, but it does not work: /u).waitFor();

  await page.getByRole('link', { name: 'Back' }).click();
  const row = page.getByRole('list', { name: 'Connections' }).getByRole('listitem');
  await row.getByText('Key ends in 1a2b').waitFor();
  const [stored] = await readCollection(`tenants/${tenantId}/credential_summaries`);
  expect(stored?.data).toMatchObject({ label: 'Harbour shop', lastFour: '1a2b' });
  const problem = stored?.data['problem'];
  await row.getByText(typeof problem === 'string' ? problem : 'no problem is stored').waitFor();
  await expectAccessible(page, 'connections');

  // Kept with empty keys; with another host they have to be given again.
  await row.getByRole('link', { name: 'Change Harbour shop' }).click();
  await page.getByText('It ends in 1a2b; leave both empty to keep them.').waitFor();
  await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:10');
  await save.click();
  expect(await page.getByText('With another address the keys have to be given again.').count()).toBe(2);
  await page.getByRole('textbox', { name: 'Address' }).fill(DEAD);
  await page.getByRole('textbox', { name: 'Name' }).fill('Old shop');
  await save.click();
  await page.getByText(/^It is saved, but it does not work: /u).waitFor();
  expect(await readDocument(`tenants/${tenantId}/credential_summaries/${stored?.id}`)).toMatchObject({
    label: 'Old shop',
    lastFour: '1a2b',
  });
});

test('one that is in use is deleted only after its agents were named', async ({ pages, browser }) => {
  pages.expectedErrors.push(/status of 4\d\d/u);
  const { page, account } = await openAs('Jo', pages, browser);
  const tenantId = await makeCompany(account);
  await addConnection(tenantId, 'shop', { checkedAt: Date.now() });
  await addAgent(tenantId, 'orders', { name: 'Order finder', credentialId: 'shop' });
  await page.goto(`/company/${tenantId}/connections`);
  await page.getByText(/^Works \(Today/u).waitFor();
  await page.getByRole('button', { name: 'Delete Harbour shop' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Harbour shop?' });
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByText('Order finder').waitFor();
  await expectAccessible(page, 'connection-in-use');
  await dialog.getByRole('button', { name: 'Delete it all the same' }).click();
  await page.getByText('Nothing is connected yet').waitFor();
});
