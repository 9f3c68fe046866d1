import { groups, limits, paths, type ChatRef, type Role } from '../contracts/index.ts';
import type { Query } from './port.ts';

/** Every query that the backend runs. Each needs an index that firestore.indexes.json declares or Firestore makes. */
export const queries = {
  /**
   * The person's messages that nobody has acted on, oldest first: more than one turn takes, since a stop may stand behind
   * them. A read is billed for each that there is, so this costs nothing where few wait; another query would cost each look.
   */
  newMessages: (chat: ChatRef): Query => ({
    collection: paths.messages.all(chat),
    where: [['status', '==', 'sent']],
    orderBy: 'createdAt',
    limit: limits.waitingMail,
  }),
  mailTo: (chat: ChatRef, actorId: string): Query => ({
    collection: paths.mail.all(chat),
    where: [['to', '==', actorId]],
    orderBy: 'createdAt',
    limit: limits.waitingMail,
  }),
  transcript: (chat: ChatRef, subAgentId: string): Query => ({
    collection: paths.transcript(chat, subAgentId),
    where: [],
    orderBy: 'index',
    limit: limits.transcript,
  }),
  /** Who is at work in a chat, or waits for a slot. */
  activeAgents: (chat: ChatRef): Query => ({
    collection: paths.subAgents.all(chat),
    where: [['status', '==', 'active']],
    limit: limits.openTasksPerChat,
  }),
  parts: (chat: ChatRef, messageId: string): Query => ({
    collection: paths.parts(chat, messageId),
    where: [],
    limit: limits.parts,
  }),
  /** Whatever there is in a collection, in the order of the paths. */
  allOf: (collection: string): Query => ({ collection, where: [], limit: limits.removedAtOnce }),
  /** The same of all collections with this name. */
  allOfGroup: (collection: string, limit: number): Query => ({ collection, group: true, where: [], limit }),
  membersOfRole: (tenantId: string, role: Role): Query => ({
    collection: paths.members.all(tenantId),
    where: [['role', '==', role]],
    limit: limits.membersNamed,
  }),
  availableAgents: (tenantId: string, limit: number): Query => ({
    collection: paths.agents.all(tenantId),
    where: [['orchestrationEnabled', '==', true]],
    limit,
  }),
  agentsWithTags: (tenantId: string, tags: readonly string[], limit: number): Query => ({
    collection: paths.agents.all(tenantId),
    where: [
      ['orchestrationEnabled', '==', true],
      ['tags', 'array-contains-any', tags],
    ],
    limit,
  }),
  agentsWithConnection: (tenantId: string, credentialId: string): Query => ({
    collection: paths.agents.all(tenantId),
    where: [['credentialId', '==', credentialId]],
    limit: limits.agentsPerTenant,
  }),
  adminAgentsOf: (providerId: string): Query => ({
    collection: paths.adminAgents.all,
    where: [['providerId', '==', providerId]],
    limit: limits.adminAgents,
  }),
  agentsWithWords: (tenantId: string, words: readonly string[], limit: number): Query => ({
    collection: paths.agents.all(tenantId),
    where: [
      ['orchestrationEnabled', '==', true],
      ['words', 'array-contains-any', words],
    ],
    limit,
  }),
  /** Somebody's entries in the lists of members of all tenants. */
  membershipsOf: (uid: string): Query => ({
    collection: groups.members,
    group: true,
    where: [['uid', '==', uid]],
    limit: limits.sweepBatch,
  }),
  openInvitations: (tenantId: string): Query => ({
    collection: paths.invitations.all(tenantId),
    where: [['status', '==', 'open']],
    limit: limits.openInvitations,
  }),
  /** Whatever became of them. */
  invitationsSince: (tenantId: string, since: number): Query => ({
    collection: paths.invitations.all(tenantId),
    where: [['createdAt', '>', since]],
    orderBy: 'createdAt',
    limit: limits.invitationsPerDay,
  }),
  membersWithEmail: (tenantId: string, email: string): Query => ({
    collection: paths.members.all(tenantId),
    where: [['email', '==', email]],
    limit: 1,
  }),
  /** Somebody's chats of a tenant that take messages, oldest first. */
  openChats: (uid: string, tenantId: string): Query => ({
    collection: paths.chats(uid),
    where: [
      ['tenantId', '==', tenantId],
      ['access', '==', 'open'],
    ],
    orderBy: 'createdAt',
    limit: limits.sweepBatch,
  }),
  /** Of all people, the chats of a tenant in which tasks are at work. */
  busyChats: (tenantId: string): Query => ({
    collection: groups.chats,
    group: true,
    where: [
      ['tenantId', '==', tenantId],
      ['counts.running', '>', 0],
    ],
    orderBy: 'counts.running',
    limit: limits.sweepBatch,
  }),
  /** Jobs of all tenants that were left lying. */
  oldJobs: (before: number): Query => ({
    collection: groups.jobs,
    group: true,
    where: [['createdAt', '<', before]],
    orderBy: 'createdAt',
    limit: limits.sweepBatch,
  }),
  /** For the sweeper, over all chats. */
  lapsedLeases: (now: number): Query => ({
    collection: groups.states,
    group: true,
    where: [['leaseEndsAt', '<', now]],
    orderBy: 'leaseEndsAt',
    limit: limits.sweepBatch,
  }),
  dueActors: (now: number): Query => ({
    collection: groups.states,
    group: true,
    where: [['dueAt', '<=', now]],
    orderBy: 'dueAt',
    limit: limits.sweepBatch,
  }),
  oldMessages: (before: number): Query => ({
    collection: groups.messages,
    group: true,
    where: [
      ['status', '==', 'sent'],
      ['createdAt', '<', before],
    ],
    orderBy: 'createdAt',
    limit: limits.sweepBatch,
  }),
  oldBriefs: (before: number): Query => ({
    collection: groups.transcript,
    group: true,
    where: [
      ['status', '==', 'sent'],
      ['createdAt', '<', before],
    ],
    orderBy: 'createdAt',
    limit: limits.sweepBatch,
  }),
  chatsToRemove: (now: number): Query => ({
    collection: groups.chats,
    group: true,
    where: [['deleteAt', '<=', now]],
    orderBy: 'deleteAt',
    limit: limits.sweepBatch,
  }),
  oldMail: (before: number): Query => ({
    collection: groups.mail,
    group: true,
    where: [['createdAt', '<', before]],
    orderBy: 'createdAt',
    limit: limits.sweepBatch,
  }),
};
