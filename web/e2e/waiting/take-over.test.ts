import { expect } from 'vitest';

import { story } from '../../../emulator-data/demo/story.ts';
import { complete, mothers, pathOf, say, startChat } from '../support/chat.ts';
import { callFunction, readCollection, readDocument, writeDocument } from '../support/emulators.ts';
import { test } from '../support/fixtures.ts';
import { glimpses } from '../support/record.ts';

const OPENING = 'The lighthouse';
const A_MINUTE = 60_000;

declare global {
  interface HTMLElement {
    /** Set on a row by this test. */
    known?: boolean;
  }
}

const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The lease has run out, and the sweeper looks for such. */
async function lose(lease: string): Promise<void> {
  await writeDocument(lease, { leaseEndsAt: new Date(Date.now() - A_MINUTE) });
  await callFunction('sweeper-0');
}

test('while two owners write one reply, since the lease of the first ran out, the page shows one whole story', async ({
  page,
}) => {
  await startChat(page, 'Hello');
  await complete(mothers(page)).waitFor();
  const chat = pathOf(page, 'alice');
  const mother = `${chat}/state/mother`;
  // Once with nothing to do: what takes over has started then, and is there before the story ends.
  await lose(mother);
  await expect.poll(async () => (await readDocument(mother))?.['leaseEndsAt']).toBeNull();

  await say(page, 'Tell me a long story');
  const reply = mothers(page, OPENING);
  await reply.waitFor();
  await reply.evaluate((row) => Object.assign(row, { known: true }));
  // The first one knows nothing of it and goes on, as a process does that was cut off from the database for a while.
  await lose(mother);
  await complete(mothers(page, 'The end.')).waitFor();

  const id = (await reply.getAttribute('id'))?.replace('message-', '') ?? '';
  const stored = await readDocument(`${chat}/messages/${id}`);
  expect([stored?.['status'], stored?.['content']]).toEqual(['complete', story]);
  const parts = await readCollection(`${chat}/messages/${id}/parts`);
  expect(new Set(parts.map(({ data }) => data['epoch'])).size).toBe(2);

  expect(await mothers(page).count()).toBe(2);
  expect(await reply.evaluate((row: HTMLElement) => row.known)).toBe(true);
  const seen = (await glimpses(page, /^Mother, /u))
    .filter((text) => text.includes(OPENING))
    .map((text) => letters(text.slice(text.indexOf(OPENING))));
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.filter((text) => !letters(story).startsWith(text))).toEqual([]);
});
