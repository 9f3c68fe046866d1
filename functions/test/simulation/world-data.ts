import {
  SCHEMA_VERSION,
  defaultAgentLimits,
  defaultOrchestration,
  paths,
  type Agent,
  type Chat,
  type ChatRef,
  type Member,
  type Tenant,
} from '../../src/contracts/index.ts';
import { uses } from '../support/factories.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME, type Write } from '../../src/store/port.ts';
import type { Plan } from './plan.ts';

/** Where a person sits: at a chat of theirs, which another one may take the place of. */
export type Seat = { chat: ChatRef; readonly tenantId: string };

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** A word that stands in everything of one tenant's, or of one person's, and nowhere else. */
export const markOf = (id: string) => `mark-of-${id}.`;
export const MARK = /mark-of-([A-Za-z0-9]+)\./gu;

const safe = (name: string) => uses(name, { safe: true });

/** Who there is in each tenant: those who only talk, and those whose calls need nobody's yes, a member's or an admin's. */
const AGENTS: Readonly<Record<string, Pick<Agent, 'kind' | 'tools' | 'limits'>>> = {
  Planner: { kind: 'llm', tools: [safe('current_time')], limits: defaultAgentLimits },
  Writer: { kind: 'llm', tools: [safe('current_time')], limits: { ...defaultAgentLimits, minutes: 2 } },
  Payer: { kind: 'llm', tools: ['pay', 'order', 'notify'].map(safe), limits: defaultAgentLimits },
  Clerk: {
    kind: 'llm',
    tools: [uses('pay'), uses('order', { consentBy: 'admin' }), safe('notify')],
    limits: { ...defaultAgentLimits, toolCalls: 6 },
  },
  Booker: { kind: 'deterministic', tools: [uses('book')], limits: defaultAgentLimits },
};

/** The agents' names as their ids begin with them. */
export const AGENT_IDS = new RegExp(`\\b(?:${Object.keys(AGENTS).join('|').toLowerCase()})-\\w+`, 'gu');

/** Who owns a tenant, and writes in no chat. */
export const ownerOf = (tenantId: string): string => `owner${tenantId}`;

/** A tenant's admin agent, by which its model is told apart. */
export const modelOf = (tenantId: string): string => `model-of-${tenantId}`;

/** A token that is read costs one of these millionths, one that is written ten. */
export const price = { input: 1_000_000, cached: 1_000_000, output: 10_000_000 };

const boundsOf = (thousands: number | null) =>
  thousands === null
    ? { tokens: null, micros: null }
    : { tokens: thousands * 1_000, micros: thousands * 9_000 };

function tenantWrites(tenantId: string, budget: number | null): Write[] {
  return [
    create<Tenant>(paths.tenant(tenantId), {
      ...versioned,
      name: tenantId,
      plan: 'company',
      orchestration: {
        ...defaultOrchestration,
        adminAgentId: modelOf(tenantId),
        persona: `Kind. ${markOf(tenantId)}`,
        budget: boundsOf(budget),
      },
      countedAt: null,
      createdAt: SERVER_TIME,
    }),
    memberWrite(tenantId, ownerOf(tenantId), 'owner'),
    ...Object.entries(AGENTS).map(([name, definition]) =>
      create<Agent>(paths.agents.one(tenantId, `${name.toLowerCase()}-${tenantId}`), {
        ...versioned,
        name,
        description: `Works for ${tenantId}.`,
        tags: [name.toLowerCase()],
        ...definition,
        instructions: `Do it well. ${markOf(tenantId)}`,
        credentialId: null,
        version: 1,
        archivedAt: null,
        orchestrationEnabled: true,
        examples: [],
        createdAt: SERVER_TIME,
      }),
    ),
  ];
}

const memberWrite = (tenantId: string, uid: string, role: Member['role']): Write =>
  create<Member>(paths.members.one(tenantId, uid), {
    ...versioned,
    uid,
    role,
    name: '',
    email: `${uid}@example.com`,
    createdAt: SERVER_TIME,
  });

/** A new chat, as the page makes it. */
export function seatWrites({ chat, tenantId }: Seat): Write[] {
  return [
    create<Omit<Chat, 'counts' | 'pinned' | 'deleteAt' | 'wasClosed'>>(paths.chat(chat), {
      ...versioned,
      title: 'A chat',
      tenantId,
      access: 'open',
      createdAt: SERVER_TIME,
      lastMessageAt: SERVER_TIME,
    }),
  ];
}

/** Who is there at the beginning, and the commits that make it so. `id` keeps worlds of one database apart. */
export function populate({ tenants, people, chatsEach, budget }: Plan, id: string) {
  const tenantIds = Array.from({ length: tenants }, (_, n) => `tenant${id}${n}`);
  const seats = Array.from({ length: people }, (_, n) => n).flatMap((n) =>
    Array.from({ length: chatsEach }, (__, nth): Seat => ({
      chat: { uid: `person${id}${n}`, chatId: `chat${id}x${n}x${nth}` },
      tenantId: tenantIds[n % tenants] ?? '',
    })),
  );
  const members = seats.map(({ chat: { uid }, tenantId }) => ({ uid, tenantId }));
  const commits = [
    ...tenantIds.map((tenantId) => tenantWrites(tenantId, budget)),
    [...new Map(members.map((one) => [one.uid, one])).values()].map(({ uid, tenantId }, n) =>
      memberWrite(tenantId, uid, n % 2 === 0 ? 'member' : 'admin'),
    ),
    ...seats.map(seatWrites),
  ];
  return { tenantIds, seats, commits };
}
