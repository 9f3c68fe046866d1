import { expect } from 'vitest';

import { expectAccessible } from '../support/accessible.ts';
import { composer, mine, pathOf, say, startChat } from '../support/chat.ts';
import { makeAccount, readCollection } from '../support/emulators.ts';
import { signInByEmail, test } from '../support/fixtures.ts';

const A_MINUTES_WORTH = 30;
const TOO_MANY = 3;

test('more messages than a minute takes: one notice, and each that is too many can be sent again', async ({
  browser,
  pages,
}) => {
  const page = await pages.openAlone(browser);
  const account = await makeAccount('Sam');
  await signInByEmail(page, account);
  await startChat(page, 'Hello number 1');
  for (let n = 2; n <= A_MINUTES_WORTH + TOO_MANY; n += 1) await say(page, `Hello number ${n}`);
  const notice = page.getByText('That is a lot at once.');
  await notice.waitFor();
  const last = mine(page, `Hello number ${A_MINUTES_WORTH + TOO_MANY}`);
  await last.getByRole('button', { name: 'Edit and send again' }).waitFor();
  await expectAccessible(page, 'too-many');

  const chat = pathOf(page, account.uid);
  const sent = async (status: string) =>
    (await readCollection(`${chat}/messages`)).filter(
      ({ data }) => data['role'] === 'user' && data['status'] === status,
    ).length;
  await expect.poll(() => sent('handled')).toBe(A_MINUTES_WORTH);
  expect(await sent('refused')).toBe(TOO_MANY);
  const notices = (await readCollection(`${chat}/messages`)).filter(({ data }) => data['kind'] === 'notice');
  expect(notices).toHaveLength(1);
  await last.getByRole('button', { name: 'Edit and send again' }).click();
  expect(await composer(page).inputValue()).toBe(`Hello number ${A_MINUTES_WORTH + TOO_MANY}`);
});
