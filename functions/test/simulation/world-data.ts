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

/** A person's chat, and what belongs to them alone. */
export type Seat = { readonly chat: ChatRef; readonly tenantId: string };

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** A word that stands in everything of one tenant's, or of one person's, and nowhere else. */
export const markOf = (id: string) => `mark-of-${id}.`;
export const MARK = /mark-of-([A-Za-z0-9]+)\./gu;

const NAMES = ['Planner', 'Writer', 'Payer'] as const;

function tenantWrites(tenantId: string): Write[] {
  return [
    create<Tenant>(paths.tenant(tenantId), {
      ...versioned,
      name: tenantId,
      plan: 'company',
      orchestration: { ...defaultOrchestration, persona: `Kind. ${markOf(tenantId)}` },
      createdAt: SERVER_TIME,
    }),
    ...NAMES.map((name) =>
      create<Agent>(paths.agents.one(tenantId, `${name.toLowerCase()}-${tenantId}`), {
        ...versioned,
        name,
        description: `Works for ${tenantId}.`,
        tags: [name.toLowerCase()],
        kind: 'llm',
        instructions: `Do it well. ${markOf(tenantId)}`,
        tools: (name === 'Payer' ? ['pay', 'order', 'notify'] : ['current_time']).map((one) =>
          uses(one, { safe: true }),
        ),
        credentialId: null,
        limits: defaultAgentLimits,
        version: 1,
        archivedAt: null,
        orchestrationEnabled: true,
        examples: [],
        createdAt: SERVER_TIME,
      }),
    ),
  ];
}

function seatWrites({ chat, tenantId }: Seat): Write[] {
  return [
    create<Omit<Chat, 'counts' | 'pinned' | 'deleteAt'>>(paths.chat(chat), {
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
export function populate({ tenants, people, chatsEach }: Plan, id: string) {
  const tenantIds = Array.from({ length: tenants }, (_, n) => `tenant${id}${n}`);
  const seats = Array.from({ length: people }, (_, n) => n).flatMap((n) =>
    Array.from({ length: chatsEach }, (__, nth): Seat => ({
      chat: { uid: `person${id}${n}`, chatId: `chat${id}x${n}x${nth}` },
      tenantId: tenantIds[n % tenants] ?? '',
    })),
  );
  const members = seats.map(({ chat: { uid }, tenantId }) => ({ uid, tenantId }));
  const commits = [
    ...tenantIds.map(tenantWrites),
    [...new Map(members.map((one) => [one.uid, one])).values()].map(({ uid, tenantId }) =>
      create<Member>(paths.members.one(tenantId, uid), {
        ...versioned,
        uid,
        role: 'member',
        name: '',
        email: '',
        createdAt: SERVER_TIME,
      }),
    ),
    ...seats.map(seatWrites),
  ];
  return { tenantIds, seats, commits };
}
