import { serverTimestamp, Timestamp } from 'firebase/firestore';
import type { z } from 'zod';
import { noUsage, SCHEMA_VERSION } from '../../src/contracts/index.ts';
import type {
  adminAgent,
  agent,
  agentVersion,
  assistantMessage,
  budget,
  chat,
  credential,
  credentialSummary,
  invitation,
  job,
  mail,
  member,
  motherState,
  outgoingMail,
  part,
  provider,
  question,
  rescue,
  run,
  subAgent,
  subAgentMessage,
  subAgentState,
  task,
  tenant,
  userMessage,
  wake,
} from '../../src/contracts/index.ts';
import type { Fields } from '../support/rules.ts';

// One valid document for each contract. The matrix stores them all, reads them back and parses them.

const time = Timestamp.fromMillis(1_790_000_000_000);
const schemaVersion: typeof SCHEMA_VERSION = SCHEMA_VERSION;

export const aChat = (tenantId: string) =>
  ({
    schemaVersion,
    title: 'Plan the launch',
    tenantId,
    createdAt: time,
    lastMessageAt: time,
    access: 'open',
    counts: { running: 1, waiting: 0 },
  }) satisfies z.input<typeof chat>;

export const aUserMessage = () =>
  ({
    schemaVersion,
    role: 'user',
    content: 'Plan the launch for Tuesday.',
    status: 'handled',
    createdAt: time,
  }) satisfies z.input<typeof userMessage>;

export const anAssistantMessage = () =>
  ({
    schemaVersion,
    role: 'assistant',
    kind: 'text',
    content: 'I have asked Planner.',
    status: 'complete',
    createdAt: time,
    inReplyTo: ['abcdefghij0123456789'],
    taskIds: [],
    questionId: null,
    startedAt: time,
    retryAt: null,
    error: null,
    answered: null,
  }) satisfies z.input<typeof assistantMessage>;

export const aPart = () =>
  ({
    schemaVersion,
    epoch: 1,
    try: 0,
    n: 0,
    text: 'I have',
    createdAt: time,
    expiresAt: time,
  }) satisfies z.input<typeof part>;

export const aTask = () =>
  ({
    schemaVersion,
    title: 'Plan the launch',
    goal: 'Make a plan for the launch.',
    context: null,
    status: 'waiting',
    agentId: 'planner',
    agentName: 'Planner',
    subAgentId: 'mother-1-0',
    messageId: 'mother-1',
    parentTaskId: null,
    continuesTaskId: null,
    supersededBy: null,
    questionId: 'mother-1-0-q1',
    result: null,
    error: null,
    usage: noUsage,
    createdAt: time,
    startedAt: time,
    finishedAt: null,
  }) satisfies z.input<typeof task>;

export const aSubAgent = () =>
  ({
    schemaVersion,
    name: 'Planner',
    agentId: 'planner',
    taskId: 'mother-1-0',
    status: 'waiting_for_user',
    progress: { verb: 'Planning', step: 1, lastActivityAt: time },
    createdAt: time,
  }) satisfies z.input<typeof subAgent>;

export const aSubAgentMessage = () =>
  ({
    schemaVersion,
    index: 0,
    createdAt: time,
    role: 'user',
    content: 'Make a plan for the launch.',
    status: 'sent',
    toolCallId: null,
    questionId: null,
    answeredBy: null,
    messageId: null,
  }) satisfies z.input<typeof subAgentMessage>;

export const aQuestion = () =>
  ({
    schemaVersion,
    kind: 'input',
    subAgentId: 'mother-1-0',
    name: 'Planner',
    taskId: 'mother-1-0',
    text: 'Which time zone?',
    options: [],
    status: 'relayed',
    attempt: 1,
    repeats: null,
    toolCallId: 'call_1',
    answerIndex: 2,
    deadlineAt: time,
    suggestion: null,
    answer: null,
    answeredBy: null,
    confidence: null,
    evidence: [],
    createdAt: time,
    relayedAt: time,
    answeredAt: null,
  }) satisfies z.input<typeof question>;

export const aMail = () =>
  ({
    schemaVersion,
    to: 'mother',
    kind: 'asked',
    taskId: 'mother-1-0',
    questionId: 'mother-1-0-q1',
    createdAt: time,
  }) satisfies z.input<typeof mail>;

const anActor = (tenantId: string, actorId: string) => ({
  schemaVersion,
  actorId,
  tenantId,
  owner: null,
  leaseEndsAt: null,
  epoch: 1,
  rev: 1,
  step: 1,
  attempts: 0,
  dueAt: null,
  commitId: 'nonce',
});

export const aMotherState = (tenantId: string) =>
  ({
    ...anActor(tenantId, 'mother'),
    kind: 'mother',
    memory: { recent: [], unfolded: [], summary: '', facts: [] },
    tasks: [],
    questions: [],
    turn: null,
  }) satisfies z.input<typeof motherState>;

export const aSubAgentState = (tenantId: string) =>
  ({
    ...anActor(tenantId, 'mother-1-0'),
    kind: 'sub_agent',
    phase: 'waiting',
    taskId: 'mother-1-0',
    name: 'Planner',
    instructions: 'Ask for the time zone.',
    tools: [],
    heeding: null,
    length: 2,
    asked: [],
    unusable: 0,
    usage: noUsage,
  }) satisfies z.input<typeof subAgentState>;

export const aWake = () =>
  ({ schemaVersion, actorId: 'mother', createdAt: time }) satisfies z.input<typeof wake>;

export const aTenant = () =>
  ({
    schemaVersion,
    name: 'Acme',
    plan: 'company',
    orchestration: { enabled: true, confidenceThreshold: 0.8, persona: '' },
    createdAt: time,
  }) satisfies z.input<typeof tenant>;

export const aMember = (uid: string, role: z.input<typeof member>['role']) =>
  ({ schemaVersion, uid, role, createdAt: time }) satisfies z.input<typeof member>;

export const anAgent = () =>
  ({
    schemaVersion,
    name: 'Planner',
    description: 'Plans meetings.',
    tags: ['planning'],
    kind: 'llm',
    instructions: 'Ask for the time zone.',
    tools: ['current_time'],
    orchestrationEnabled: true,
    examples: [],
    createdAt: time,
  }) satisfies z.input<typeof agent>;

export const anAgentVersion = () =>
  ({ ...anAgent(), version: 1, savedBy: 'uid-x' }) satisfies z.input<typeof agentVersion>;

export const anInvitation = () =>
  ({
    schemaVersion,
    email: 'vera@example.com',
    role: 'member',
    status: 'open',
    invitedBy: 'uid-x',
    secretHash: 'f'.repeat(64),
    sends: 1,
    createdAt: time,
    expiresAt: time,
  }) satisfies z.input<typeof invitation>;

export const aJob = () =>
  ({
    schemaVersion,
    kind: { type: 'close_chats', uid: 'uid-x' },
    createdAt: time,
  }) satisfies z.input<typeof job>;

export const aBudget = () =>
  ({ schemaVersion, drawn: { tokens: 1, micros: 1 } }) satisfies z.input<typeof budget>;

const aSealed = () => ({ keyId: 'k-1', iv: 'aXY=', tag: 'dGFn', text: 'dGV4dA==' });

export const aCredential = () =>
  ({
    schemaVersion,
    kind: 'woocommerce',
    sealed: aSealed(),
    createdAt: time,
    updatedAt: time,
  }) satisfies z.input<typeof credential>;

export const aCredentialSummary = () =>
  ({
    schemaVersion,
    kind: 'woocommerce',
    label: 'The shop',
    url: 'https://shop.example.com',
    lastFour: 'beef',
    createdAt: time,
    updatedAt: time,
  }) satisfies z.input<typeof credentialSummary>;

export const aProvider = () =>
  ({
    schemaVersion,
    name: 'OpenAI',
    adapter: 'responses',
    baseUrl: '',
    key: aSealed(),
    lastFour: 'beef',
    createdAt: time,
    updatedAt: time,
  }) satisfies z.input<typeof provider>;

export const anAdminAgent = () =>
  ({
    schemaVersion,
    name: 'Mother',
    description: '',
    providerId: 'p-1',
    model: 'gpt-5.2',
    reasoningEffort: null,
    persona: '',
    price: { input: 0, cached: 0, output: 0 },
    createdAt: time,
    updatedAt: time,
  }) satisfies z.input<typeof adminAgent>;

export const anEmail = () =>
  ({
    to: ['vera@example.com'],
    message: { subject: 'Join Acme', text: 'Open the link.' },
  }) satisfies z.input<typeof outgoingMail>;

export const aRescue = () =>
  ({
    schemaVersion,
    of: 'v1',
    tries: 1,
    wakeId: 'mother-sweep-1',
    nextAt: time,
    expiresAt: time,
  }) satisfies z.input<typeof rescue>;

export const aRun = (tenantId: string, uid: string) =>
  ({
    schemaVersion,
    tenantId,
    uid,
    chatId: 'abcdefghij0123456789',
    actorId: 'mother',
    epoch: 1,
    mail: [],
    steps: [],
    outcome: 'answered',
    error: null,
    usage: noUsage,
    ms: 1,
    createdAt: time,
  }) satisfies z.input<typeof run>;

/** A document of a collection that has no contract yet. */
export const anything = (): Fields => ({ schemaVersion, createdAt: time });

/** A chat as the page creates it. */
export const newChat = (tenantId: string) => ({
  schemaVersion,
  title: 'Plan the launch',
  tenantId,
  createdAt: serverTimestamp(),
  lastMessageAt: serverTimestamp(),
  access: 'open',
});

const sent = { schemaVersion, role: 'user', status: 'sent' };

/** Messages as the page creates them: words, an answer to a question, another try of what failed. */
export const newMessage = () => ({ ...sent, content: 'Plan the launch.', createdAt: serverTimestamp() });
export const newReply = () => ({ ...newMessage(), replyTo: 'mother-1-0-q1' });
export const newStop = () => ({ ...newMessage(), content: '', stop: { kind: 'task', id: 'mother-1-0' } });

export const newStopOfAll = () => ({ ...newMessage(), content: '', stop: { kind: 'all' } });

export const newCorrection = () => ({
  ...newMessage(),
  content: '',
  correct: { questionId: 'agent-1-0-q0', answer: 'Lisbon' },
});

export const newConsent = () => ({
  ...newMessage(),
  content: '',
  consent: { questionId: 'agent-1-0-q0', hash: `${'0'.repeat(32)}${'f'.repeat(32)}`, decision: 'yes' },
});

export const newRetry = () => ({ ...newMessage(), content: '', retry: { kind: 'task', id: 'mother-1-0' } });
