import type { Page } from 'playwright-core';

// The chat list and what can be done to a whole chat, as a person finds it.

export const chatList = (page: Page) => page.getByRole('navigation', { name: 'Chats' });
export const listed = (page: Page, title: string) =>
  chatList(page).getByRole('link', { name: title, exact: true });
export const pinned = (page: Page) => chatList(page).getByRole('list', { name: 'Pinned' });
export const justNow = (page: Page) => page.getByRole('region', { name: 'Just now' });
export const titleField = (page: Page) => page.getByRole('textbox', { name: 'Title of the chat' });

type Choice = 'Rename' | 'Pin' | 'Unpin' | 'Delete';

/** Out of the menu of a chat in the list. */
export async function choose(page: Page, title: string, choice: Choice): Promise<void> {
  await chatList(page)
    .getByRole('button', { name: `Options for ${title}`, exact: true })
    .click();
  await page.getByRole('menuitem', { name: choice, exact: true }).click();
}

/** Out of the menu beside the title of the open chat. */
export async function chooseAbove(page: Page, title: string, choice: Choice): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: `Options for ${title}`, exact: true })
    .click();
  await page.getByRole('menuitem', { name: choice, exact: true }).click();
}

/** What has the focus, by its name or its words. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  );
