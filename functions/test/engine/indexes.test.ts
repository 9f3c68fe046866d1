import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MOTHER, groups, paths } from '../../src/contracts/index.ts';
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
  membersOfRole: queries.membersOfRole('t', 'admin'),
  availableAgents: queries.availableAgents('t', 1),
  agentsWithTags: queries.agentsWithTags('t', ['tag'], 1),
  agentsWithConnection: queries.agentsWithConnection('t', 'c'),
  adminAgentsOf: queries.adminAgentsOf('p'),
  agentsWithWords: queries.agentsWithWords('t', ['word'], 1),
  membershipsOf: queries.membershipsOf('u'),
  openInvitations: queries.openInvitations('t'),
  invitationsSince: queries.invitationsSince('t', 0),
  membersWithEmail: queries.membersWithEmail('t', 'vera@example.com'),
  openChats: queries.openChats('u', 't'),
  busyChats: queries.busyChats('t'),
  oldJobs: queries.oldJobs(0),
  lapsedLeases: queries.lapsedLeases(0),
  dueActors: queries.dueActors(0),
  oldMessages: queries.oldMessages(0),
  oldBriefs: queries.oldBriefs(0),
  oldMail: queries.oldMail(0),
  activeAgents: queries.activeAgents(chat),
  parts: queries.parts(chat, 'm'),
  chatsToRemove: queries.chatsToRemove(0),
  allOf: queries.allOf(paths.states.all(chat)),
  allOfGroup: queries.allOfGroup('state', 1),
};

/** What the page asks for, by the file that asks; `in` needs what `==` needs, and `>=` what `<=` needs. */
const ofThePage: Record<string, readonly Shape[]> = {
  'app/read-chat.ts': [shape(paths.messages.all(chat), 'createdAt')],
  'features/agents/data/agents.ts': [
    shape(paths.agents.all('t'), 'name'),
    shape(paths.credentialSummaries.all('t')),
  ],
  'features/chat/data/consents.ts': [
    { collection: paths.transcript(chat, 'a'), where: [['toolCallId', '==', 'c']] },
  ],
  'features/connections/data/connections.ts': [shape(paths.credentialSummaries.all('t'))],
  'features/runs/data/runs.ts': [
    shape(paths.members.all('t')),
    shape(paths.agents.all('t'), 'name'),
    ...[[], ['uid'], ['actorId'], ['agentId'], ['outcome'], ['uid', 'agentId', 'outcome']].map(runs),
  ],
  'features/tenants/data/members.ts': [
    shape(paths.members.all('t')),
    { collection: paths.invitations.all('t'), where: [['status', '==', 'open']] },
  ],
  'features/tenants/data/tenancies.ts': [
    { collection: groups.members, group: true, where: [['uid', '==', 'u']] },
  ],
  'features/chat/data/chats.ts': [
    shape(paths.chats('u'), 'lastMessageAt', true),
    {
      collection: paths.chats('u'),
      where: [['tenantId', '==', 't']],
      orderBy: 'lastMessageAt',
      descending: true,
    },
  ],
  'features/chat/data/history.ts': [
    shape(paths.messages.all(chat), 'createdAt', true),
    shape(paths.messages.all(chat), 'createdAt'),
  ],
  'features/chat/data/parts.ts': [shape(paths.parts(chat, 'm'))],
  'features/chat/data/pinned-chats.ts': [{ collection: paths.chats('u'), where: [['pinned', '==', true]] }],
  'features/chat/data/suggestions.ts': [shape(paths.agents.all('t'))],
  'features/sub-agents/data/transcript.ts': [shape(paths.transcript(chat, 'a'), 'index')],
  'features/tasks/data/questions.ts': [
    shape(paths.questions.all(chat), 'createdAt', true),
    { collection: paths.questions.all(chat), where: [['status', '==', 'open']] },
  ],
  'features/tasks/data/read-news.ts': [shape(paths.tasks.all(chat), 'createdAt', true)],
  'features/tasks/data/tasks.ts': [
    shape(paths.tasks.all(chat), 'createdAt', true),
    { collection: paths.tasks.all(chat), where: [['status', '==', 'running']] },
    {
      collection: paths.tasks.all(chat),
      where: [
        ['createdAt', '<=', 0],
        ['createdAt', '<', 0],
      ],
      orderBy: 'createdAt',
    },
  ],
};

/** How a file names what it sorts and filters by. */
const SORTED = /orderBy\('(?<field>\w+)'(?<turned>, 'desc')?/gu;
const FILTERED = /where\('(?<field>\w+)', '(?<op>[^']+)'/gu;
const SAME: Record<string, string> = { in: '==', '>=': '<=' };

function shape(collection: string, orderBy?: string, descending?: true): Shape {
  const order = orderBy === undefined ? {} : { orderBy };
  return { collection, where: [], ...order, ...(descending ? { descending } : {}) };
}

/** The runs of a tenant in some days, the newest first, by any of the filters that there are. */
function runs(equal: readonly string[]): Shape {
  return {
    collection: paths.runs.all,
    where: [
      ...['tenantId', ...equal].map((field) => [field, '==', 'x'] as const),
      ['createdAt', '<=', 0],
      ['createdAt', '<', 0],
    ],
    orderBy: 'createdAt',
    descending: true,
  };
}

describe('indexes', () => {
  it.each(Object.entries(ofTheBackend))('the backend’s query %s has one', (_, query) => {
    expect(hasIndex(query)).toBe(true);
  });

  it.each(Object.entries(ofThePage))('the page’s queries in %s have one', (_, shapes) => {
    expect(shapes.map((query) => hasIndex(query))).not.toContain(false);
  });

  it('there is no query of the page’s that is not listed here, and none sorts or filters in another way', () => {
    const root = new URL('../../../web/src/', import.meta.url);
    const asking = globSync('**/*.ts{,x}', { cwd: root }).flatMap((name) => {
      const source = readFileSync(new URL(name, root), 'utf8');
      const asks =
        /(?:listing|stretch)\(\s*(?:query|collection)\(|getDocs(?:FromServer)?\(|readAll\(|collectionGroup\(/u.test(
          source,
        );
      return asks && !name.startsWith('lib/') ? [{ name, source }] : [];
    });
    expect(asking.map(({ name }) => name).toSorted()).toEqual(Object.keys(ofThePage).toSorted());
    for (const { name, source } of asking) {
      const shapes = ofThePage[name] ?? [];
      // readAll sorts for whoever calls it.
      const wanted = shapes.filter(({ orderBy }) => orderBy !== undefined && !source.includes('readAll('));
      const sorted = [...source.matchAll(SORTED)].map(
        ({ groups }) => `${groups?.['field']} ${groups?.['turned'] !== undefined}`,
      );
      expect({ name, sorted: new Set(sorted) }).toEqual({
        name,
        sorted: new Set(wanted.map(({ orderBy, descending = false }) => `${orderBy} ${descending}`)),
      });
      const filtered = [...source.matchAll(FILTERED)].map(({ groups }) => {
        const op = groups?.['op'] ?? '';
        return `${groups?.['field']} ${SAME[op] ?? op}`;
      });
      const expected = shapes.flatMap(({ where }) => where.map(([field, op]) => `${field} ${op}`));
      expect({ name, filtered: new Set(filtered) }).toEqual({ name, filtered: new Set(expected) });
    }
  });
});
