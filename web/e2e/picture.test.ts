import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { expect } from 'vitest';

import { DESKTOP } from './support/browser.ts';
import { composer, question, startChat, task, waitingBar } from './support/chat.ts';
import { makeAccount } from './support/emulators.ts';
import { signInByEmail, test } from './support/fixtures.ts';

// The picture in the README shows the running app. To make it anew:
//
//   MOTHER_PICTURE=1 npm test -- browser picture
//
// Pictures of every state, in light, dark and on a phone, go to test-output/pictures:
//
//   MOTHER_PICTURES=1 npm test -- browser

const FILE = path.resolve(import.meta.dirname, '../../docs/picture.png');

const takesPicture = process.env['MOTHER_PICTURE'] !== undefined;

test('the picture in the README: an agent asks, and the answer is one click or one sentence away', async ({
  browser,
  pages,
}) => {
  const page = await pages.openAlone(browser);
  await signInByEmail(page, await makeAccount('Ada'));
  await startChat(page, 'Plan a 30-minute kick-off call with the design team for tomorrow.');

  await task(page, /^Task: Plan a 30-minute/u)
    .getByText('Waiting for you')
    .waitFor();
  await question(page, 'Planner').getByText('Which time zone are they in?').waitFor();
  await waitingBar(page).getByText('Which time zone are they in?').waitFor();
  expect(page.viewportSize()).toEqual(DESKTOP);
  await composer(page).blur();
  if (takesPicture) await page.screenshot({ path: FILE });
  expect(existsSync(FILE)).toBe(true);
});
