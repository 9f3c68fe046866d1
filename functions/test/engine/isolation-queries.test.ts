import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { MOTHER, groups, paths, type ChatRef } from '../../src/contracts/index.ts';
import type { Query, Store, StoredDocument, Write } from '../../src/store/port.ts';
import { queries } from '../../src/store/queries.ts';
import { emulatorStore } from '../support/emulator.ts';

// Every query that the backend runs, over two companies whose documents are alike: what it finds is within what it was
// asked for. Those over all companies are the sweeper's and the commands', and are called by nobody else.

type Side = { readonly tenantId: string; readonly chat: ChatRef };
const run = Date.now();
const side = (name: string): Side => ({
  tenantId: `company-${name}-${run}`,
  chat: { uid: `u-${name}-${run}`, chatId: `chat-${run}` },
});
const acme = side('acme');
const foreign = side('foreign');
const PROVIDER = `provider-${run}`;
const LATER = run + 3_600_000;

/** One of each document that any query looks for; the same on both sides, but for whose it is. */
function documentsOf({ tenantId, chat }: Side): Write[] {
  const data = {
    tenantId,
    access: 'open',
    status: 'sent',
    to: MOTHER,
    role: 'admin',
    uid: chat.uid,
    email: 'vera@example.com',
    tags: ['invoice'],
    words: ['invoice'],
    credentialId: 'shop',
    orchestrationEnabled: true,
    providerId: `p-${tenantId}`,
    counts: { running: 1, waiting: 0 },
    index: 0,
    createdAt: run,
    leaseEndsAt: run,
    dueAt: run,
    deleteAt: run,
  };
  const all = [
    paths.chat(chat),
    paths.messages.one(chat, 'm-1'),
    `${paths.parts(chat, 'm-1')}/p-1`,
    paths.mail.one(chat, 'm-1'),
    paths.states.one(chat, MOTHER),
    `${paths.transcript(chat, 'agent-1')}/m-0000`,
    paths.agents.one(tenantId, 'a-1'),
    paths.members.one(tenantId, chat.uid),
    paths.jobs.one(tenantId, 'j-1'),
    paths.credentialSummaries.one(tenantId, 'shop'),
    paths.adminAgents.one(`m-${tenantId}`),
  ];
  return [
    ...all.map((path): Write => ({ op: 'set', path, data })),
    { op: 'set', path: paths.invitations.one(tenantId, 'i-1'), data: { status: 'open', createdAt: run } },
    { op: 'set', path: paths.subAgents.one(chat, 'agent-1'), data: { status: 'active' } },
  ];
}

const inTenant = ({ tenantId }: Side) => [`${paths.tenant(tenantId)}/`];
const inChat = ({ chat }: Side) => [`${paths.chat(chat)}/`];
const chatsOf = ({ chat }: Side) => [`${paths.chats(chat.uid)}/`];

type Asked = {
  readonly query: (side: Side) => Query;
  /** Where everything lies that it may find. */
  readonly within: (side: Side) => readonly string[];
};

/** Each query by its name; `everything` for those over all companies. */
const asked: Record<keyof typeof queries, Asked | 'everything'> = {
  newMessages: { query: ({ chat }) => queries.newMessages(chat), within: inChat },
  mailTo: { query: ({ chat }) => queries.mailTo(chat, MOTHER), within: inChat },
  transcript: { query: ({ chat }) => queries.transcript(chat, 'agent-1'), within: inChat },
  activeAgents: { query: ({ chat }) => queries.activeAgents(chat), within: inChat },
  parts: { query: ({ chat }) => queries.parts(chat, 'm-1'), within: inChat },
  allOf: { query: ({ tenantId }) => queries.allOf(paths.agents.all(tenantId)), within: inTenant },
  membersOfRole: { query: ({ tenantId }) => queries.membersOfRole(tenantId, 'admin'), within: inTenant },
  availableAgents: { query: ({ tenantId }) => queries.availableAgents(tenantId, 9), within: inTenant },
  agentsWithTags: {
    query: ({ tenantId }) => queries.agentsWithTags(tenantId, ['invoice'], 9),
    within: inTenant,
  },
  agentsWithConnection: {
    query: ({ tenantId }) => queries.agentsWithConnection(tenantId, 'shop'),
    within: inTenant,
  },
  agentsWithWords: {
    query: ({ tenantId }) => queries.agentsWithWords(tenantId, ['invoice'], 9),
    within: inTenant,
  },
  membersWithEmail: {
    query: ({ tenantId }) => queries.membersWithEmail(tenantId, 'vera@example.com'),
    within: inTenant,
  },
  openInvitations: { query: ({ tenantId }) => queries.openInvitations(tenantId), within: inTenant },
  invitationsSince: { query: ({ tenantId }) => queries.invitationsSince(tenantId, 0), within: inTenant },
  // Of one person, wherever they are: here in one company each.
  membershipsOf: { query: ({ chat }) => queries.membershipsOf(chat.uid), within: inTenant },
  openChats: { query: ({ chat, tenantId }) => queries.openChats(chat.uid, tenantId), within: chatsOf },
  busyChats: { query: ({ tenantId }) => queries.busyChats(tenantId), within: chatsOf },
  // Super-admins have these; nothing of a company stands in them.
  adminAgentsOf: { query: () => queries.adminAgentsOf(PROVIDER), within: () => ['admin_agents/'] },
  allOfGroup: 'everything',
  oldJobs: 'everything',
  lapsedLeases: 'everything',
  dueActors: 'everything',
  oldMessages: 'everything',
  oldBriefs: 'everything',
  chatsToRemove: 'everything',
  oldMail: 'everything',
};

let store: Store;
beforeAll(async () => {
  store = await emulatorStore(false);
  await store.commit([
    ...[acme, foreign].flatMap(documentsOf),
    { op: 'set', path: paths.adminAgents.one(`mother-${run}`), data: { providerId: PROVIDER } },
  ]);
});

/** All that it finds, page by page. */
async function findAll(query: Query): Promise<StoredDocument[]> {
  const found = await store.query(query);
  const after = found.at(-1);
  return after && found.length === query.limit ? [...found, ...(await findAll({ ...query, after }))] : found;
}

const bounded = Object.entries(asked).flatMap(([name, one]) =>
  one === 'everything' ? [] : [[name, one] as const],
);
const unbounded = Object.entries(asked).flatMap(([name, one]) => (one === 'everything' ? [name] : []));

describe('what a query finds', () => {
  it('all of them are looked at', () => {
    expect(Object.keys(asked).toSorted()).toEqual(Object.keys(queries).toSorted());
  });

  it.each(bounded)(
    '%s: on each side what is there, and nothing of the other',
    async (_, { query, within }) => {
      for (const one of [acme, foreign]) {
        const found = await findAll(query(one));
        expect(found.length).toBeGreaterThan(0);
        const crossing = found.filter(({ path }) => !within(one).some((start) => path.startsWith(start)));
        expect(crossing.map(({ path }) => path)).toEqual([]);
      }
    },
  );

  it('those over all companies find both sides, and are run by the sweeper and by commands only', async () => {
    const everywhere = [
      queries.allOfGroup(groups.chats, 100),
      queries.oldJobs(LATER),
      queries.lapsedLeases(LATER),
      queries.dueActors(LATER),
      queries.oldMessages(LATER),
      queries.oldBriefs(LATER),
      queries.chatsToRemove(LATER),
      queries.oldMail(LATER),
    ];
    expect(everywhere).toHaveLength(unbounded.length);
    for (const query of everywhere) {
      const sides = (await findAll(query)).map(({ path }) => path);
      const of = (one: Side) =>
        sides.some((path) => path.includes(one.chat.uid) || path.includes(one.tenantId));
      expect([query.collection, of(acme), of(foreign)]).toEqual([query.collection, true, true]);
    }
    const root = new URL('../../src/', import.meta.url);
    const users = globSync('**/*.ts', { cwd: root }).filter((file) => {
      const source = readFileSync(new URL(file, root), 'utf8');
      return unbounded.some((name) => source.includes(`queries.${name}(`));
    });
    expect(users.toSorted()).toEqual(['engine/sweep.ts', 'tenants/jobs.ts', 'upkeep/read-chat.ts']);
  });

  it('nothing is queried past the list of queries', () => {
    const root = new URL('../../src/', import.meta.url);
    const asking = globSync('**/*.ts', { cwd: root }).filter((file) => {
      const source = readFileSync(new URL(file, root), 'utf8');
      return /\.collection(?:Group)?\(|\bwhere: \[\s*\[|\bgroup: true/u.test(source);
    });
    // The command that changes the vault's key goes through the connections of all tenants.
    expect(asking.toSorted()).toEqual(['store/firestore.ts', 'store/queries.ts', 'vault/rotate.ts']);
  });
});
