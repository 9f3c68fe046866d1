import type { Page } from 'playwright-core';

// Writes down, inside of the page, what a person could have seen at any time: a state that lasted for a frame
// counts like one that stays.

/** The text that something on the page showed for a while. */
export type Glimpse = {
  /** Its accessible name: "Task: Plan a call", "Question from Planner", "Waiting for you"; else "status", "H1" or "H2". */
  readonly name: string;
  readonly text: string;
};

declare global {
  interface Window {
    glimpses: Glimpse[];
  }
}

/** Starts with the page's first byte, and anew with each load. */
export async function record(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.glimpses = [];
    const known = new WeakMap<Element, string>();
    const nameOf = (element: Element) =>
      element.getAttribute('aria-label') ?? (element.closest('[role=status]') ? 'status' : element.tagName);
    const look = () => {
      for (const element of document.querySelectorAll(
        'article, section, [role=status] > *, main :is(h1, h2)',
      )) {
        const text = element.textContent;
        if (text === '' || known.get(element) === text) continue;
        known.set(element, text);
        window.glimpses.push({ name: nameOf(element), text });
      }
      for (const box of document.querySelectorAll('textarea')) {
        const isShut = box.disabled || box.readOnly;
        if (isShut) window.glimpses.push({ name: 'disabled', text: box.value });
      }
    };
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
}

/** What was seen so far of everything with such a name, the oldest first. */
export async function glimpses(page: Page, name: RegExp): Promise<string[]> {
  const all = await page.evaluate(() => window.glimpses);
  return all.filter((one) => name.test(one.name)).map(({ text }) => text);
}

const RECEIPT = /(?:Sending…|Sent|Queued|Read|Passed to [\w ]+|(?:and )?[A-Z]\w+ resumed)$/u;

/** The receipts that the person's message with these words had, in order. */
export async function receipts(page: Page, words: string): Promise<string[]> {
  const seen = await glimpses(page, /^You, /u);
  const mine = seen.filter((text) => text.includes(words)).map((text) => RECEIPT.exec(text)?.[0] ?? text);
  return mine.filter((text, at) => text !== mine[at - 1]);
}

/** Everything by which the page ever asked something of the person. */
export async function asked(page: Page): Promise<string[]> {
  const all = await page.evaluate(() => window.glimpses);
  return all
    .filter(({ name, text }) => /^(?:Question from|Waiting for you)/u.test(name) || text.includes('Respond'))
    .map(({ name, text }) => `${name}: ${text}`);
}
