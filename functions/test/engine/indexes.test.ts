import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MOTHER, paths } from '../../src/contracts/index.ts';
import type { Query } from '../../src/store/port.ts';
import { queries } from '../../src/store/queries.ts';
import { hasIndex, type Shape } from '../support/indexes.ts';

// Every query that any engine test runs is matched as it runs, by the store that the tests use; these are all the
// queries that there are, whether a test runs them or not.

const chat = { uid: 'u', chatId: 'c' };

const ofTheBackend: Record<keyof typeof queries, Query> = {
  newMessages: queries.newMessages(chat),
  mailTo: queries.mailTo(chat, MOTHER),
  transcript: queries.transcript(chat, 'agent-1'),
  availableAgents: queries.availableAgents('t', 1),
  agentsWithTags: queries.agentsWithTags('t', ['tag'], 1),
  lapsedLeases: queries.lapsedLeases(0),
  dueActors: queries.dueActors(0),
  oldMessages: queries.oldMessages(0),
  oldBriefs: queries.oldBriefs(0),
  oldMail: queries.oldMail(0),
  parts: queries.parts(chat, 'm'),
  chatsToRemove: queries.chatsToRemove(0),
  allOf: queries.allOf(paths.states.all(chat)),
};

/** What the page asks for, by the file that asks. */
const ofThePage: Record<string, Shape> = {
  'features/chat/data/chats.ts': shape(paths.chats('u'), 'lastMessageAt', true),
  'features/chat/data/messages.ts': shape(paths.messages.all(chat), 'createdAt', true),
  'features/chat/data/parts.ts': shape(paths.parts(chat, 'm')),
  'features/chat/data/pinned-chats.ts': { collection: paths.chats('u'), where: [['pinned', '==', true]] },
  'features/chat/data/suggestions.ts': shape(paths.agents('t')),
  'features/sub-agents/data/transcript.ts': shape(paths.transcript(chat, 'a'), 'index'),
  'features/tasks/data/questions.ts': shape(paths.questions.all(chat), 'createdAt', true),
  'features/tasks/data/read-news.ts': shape(paths.tasks.all(chat), 'createdAt', true),
  'features/tasks/data/tasks.ts': shape(paths.tasks.all(chat), 'createdAt', true),
};

function shape(collection: string, orderBy?: string, descending?: true): Shape {
  const order = orderBy === undefined ? {} : { orderBy };
  return { collection, where: [], ...order, ...(descending ? { descending } : {}) };
}

describe('indexes', () => {
  it.each(Object.entries(ofTheBackend))('the backend’s query %s has one', (_, query) => {
    expect(hasIndex(query)).toBe(true);
  });

  it.each(Object.entries(ofThePage))('the page’s query in %s has one', (_, query) => {
    expect(hasIndex(query)).toBe(true);
  });

  it('there is no query of the page’s that is not listed here, and none sorts or filters in another way', () => {
    const root = new URL('../../../web/src/', import.meta.url);
    const asking = globSync('**/*.ts{,x}', { cwd: root }).flatMap((name) => {
      const source = readFileSync(new URL(name, root), 'utf8');
      const asks = /listing\(\s*(?:query|collection)\(|getDocs\(/u.test(source);
      return asks && !name.startsWith('lib/') ? [{ name, source }] : [];
    });
    expect(asking.map(({ name }) => name).toSorted()).toEqual(Object.keys(ofThePage).toSorted());
    for (const { name, source } of asking) {
      const { orderBy, descending, where = [] } = ofThePage[name] ?? {};
      const sorted = /orderBy\('(?<field>\w+)'(?<turned>, 'desc')?\)/u.exec(source)?.groups;
      expect({ name, orderBy: sorted?.['field'], descending: sorted?.['turned'] !== undefined }).toEqual({
        name,
        orderBy,
        descending: descending ?? false,
      });
      const filtered = [...source.matchAll(/where\('(?<field>\w+)', '(?<op>[^']+)'/gu)];
      expect(filtered.map(({ groups }) => [groups?.['field'], groups?.['op']])).toEqual(
        where.map(([field, op]) => [field, op]),
      );
      expect(source).not.toContain('collectionGroup(');
    }
  });

  it.each<[what: string, query: Shape]>([
    ['over all chats by a field without an override', { ...shape('tasks', 'createdAt'), group: true }],
    ['over all chats without any condition', { ...shape('mail'), group: true }],
    ['by a field that is exempt', shape('c/messages', 'content')],
    ['in one chat, by a field whose override is for all chats only', shape('c/state', 'dueAt')],
    [
      'by an equality and another order',
      { ...shape('c/messages', 'createdAt', true), where: [['status', '==', 'sent']] },
    ],
    ['by another equality', { ...shape('c/messages', 'createdAt'), where: [['role', '==', 'user']] }],
    [
      'by one equality more',
      {
        ...shape('c/messages', 'createdAt'),
        where: [
          ['status', '==', 'sent'],
          ['role', '==', 'user'],
        ],
      },
    ],
  ])('a query %s would have none', (_, query) => {
    expect(hasIndex(query)).toBe(false);
  });
});
