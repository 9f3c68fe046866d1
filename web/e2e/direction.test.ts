import { paths } from 'functions/contracts';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

import { userMessage } from '../../functions/test/support/factories.ts';
import { expectAccessible } from './support/accessible.ts';
import { composer, mine, question, respondInBar, task, waitingBar } from './support/chat.ts';
import { freshId, makeCompany, makeWaitingChat, openAs } from './support/company.ts';
import { makeDocuments, writeDocument } from './support/emulators.ts';
import { test } from './support/fixtures.ts';
import { chatList } from './support/managing.ts';
import { stored } from './support/stored.ts';

const directionOf = (part: Locator) => part.evaluate((element) => getComputedStyle(element).direction);

for (const [language, words] of [
  [
    'Hebrew',
    {
      title: 'הזמנה 1042',
      task: 'החזר כספי להזמנה 1042',
      asked: 'על איזו הזמנה מדובר?',
      said: 'בבקשה תחזירי את הכסף על הזמנה 1042, כי היא הגיעה שבורה.',
    },
  ],
  [
    'Arabic',
    {
      title: 'الطلب 1042',
      task: 'استرداد ثمن الطلب 1042',
      asked: 'أي طلب تقصد؟',
      said: 'من فضلك أعيدي ثمن الطلب 1042، فقد وصل مكسورًا.',
    },
  ],
] as const) {
  test(`a conversation in ${language} runs from right to left, and what is said in English does not`, async ({
    pages,
    browser,
  }) => {
    const { page, account } = await openAs('Noa', pages, browser);
    const tenantId = await makeCompany(account);
    const { chatId, path } = await makeWaitingChat(account, tenantId, { name: 'Shop', text: words.asked });
    const ref = { uid: account.uid, chatId };
    const said = userMessage({ content: words.said, status: 'handled', createdAt: Date.now() });
    await makeDocuments([[paths.messages.one(ref, freshId()), stored(said)]]);
    await writeDocument(path, { title: words.title });
    await writeDocument(paths.tasks.one(ref, 'mother-1-0'), { title: words.task });
    await page.goto(`/company/${tenantId}/members`);
    await page.getByText('Working in Harbour Goods').waitFor({ state: 'attached' });
    await page.goto(`/chat/${chatId}`);

    await respondInBar(page, 'Shop').click();
    await composer(page).fill(words.said);
    for (const part of [
      mine(page, words.said).getByText(words.said),
      question(page, 'Shop').getByText(words.asked),
      waitingBar(page).getByText(words.asked),
      page.getByRole('form', { name: 'Your message' }).getByText(words.asked),
      task(page, `Task: ${words.task}`).getByRole('heading', { name: words.task }),
      page.getByRole('heading', { level: 1, name: words.title }),
      chatList(page).getByText(words.title, { exact: true }),
      composer(page),
    ]) {
      expect(await directionOf(part)).toBe('rtl');
    }
    await expectAccessible(page, `right-to-left-${language}`);
    await composer(page).fill('Refund order 1042');
    expect(await directionOf(composer(page))).toBe('ltr');
    expect(await directionOf(mine(page, 'Refund order 1042').getByText('Refund order 1042'))).toBe('ltr');
  });
}
