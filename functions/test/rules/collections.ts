import type { z } from 'zod';
import {
  actorState,
  adminAgent,
  agent,
  agentVersion,
  budget,
  chat,
  credential,
  credentialSummary,
  invitation,
  job,
  mail,
  member,
  message,
  outgoingMail,
  part,
  provider,
  question,
  rescue,
  run,
  subAgent,
  subAgentMessage,
  task,
  tenant,
  wake,
} from '../../src/contracts/index.ts';
import { uidOf } from '../support/rules.ts';
import type { Actor, Fields } from '../support/rules.ts';
import {
  aBudget,
  aChat,
  aCredential,
  aCredentialSummary,
  aJob,
  aMail,
  aMember,
  aMotherState,
  anAdminAgent,
  anAgent,
  anAgentVersion,
  anAssistantMessage,
  anEmail,
  anInvitation,
  anything,
  aPart,
  aProvider,
  aQuestion,
  aRescue,
  aRun,
  aSubAgent,
  aSubAgentMessage,
  aSubAgentState,
  aTask,
  aTenant,
  aUserMessage,
  aWake,
  newChat,
  newMessage,
} from './documents.ts';
import { chats, TENANT, world } from './world.ts';

const chatOwner: readonly Actor[] = ['chatOwner'];
const members: readonly Actor[] = ['chatOwner', 'member', 'admin', 'tenantOwner'];
const admins: readonly Actor[] = ['admin', 'tenantOwner'];

/** One collection: what is stored in it, and who may do what. Whoever is not named may not. */
export type Row = {
  readonly get?: readonly Actor[];
  readonly list?: readonly Actor[];
  readonly create?: readonly Actor[];
  readonly update?: readonly Actor[];
  readonly delete?: readonly Actor[];
  readonly stored: Fields;
  /** Where there is none, the collection has no contract yet. */
  readonly contract?: z.ZodType;
  /** What create and update are tried with, if a client may write here: then only the rule on the verb can deny. */
  readonly written?: () => Fields;
  /** What list is tried with, if not with the whole collection. */
  readonly where?: readonly [field: string, value: unknown];
};

const CHAT = `${chats}/abcdefghij0123456789`;
// The specification. Keys are collections of the chat owner and of the tenant; each holds one document.
const matrix: Readonly<Record<string, Row>> = {
  // A person's own.
  [`users`]: { stored: anything() },
  [chats]: {
    get: chatOwner,
    list: chatOwner,
    create: chatOwner,
    stored: aChat(TENANT),
    contract: chat,
    written: () => newChat(TENANT),
  },
  [`${CHAT}/messages`]: {
    get: chatOwner,
    list: chatOwner,
    create: chatOwner,
    stored: aUserMessage(),
    contract: message,
    written: newMessage,
  },
  [`${CHAT}/messages/mother-1/parts`]: { get: chatOwner, list: chatOwner, stored: aPart(), contract: part },
  [`${CHAT}/tasks`]: { get: chatOwner, list: chatOwner, stored: aTask(), contract: task },
  [`${CHAT}/sub_agents`]: { get: chatOwner, list: chatOwner, stored: aSubAgent(), contract: subAgent },
  [`${CHAT}/sub_agents/mother-1-0/sub_agent_messages`]: {
    get: chatOwner,
    list: chatOwner,
    stored: aSubAgentMessage(),
    contract: subAgentMessage,
  },
  [`${CHAT}/questions`]: { get: chatOwner, list: chatOwner, stored: aQuestion(), contract: question },

  // The engine's, inside of a person's chat.
  [`${CHAT}/mail`]: { stored: aMail(), contract: mail },
  [`${CHAT}/state`]: { stored: aMotherState(TENANT), contract: actorState },
  [`${CHAT}/budgets`]: { stored: anything() },
  [`${CHAT}/wakes`]: { stored: aWake(), contract: wake },
  [`${CHAT}/rescues`]: { stored: aRescue(), contract: rescue },

  // A tenant's.
  [`tenants`]: { get: members, stored: aTenant(), contract: tenant },
  [`tenants/${TENANT}/members`]: {
    get: members,
    list: members,
    stored: aMember('uid-x', 'member'),
    contract: member,
  },
  [`tenants/${TENANT}/invitations`]: {
    get: admins,
    list: admins,
    stored: anInvitation(),
    contract: invitation,
  },
  [`tenants/${TENANT}/jobs`]: { stored: aJob(), contract: job },
  [`tenants/${TENANT}/agents`]: { get: members, list: members, stored: anAgent(), contract: agent },
  [`tenants/${TENANT}/agents/abcdefghij0123456789/versions`]: {
    get: members,
    list: members,
    stored: anAgentVersion(),
    contract: agentVersion,
  },
  [`tenants/${TENANT}/budgets`]: { get: admins, list: admins, stored: aBudget(), contract: budget },
  [`tenants/${TENANT}/workflows`]: { get: members, list: members, stored: anything() },
  [`tenants/${TENANT}/executions`]: { get: members, list: members, stored: anything() },
  [`tenants/${TENANT}/executions/e-1/nodes`]: { get: members, list: members, stored: anything() },
  [`tenants/${TENANT}/credentials`]: { stored: aCredential(), contract: credential },
  [`tenants/${TENANT}/credential_summaries`]: {
    get: admins,
    list: admins,
    stored: aCredentialSummary(),
    contract: credentialSummary,
  },
  [`orchestration_runs`]: {
    get: admins,
    list: admins,
    stored: aRun(TENANT, uidOf('chatOwner')),
    contract: run,
    where: ['tenantId', TENANT],
  },

  // The operator's.
  [`admin_agents`]: { stored: anAdminAgent(), contract: adminAgent },
  [`providers`]: { stored: aProvider(), contract: provider },
  [`mail`]: { stored: anEmail(), contract: outgoingMail },
  [`anything_else`]: { stored: anything() },
};

/** Where a collection holds documents of two forms: one of the second. */
export const secondForms: readonly [path: string, stored: Fields, contract: z.ZodType][] = [
  [`${CHAT}/messages/mother-1`, anAssistantMessage(), message],
  [`${CHAT}/state/mother-1-0`, aSubAgentState(TENANT), actorState],
];

export const rows = Object.entries(matrix);

/** The one stored document. Its id has the shape that a client may give, so that only the verb can deny an update. */
const STORED_IDS: Readonly<Record<string, string>> = { users: uidOf('chatOwner'), tenants: TENANT };
export const existing = (path: string) => `${path}/${STORED_IDS[path] ?? 'abcdefghij0123456789'}`;

/** `users/{}/orch-chats`: a collection without the ids on the way to it. */
export const kindOf = (path: string): string =>
  path
    .split('/')
    .map((segment, index) => (index % 2 === 0 ? segment : '{}'))
    .join('/');

/** The collection that a document is in. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** A collection below a document, that nobody has thought of. */
export const below = (path: string) => `${existing(path)}/below`;

/** All that is stored before anybody tries anything, by path. */
export const allStored = new Map<string, Fields>([
  ...world,
  ...rows.flatMap(([path, row]) => [
    [existing(path), row.stored] as const,
    [existing(below(path)), { ...anything(), tenantId: TENANT }] as const,
  ]),
  ...secondForms.map(([path, stored]) => [path, stored] as const),
]);
