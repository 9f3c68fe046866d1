import {
  defaultAgentLimits,
  noPrice,
  paths,
  type AdminAgent,
  type AgentVersion,
  type Budget,
  type Credential,
  type CredentialSummary,
  type Invitation,
  type Job,
  type Provider,
} from '../../src/contracts/index.ts';
import { set, type Draft } from '../../src/store/documents.ts';
import type { Write } from '../../src/store/port.ts';
import { NOW, agent } from './factories.ts';

// One document of every kind that a company and a deployment have beside chats.

const versioned = { schemaVersion: 1 } as const;
const sealed = { keyId: 'k1', iv: 'aXY=', tag: 'dGFn', text: 'dGV4dA==' };

const { archivedAt: _archived, words: _words, ...definition } = agent({ limits: defaultAgentLimits });

const version: Draft<AgentVersion> = { ...definition, version: 1, savedBy: 'person-1' };
const budget: Draft<Budget> = { ...versioned, drawn: { tokens: 10, micros: 20 } };
const credential: Draft<Credential> = {
  ...versioned,
  kind: 'woocommerce',
  sealed,
  createdAt: NOW,
  updatedAt: NOW,
};
const summary: Draft<CredentialSummary> = {
  ...versioned,
  kind: 'woocommerce',
  label: 'Shop',
  url: 'https://shop.example.com',
  lastFour: '1a2b',
  checkedAt: null,
  problem: null,
  createdAt: NOW,
  updatedAt: NOW,
};
const provider: Draft<Provider> = {
  ...versioned,
  name: 'OpenAI',
  adapter: 'responses',
  baseUrl: '',
  key: sealed,
  lastFour: '1a2b',
  createdAt: NOW,
  updatedAt: NOW,
};
const adminAgent: Draft<AdminAgent> = {
  ...versioned,
  name: 'Careful',
  description: '',
  providerId: 'p-1',
  model: 'gpt-5.2',
  reasoningEffort: null,
  persona: '',
  price: noPrice,
  createdAt: NOW,
  updatedAt: NOW,
};
const invitation: Draft<Invitation> = {
  ...versioned,
  email: 'ada@example.com',
  role: 'member',
  status: 'open',
  invitedBy: 'person-1',
  secretHash: 'a'.repeat(64),
  sends: 1,
  createdAt: NOW,
  expiresAt: NOW,
};
const job: Draft<Job> = { ...versioned, kind: { type: 'end_tasks' }, createdAt: NOW };

/** All of them, for one tenant. */
export const companyDocuments = (tenantId: string): Write[] => [
  set<AgentVersion>(`${paths.agentVersions(tenantId, 'planner')}/1`, version),
  set<Budget>(paths.budgets.one(tenantId, '2026-09'), budget),
  set<Credential>(paths.credentials.one(tenantId, 'shop-1'), credential),
  set<CredentialSummary>(paths.credentialSummaries.one(tenantId, 'shop-1'), summary),
  set<Provider>(paths.providers.one('p-1'), provider),
  set<AdminAgent>(paths.adminAgents.one('careful'), adminAgent),
  set<Invitation>(paths.invitations.one(tenantId, 'i-1'), invitation),
  set<Job>(paths.jobs.one(tenantId, 'j-1'), job),
];
