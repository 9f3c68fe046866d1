import type { Locator, Page } from 'playwright-core';

// The parts of the page as a person finds them: by what they are and what they are called.

type Words = string | RegExp;

export const composer = (page: Page) => page.getByRole('textbox', { name: 'Message Mother' });
export const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
export const chip = (page: Page, agent: string) =>
  page.getByRole('form', { name: 'Your message' }).getByText(`Replying to ${agent}:`);
export const waitingBar = (page: Page) => page.getByRole('region', { name: 'Waiting for you' });

/** A message of the person's own. */
export const mine = (page: Page, words: Words) =>
  page.getByRole('article', { name: /^You, / }).filter({ hasText: words });

/** A message of Mother's, complete or not. */
export const mothers = (page: Page, words: Words = /./u) =>
  page.getByRole('article', { name: /^Mother, / }).filter({ hasText: words });

/** The block of a task; a task is known by its title. */
export const task = (page: Page, title: Words) => page.getByRole('article', { name: title });

export const question = (page: Page, agent: string) =>
  page.getByRole('article', { name: `Question from ${agent}` });

/** The answer that a button gives: an option of the question's, or Mother's guess. */
export const choice = (page: Page, agent: string, answer: string) =>
  question(page, agent).getByRole('button', { name: `Answer ${agent}: ${answer}` });

export const respondInBar = (page: Page, agent: string) =>
  waitingBar(page).getByRole('button', { name: `Respond to ${agent}` });

/** Mother's message, once she has finished it. */
export const complete = (message: Locator) => message.and(message.page().locator('[aria-busy=false]'));

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press('Enter');
}

/** A chat of its own, with its first message. */
export async function startChat(page: Page, words: string): Promise<void> {
  await page.goto('/');
  await say(page, words);
  await mine(page, words).waitFor();
}

/** Mother's message with a finished task's result. */
export const result = (page: Page, agent: string) => complete(mothers(page, `${agent} is done.`));

/** Where the open chat is stored. */
export function pathOf(page: Page, uid: string): string {
  const chatId = /\/chat\/(\w+)/u.exec(page.url())?.[1];
  if (chatId === undefined) throw new Error(`No chat is open at ${page.url()}`);
  return `users/${uid}/orch-chats/${chatId}`;
}
