import { personalTenantId } from 'functions/contracts';
import type { Browser, Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import { expectAccessible } from './support/accessible.ts';
import { chip, composer, task, waitingBar } from './support/chat.ts';
import { makeWaitingChat, openAs } from './support/company.ts';
import { type Fields, readCollection, writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';
import { focused } from './support/managing.ts';

const SUMMARY = 'Refund 49.00 EUR of order 1042';
const HASH = 'a'.repeat(64);
const consent = {
  callId: 'call-1',
  tool: 'refund_order',
  summary: SUMMARY,
  details: [
    { label: 'Order', value: '1042' },
    { label: 'Amount', value: '49.00 EUR' },
    { label: 'Reason', value: 'Paid twice' },
  ],
  hash: HASH,
  by: 'member' as const,
};

type World = { pages: { openAlone(browser: Browser): Promise<Page> }; browser: Browser };

/** Somebody whose agent waits for a yes or no. */
async function asking({ pages, browser }: World, by: 'member' | 'admin' = 'member') {
  const { page, account } = await openAs('Dora', pages, browser);
  const asked = { kind: 'consent', name: 'Shop', text: SUMMARY, consent: { ...consent, by } } as const;
  const made = await makeWaitingChat(account, personalTenantId(account.uid), asked);
  await page.goto(`/chat/${made.chatId}`);
  const card = page.getByRole('article', { name: 'Question from Shop' });
  await card.getByText('Agent Shop asks before it does this:').waitFor();
  return { page, card, ...made };
}

/** The messages of the person's that were stored with a yes or no. */
async function decisions(path: string): Promise<Fields[]> {
  const messages = await readCollection(`${path}/messages`);
  return messages.flatMap(({ data }) => (data['consent'] ? [data] : []));
}

describe('a call that waits for a yes', () => {
  test('shows exactly what will be done; Decide leads to it, and no key allows it by itself', async ({
    pages,
    browser,
  }) => {
    const { page, card, path } = await asking({ pages, browser });
    const rows = await card.getByRole('row').allInnerTexts();
    expect(rows.map((row) => row.replaceAll(/\s+/gu, ' '))).toEqual([
      'Order 1042',
      'Amount 49.00 EUR',
      'Reason Paid twice',
    ]);
    await waitingBar(page).getByText(`Allow: ${SUMMARY}?`).waitFor();
    await task(page, 'Task: Refund order 1042').getByText(`Allow: ${SUMMARY}?`).waitFor();
    await expectAccessible(page, 'consent');

    await waitingBar(page)
      .getByRole('button', { name: `Decide on ${SUMMARY}` })
      .click();
    await expect.poll(() => focused(page)).toBe('Question from Shop');
    expect(await chip(page, 'Shop').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect(await decisions(path)).toEqual([]);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(`Allow: ${SUMMARY}`);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(`Don’t allow: ${SUMMARY}`);
  });

  test('a yes pressed twice -> one message with the hash that stood there; one line says what was allowed', async ({
    pages,
    browser,
  }) => {
    const { page, card, path, questionId } = await asking({ pages, browser });
    await card.getByRole('button', { name: `Allow: ${SUMMARY}`, exact: true }).dblclick();
    await page.getByText(`You allowed: ${SUMMARY}`).waitFor();
    await expect.poll(() => decisions(path)).toHaveLength(1);
    const [sent] = await decisions(path);
    expect(sent).toMatchObject({ content: '', consent: { questionId, hash: HASH, decision: 'yes' } });

    await writeDocument(`${path}/questions/${questionId}`, {
      status: 'answered',
      answer: 'yes',
      answeredBy: 'user',
    });
    await card.getByText('You allowed it. It is being done.').waitFor();
    await writeDocument(`${path}/sub_agents/mother-1-0/sub_agent_messages/4`, {
      schemaVersion: 1,
      role: 'tool',
      index: 4,
      toolCallId: 'call-1',
      name: 'refund_order',
      content: '{"refund":7}',
      createdAt: new Date(),
    });
    await card.getByText('You allowed it. It was done.').waitFor();
    await card.getByText('What exactly', { exact: true }).click();
    await expectAccessible(page, 'consent-allowed');

    await writeDocument(`${path}/sub_agents/mother-1-0/sub_agent_messages/4`, {
      content: 'It is not known whether this took effect: the answer was lost.',
    });
    await card.getByText('Whether it took effect is not known').waitFor();
  });

  test('a yes that is refused -> both buttons are there again, and work', async ({ pages, browser }) => {
    const { page, card, path } = await asking({ pages, browser });
    await card.getByRole('button', { name: `Allow: ${SUMMARY}`, exact: true }).click();
    await page.getByText(`You allowed: ${SUMMARY}`).waitFor();
    await expect.poll(() => decisions(path)).toHaveLength(1);
    const yes = (await readCollection(`${path}/messages`)).find(({ data }) => data['consent']);
    await writeDocument(`${path}/messages/${yes?.id}`, {
      status: 'refused',
      refusal: { code: 'role_needed', message: 'Only an admin may allow this.' },
    });
    await page.getByText('Only an admin may allow this.').first().waitFor();
    await card.getByRole('button', { name: `Don’t allow: ${SUMMARY}` }).click();
    await expect.poll(() => decisions(path)).toHaveLength(2);
  });

  test('a no -> nothing was done; one that came too late -> it is asked again', async ({
    pages,
    browser,
  }) => {
    const { page, card, path, questionId } = await asking({ pages, browser });
    await card.getByRole('button', { name: `Don’t allow: ${SUMMARY}` }).click();
    await page.getByText(`You did not allow: ${SUMMARY}`).waitFor();
    await expect.poll(() => decisions(path)).toHaveLength(1);
    await writeDocument(`${path}/questions/${questionId}`, {
      status: 'answered',
      answer: 'no',
      answeredBy: 'user',
    });
    await card.getByText('You did not allow it: nothing was done.').waitFor();
    await writeDocument(`${path}/questions/${questionId}`, { status: 'superseded', answer: null });
    await card.getByText('Nothing was done. Shop asked again, below.').waitFor();
  });
});

/** Somebody whose agent waits for a value of a kind. */
async function askingFor(
  { pages, browser }: World,
  asked: Parameters<typeof makeWaitingChat>[2],
  unloadable?: string,
) {
  const { page, account } = await openAs('Dora', pages, browser);
  if (unloadable !== undefined) await page.route(unloadable, (route) => route.abort());
  const made = await makeWaitingChat(account, personalTenantId(account.uid), { name: 'Shop', ...asked });
  await page.goto(`/chat/${made.chatId}`);
  await composer(page).fill('half a thought');
  await waitingBar(page).getByRole('button', { name: 'Respond to Shop' }).click();
  await chip(page, 'Shop').waitFor();
  const replies = async () =>
    (await readCollection(`${made.path}/messages`)).flatMap(({ data }) =>
      data['replyTo'] === made.questionId ? [data['content']] : [],
    );
  return { page, replies };
}

describe('a question with a typed field', () => {
  test('a number is checked before it is sent; Escape gives the words back', async ({ pages, browser }) => {
    const field = { type: 'number', integer: true, min: 1, max: 10 } as const;
    const { page, replies } = await askingFor({ pages, browser }, { text: 'How many items?', field });
    const box = page.getByRole('textbox', { name: 'Your answer to Shop: How many items?' });
    await expect.poll(() => box.evaluate((one) => one === document.activeElement)).toBe(true);
    await box.fill('eleven');
    await box.press('Enter');
    await page.getByText('Write a number, like 12.').waitFor();
    await expectAccessible(page, 'typed-number');
    await box.fill('11');
    await page.getByText('From 1 to 10.').waitFor();
    expect(await replies()).toEqual([]);

    await box.press('Escape');
    await expect.poll(() => composer(page).inputValue()).toBe('half a thought');
    await expect.poll(() => composer(page).evaluate((one) => one === document.activeElement)).toBe(true);

    await waitingBar(page).getByRole('button', { name: 'Respond to Shop' }).click();
    await box.fill('7');
    await box.press('Enter');
    await expect.poll(replies).toEqual(['7']);
    expect(await composer(page).inputValue()).toBe('half a thought');
  });

  test('its field cannot be loaded -> the question can be taken off, and one writes on', async ({
    pages,
    browser,
  }) => {
    pages.expectedErrors.push(/net::ERR_FAILED/u);
    const field = { type: 'number', integer: true, min: 1, max: 10 } as const;
    const asked = { text: 'How many items?', field };
    const { page } = await askingFor({ pages, browser }, asked, '**/assets/typed-composer-*.js');
    await page.getByText('A part of the page could not be loaded').first().waitFor();
    await page.getByRole('button', { name: 'Stop replying to Shop' }).click();
    await expect.poll(() => composer(page).inputValue()).toBe('half a thought');
  });

  test('a choice is made with the keyboard', async ({ pages, browser }) => {
    const asked = { text: 'Which size?', field: { type: 'choice' }, options: ['Small', 'Large'] } as const;
    const { page, replies } = await askingFor({ pages, browser }, { ...asked, options: [...asked.options] });
    const group = page.getByRole('radiogroup', { name: 'Your answer to Shop: Which size?' });
    await group.waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Choose one of these.').waitFor();
    await page.keyboard.press('ArrowDown');
    await expectAccessible(page, 'typed-choice');
    await page.keyboard.press('Enter');
    await expect.poll(replies).toHaveLength(1);
    expect(asked.options).toContain((await replies())[0]);
  });

  test('a day is sent as the calendar writes it', async ({ pages, browser }) => {
    const asked = { text: 'From which day?', field: { type: 'date' } } as const;
    const { page, replies } = await askingFor({ pages, browser }, asked);
    const box = page.getByLabel('Your answer to Shop: From which day?');
    await box.press('Enter');
    await page.getByText('Choose a day.').waitFor();
    await box.fill('2026-01-31');
    await box.press('Enter');
    await expect.poll(replies).toEqual(['2026-01-31']);
  });
});
