import {
  SCHEMA_VERSION,
  adminAgent,
  agentDefinition,
  defaultOrchestration,
  paths,
  type AssistantMessage,
  type Chat,
} from '../../src/contracts/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME, type Store } from '../../src/store/port.ts';
import { saveAgent } from '../../src/tenants/agents.ts';
import type { Person } from '../../src/tenants/companies.ts';
import { acceptInvitation, inviteMember } from '../../src/tenants/invitations.ts';
import { runJob } from '../../src/tenants/jobs.ts';
import { removeMember } from '../../src/tenants/members.ts';
import { aCompany, pageId, somebody } from './company.ts';
import { assistantMessage } from './factories.ts';

// Two companies beside each other, and who may try to reach one from outside.

/** `removed` was a member of Acme until a moment ago; `foreign` owns the other company. */
export const WORLD_ACTORS = ['owner', 'admin', 'member', 'removed', 'foreign', 'signedOut'] as const;
type WorldActor = (typeof WORLD_ACTORS)[number];

const CHAT = 'chat0000000000000001';

const definition = agentDefinition.parse({
  name: 'Clerk',
  description: 'Knows the invoices.',
  tags: ['invoice'],
  kind: 'llm',
  instructions: 'You know the invoices.',
  tools: [],
  orchestrationEnabled: true,
  examples: [],
});

/** A chat of somebody's, with a reply in it. */
const chatWrites = ({ uid }: Person, tenantId: string) => {
  const chat = { uid, chatId: CHAT };
  const fields: Omit<Chat, 'counts' | 'pinned' | 'wasClosed' | 'createdAt' | 'lastMessageAt'> = {
    schemaVersion: SCHEMA_VERSION,
    title: 'A chat',
    tenantId,
    access: 'deleting',
    deleteAt: Date.now() + 3_600_000,
  };
  return [
    create(paths.chat(chat), { ...fields, createdAt: SERVER_TIME, lastMessageAt: SERVER_TIME }),
    create<AssistantMessage>(paths.messages.one(chat, 'mother-0'), assistantMessage()),
  ];
};

async function furnished(store: Store) {
  const company = await aCompany(store);
  const { tenantId, owner, member } = company;
  await store.commit([...chatWrites(owner, tenantId), ...chatWrites(member, tenantId)]);
  await saveAgent(store, [], owner.uid, { tenantId, agentId: 'clerk', version: 0, definition });
  return company;
}

export async function isolatedWorld(store: Store) {
  const [acme, foreign] = [await furnished(store), await furnished(store)];
  const removed = somebody('Rita');
  const { tenantId, admin } = acme;
  const link = await inviteMember(store, Date.now(), '', admin.uid, {
    tenantId,
    email: removed.email,
    role: 'member',
  });
  await acceptInvitation(store, Date.now(), removed, { tenantId, ...link });
  const job = await removeMember(store, removed.uid, { tenantId, uid: removed.uid });
  await runJob({ store, now: Date.now, endsAt: Date.now() + 60_000 }, job ?? '');
  const people: Record<WorldActor, Person | null> = {
    owner: acme.owner,
    admin: acme.admin,
    member: acme.member,
    removed,
    foreign: foreign.owner,
    signedOut: null,
  };
  return { store, acme, foreign, people };
}
export type IsolatedWorld = Awaited<ReturnType<typeof isolatedWorld>>;

type Case = {
  /** Who may. */
  readonly may: readonly WorldActor[];
  /** What becomes of the others, where it is not what it is by default. */
  readonly becomes?: Partial<Record<WorldActor, string>>;
  /** What it is called with: something of Acme's. */
  readonly input: (world: IsolatedWorld) => Promise<object> | object;
};

const SIGNED_IN: readonly WorldActor[] = ['owner', 'admin', 'member', 'removed', 'foreign'];
const MEMBERS: readonly WorldActor[] = ['owner', 'admin', 'member'];
const ADMINS: readonly WorldActor[] = ['owner', 'admin'];

const ofAcme =
  (fields: object) =>
  ({ acme }: IsolatedWorld) => ({ tenantId: acme.tenantId, ...fields });

/** A chat: each has only their own, also where another one's has the same id. */
const ownChat = (fields: object = {}): Case => ({
  may: ['member', 'owner', 'foreign'],
  becomes: { admin: 'not-found' },
  input: () => ({ chatId: CHAT, ...fields }),
});

/** Of the whole deployment: nobody's who belongs to a tenant. */
const bySuperAdmins = (input: object): Case => ({
  may: [],
  becomes: { removed: 'permission-denied', foreign: 'permission-denied' },
  input: () => input,
});

const adminAgentInput = {
  adminAgentId: 'x',
  ...adminAgent
    .pick({
      name: true,
      description: true,
      providerId: true,
      model: true,
      reasoningEffort: true,
      persona: true,
      price: true,
    })
    .parse({
      name: 'X',
      description: '',
      providerId: 'x',
      model: 'x',
      reasoningEffort: null,
      persona: '',
      price: { input: 0, cached: 0, output: 0 },
    }),
};

/** Each callable by the name of its contract. */
export const callableCases: Readonly<Record<string, Case>> = {
  createPersonalTenant: { may: SIGNED_IN, input: () => ({}) },
  createCompany: { may: SIGNED_IN, input: () => ({ id: pageId(), name: 'Another' }) },
  renameTenant: { may: ADMINS, input: ofAcme({ name: 'New' }) },
  inviteMember: { may: ADMINS, input: ofAcme({ email: 'eve@example.com', role: 'admin' }) },
  revokeInvitation: {
    may: ADMINS,
    input: async (world) => ofAcme({ invitationId: (await invited(world)).invitationId })(world),
  },
  acceptInvitation: {
    may: [],
    // It is somebody else's, who has the address.
    becomes: Object.fromEntries(SIGNED_IN.map((actor) => [actor, 'failed-precondition'])),
    input: async (world) => ofAcme(await invited(world))(world),
  },
  changeRole: {
    may: ADMINS,
    input: (world) => ofAcme({ uid: world.acme.other.uid, role: 'member' })(world),
  },
  removeMember: { may: ADMINS, input: (world) => ofAcme({ uid: world.acme.other.uid })(world) },
  transferOwnership: { may: ['owner'], input: (world) => ofAcme({ uid: world.acme.other.uid })(world) },
  saveOrchestration: { may: ADMINS, input: ofAcme({ changes: defaultOrchestration }) },
  listMothers: { may: MEMBERS, input: ofAcme({}) },
  listTools: { may: ADMINS, input: ofAcme({}) },
  saveAgent: { may: ADMINS, input: ofAcme({ agentId: 'clerk', version: 1, definition }) },
  archiveAgent: { may: ADMINS, input: ofAcme({ agentId: 'clerk', archived: true }) },
  tryAgent: { may: ADMINS, input: ofAcme({ tryId: pageId(), definition, goal: 'Try.' }) },
  saveConnection: {
    may: ADMINS,
    input: ofAcme({
      credentialId: 'shop',
      kind: 'woocommerce',
      label: 'The shop',
      url: 'https://shop.example.com',
      keys: { consumerKey: 'ck_0123456789abcdef', consumerSecret: 'cs_0123456789abcdef' },
    }),
  },
  // There is none: who may is told so, which the others are not.
  checkConnection: {
    may: [],
    becomes: { owner: 'not-found', admin: 'not-found' },
    input: ofAcme({ credentialId: 'none' }),
  },
  deleteConnection: {
    may: [],
    becomes: { owner: 'not-found', admin: 'not-found' },
    input: ofAcme({ credentialId: 'none', force: true }),
  },
  renameChat: ownChat({ title: 'Another' }),
  pinChat: ownChat({ pinned: true }),
  deleteChat: ownChat(),
  restoreChat: ownChat(),
  rateReply: ownChat({ messageId: 'mother-0', rating: 'bad', comment: 'No' }),
  listModels: bySuperAdmins({}),
  saveProvider: bySuperAdmins({ providerId: 'x', name: 'X', adapter: 'chat', baseUrl: '', key: null }),
  checkProvider: bySuperAdmins({ providerId: 'x' }),
  deleteProvider: bySuperAdmins({ providerId: 'x' }),
  saveAdminAgent: bySuperAdmins(adminAgentInput),
  deleteAdminAgent: bySuperAdmins({ adminAgentId: 'x' }),
};

const invited = ({ store, acme }: IsolatedWorld) =>
  inviteMember(store, Date.now(), '', acme.admin.uid, {
    tenantId: acme.tenantId,
    email: 'ina@example.com',
    role: 'admin',
  });
