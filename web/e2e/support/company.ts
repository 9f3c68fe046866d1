import { paths } from 'functions/contracts';
import type { Agent, CredentialSummary, Member, Question, Run, Tenant } from 'functions/contracts';
import type { Browser, Page } from 'playwright-core';

import {
  agent,
  assistantMessage,
  chat,
  member,
  question,
  run,
  task,
  tenant,
  userMessage,
} from '../../../functions/test/support/factories.ts';
import { type Account, makeAccount, makeDocuments } from './emulators.ts';
import { signInByEmail } from './fixtures.ts';
import { stored } from './stored.ts';

// A company as it is once somebody has made it: written as an administrator would, so that a page can be looked at by
// itself.

let made = 0;

/** An id that no other test has. */
export function freshId(): string {
  made += 1;
  return `${Date.now().toString(36)}${process.pid.toString(36)}${made.toString(36)}`
    .padEnd(20, '0')
    .slice(-20);
}

/** Makes a company in which the account has a role; gives its tenant's id. */
export async function makeCompany(
  { uid, email }: Account,
  fields: Partial<Tenant> = {},
  role: Member['role'] = 'owner',
): Promise<string> {
  const tenantId = `company-${freshId()}`;
  await makeDocuments([
    [paths.tenant(tenantId), stored(tenant({ name: 'Harbour Goods', ...fields }))],
    [
      paths.members.one(tenantId, uid),
      stored(member({ uid, role, email, name: email.split('-', 1)[0] ?? '' })),
    ],
  ]);
  return tenantId;
}

export const addAgent = (tenantId: string, id: string, fields: Partial<Agent>): Promise<void> =>
  makeDocuments([[paths.agents.one(tenantId, id), stored(agent(fields))]]);

export const addRuns = (runs: readonly (readonly [id: string, fields: Partial<Run>])[]): Promise<void> =>
  makeDocuments(runs.map(([id, fields]) => [paths.runs.one(id), stored(run(fields))]));

export const addConnection = (
  tenantId: string,
  id: string,
  fields: Partial<CredentialSummary>,
): Promise<void> =>
  makeDocuments([
    [
      paths.credentialSummaries.one(tenantId, id),
      stored({
        schemaVersion: 1,
        kind: 'woocommerce',
        label: 'Harbour shop',
        url: 'https://shop.example.com',
        lastFour: '1a2b',
        checkedAt: null,
        problem: null,
        createdAt: Date.now(),
        updatedAt: Date.now(),
        ...fields,
      }),
    ],
  ]);

/** A page of somebody who has just signed up, and nothing else; what tests of one file share. */
export async function openAs(
  name: string,
  pages: { openAlone(browser: Browser): Promise<Page> },
  browser: Browser,
): Promise<{ page: Page; account: Account }> {
  const account = await makeAccount(name);
  const page = await pages.openAlone(browser);
  await signInByEmail(page, account);
  return { page, account };
}

/** Keeps what the page calls from the backend, until the function that this gives lets it through. */
export async function holdCall(page: Page, name: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(`**/${name}`, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** A chat in which an agent waits for an answer; gives the chat's id, and puts what it is into `questionId`. */
export async function makeWaitingChat(
  { uid }: Account,
  tenantId: string,
  asked: Partial<Question>,
): Promise<{ chatId: string; questionId: string; path: string }> {
  const chatId = freshId();
  const ref = { uid, chatId };
  const questionId = `mother-1-0-q1`;
  const createdAt = Date.now() - 60_000;
  const times = { createdAt, startedAt: createdAt };
  const relayed = question({
    taskId: 'mother-1-0',
    subAgentId: 'mother-1-0',
    status: 'relayed',
    relayedAt: createdAt,
    createdAt,
    ...asked,
  });
  await makeDocuments([
    [
      paths.chat(ref),
      stored(
        chat({
          title: 'Order 1042',
          tenantId,
          createdAt,
          lastMessageAt: createdAt,
          counts: { running: 0, waiting: 1 },
        }),
      ),
    ],
    [
      paths.messages.one(ref, freshId()),
      stored(userMessage({ content: 'Refund order 1042', status: 'handled', createdAt })),
    ],
    [
      paths.messages.one(ref, 'mother-1'),
      stored(assistantMessage({ content: 'I’ve asked the shop agent.', ...times })),
    ],
    [
      paths.tasks.one(ref, 'mother-1-0'),
      stored(
        task({
          title: 'Refund order 1042',
          agentName: relayed.name,
          status: 'waiting',
          subAgentId: 'mother-1-0',
          messageId: 'mother-1',
          questionId,
          ...times,
        }),
      ),
    ],
    [paths.questions.one(ref, questionId), stored(relayed)],
    [
      paths.messages.one(ref, 'mother-2'),
      stored(assistantMessage({ kind: 'question', content: relayed.text, questionId, ...times })),
    ],
  ]);
  return { chatId, questionId, path: paths.chat(ref) };
}
