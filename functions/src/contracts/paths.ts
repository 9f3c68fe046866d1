/** Where each document lives. Triggers, reads, writes and the web app all take their paths from here. */

const userChats = (uid: string) => `users/${uid}/orch-chats`;

/** One person's chat. */
export type ChatRef = { readonly uid: string; readonly chatId: string };

/** One actor of a chat: `mother`, or a sub-agent by its id. */
export type ActorRef = ChatRef & { readonly actorId: string };

export const MOTHER = 'mother';

/** Who is woken to remove a chat that is being deleted: no actor with a state, so nothing can hold it up. */
export const REMOVER = 'remover';

const inChat = (collection: string) => ({
  all: (chat: ChatRef) => `${paths.chat(chat)}/${collection}`,
  one: (chat: ChatRef, id: string) => `${paths.chat(chat)}/${collection}/${id}`,
});

const inTenant = (collection: string) => ({
  all: (tenantId: string) => `tenants/${tenantId}/${collection}`,
  one: (tenantId: string, id: string) => `tenants/${tenantId}/${collection}/${id}`,
});

const atTop = (collection: string) => ({
  all: collection,
  one: (id: string) => `${collection}/${id}`,
});

export const paths = {
  chats: userChats,
  chat: ({ uid, chatId }: ChatRef): string => `${userChats(uid)}/${chatId}`,
  messages: inChat('messages'),
  parts: (chat: ChatRef, messageId: string) => `${paths.messages.one(chat, messageId)}/parts`,
  tasks: inChat('tasks'),
  subAgents: inChat('sub_agents'),
  transcript: (chat: ChatRef, subAgentId: string) =>
    `${paths.subAgents.one(chat, subAgentId)}/sub_agent_messages`,
  questions: inChat('questions'),
  mail: inChat('mail'),
  states: inChat('state'),
  wakes: inChat('wakes'),
  rescues: inChat('rescues'),
  tenant: (tenantId: string) => `tenants/${tenantId}`,
  members: inTenant('members'),
  invitations: inTenant('invitations'),
  jobs: inTenant('jobs'),
  agents: inTenant('agents'),
  agentVersions: (tenantId: string, agentId: string) => `${paths.agents.one(tenantId, agentId)}/versions`,
  credentials: inTenant('credentials'),
  credentialSummaries: inTenant('credential_summaries'),
  /** By month: 2026-01. */
  budgets: inTenant('budgets'),
  providers: atTop('providers'),
  adminAgents: atTop('admin_agents'),
  runs: atTop('orchestration_runs'),
  outgoingMail: atTop('mail'),
};

/** Collection names for collection-group queries: every chat of every person at once, by the backend only. */
export const groups = {
  messages: 'messages',
  transcript: 'sub_agent_messages',
  mail: 'mail',
  states: 'state',
  chats: 'orch-chats',
  members: 'members',
  jobs: 'jobs',
  credentials: 'credentials',
} as const;

/** The path patterns that triggers listen to. */
export const patterns = {
  message: 'users/{uid}/orch-chats/{chatId}/messages/{messageId}',
  task: 'users/{uid}/orch-chats/{chatId}/tasks/{taskId}',
  transcriptMessage:
    'users/{uid}/orch-chats/{chatId}/sub_agents/{subAgentId}/sub_agent_messages/{subAgentMessageId}',
  wake: 'users/{uid}/orch-chats/{chatId}/wakes/{wakeId}',
} as const;
