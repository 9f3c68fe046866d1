import {
  MOTHER,
  SCHEMA_VERSION,
  defaultAgentLimits,
  defaultOrchestration,
  noUsage,
  toolUse,
} from '../../src/contracts/index.ts';
import type {
  Agent,
  AssistantMessage,
  Chat,
  Evidence,
  Excerpt,
  Fact,
  Mail,
  Member,
  MotherState,
  OpenQuestion,
  OpenTask,
  Part,
  Question,
  Run,
  SubAgent,
  SubAgentMessage,
  SubAgentState,
  Task,
  Tenant,
  ToolUse,
  UserMessage,
  Wake,
} from '../../src/contracts/index.ts';
import type { World } from '../../src/machine/draft.ts';
import type { AvailableAgent } from '../../src/machine/effects.ts';

// Valid documents and states, one factory per contract, as the code has them: parsed, with times in milliseconds.
// `stored` gives the form that they have at rest. They tell one story: Researcher (`agent-1`) works on `task-1`,
// and has asked `agent-1-q0`.

/** When the tests take place. */
export const NOW = Date.UTC(2026, 8, 15, 10, 42);

/** So many minutes before NOW. */
export const ago = (minutes: number): number => NOW - minutes * 60_000;

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

export const chat = (fields: Partial<Chat> = {}): Chat => ({
  ...versioned,
  title: 'Find the population of Lisbon',
  tenantId: 'tenant-1',
  createdAt: ago(30),
  lastMessageAt: ago(5),
  access: 'open',
  pinned: false,
  deleteAt: null,
  wasClosed: false,
  counts: { running: 0, waiting: 0 },
  ...fields,
});

export const userMessage = (fields: Partial<UserMessage> = {}): UserMessage => ({
  ...versioned,
  role: 'user',
  content: 'Find the population of Lisbon in 2021.',
  status: 'sent',
  createdAt: ago(5),
  ...fields,
});

export const assistantMessage = (fields: Partial<AssistantMessage> = {}): AssistantMessage => ({
  ...versioned,
  role: 'assistant',
  kind: 'text',
  content: 'I’ve asked Researcher to take care of it.',
  status: 'complete',
  createdAt: ago(4),
  inReplyTo: [],
  choices: [],
  taskIds: [],
  questionId: null,
  startedAt: ago(4),
  retryAt: null,
  error: null,
  runId: null,
  feedback: null,
  answered: null,
  ...fields,
});

export const part = (fields: Partial<Part> = {}): Part => ({
  ...versioned,
  epoch: 1,
  try: 0,
  n: 0,
  text: '',
  createdAt: NOW,
  expiresAt: NOW,
  ...fields,
});

export const task = (fields: Partial<Task> = {}): Task => ({
  ...versioned,
  title: 'Population of Lisbon',
  goal: 'Find the population of Lisbon.',
  context: null,
  status: 'running',
  agentId: 'researcher',
  agentName: 'Researcher',
  agentVersion: 1,
  subAgentId: 'agent-1',
  messageId: 'mother-0',
  parentTaskId: null,
  continuesTaskId: null,
  supersededBy: null,
  questionId: null,
  result: null,
  error: null,
  usage: noUsage,
  createdAt: ago(4),
  startedAt: ago(4),
  finishedAt: null,
  ...fields,
});

export const subAgent = (fields: Partial<SubAgent> = {}): SubAgent => ({
  ...versioned,
  name: 'Researcher',
  agentId: 'researcher',
  taskId: 'task-1',
  status: 'active',
  progress: { verb: 'Thinking', step: 1, lastActivityAt: ago(4) },
  createdAt: ago(4),
  ...fields,
});

type Entry<R extends SubAgentMessage['role']> = Extract<SubAgentMessage, { role: R }>;

/** A transcript's message to the sub-agent: its brief, or with `toolCallId` and `answeredBy` an answer. */
export const toldEntry = (fields: Partial<Entry<'user'>> = {}): Entry<'user'> => ({
  ...versioned,
  role: 'user',
  index: 0,
  content: 'Find the population of Lisbon.',
  status: 'handled',
  toolCallId: null,
  questionId: null,
  answeredBy: null,
  messageId: null,
  createdAt: ago(4),
  ...fields,
});

export const saidEntry = (fields: Partial<Entry<'assistant'>> = {}): Entry<'assistant'> => ({
  ...versioned,
  role: 'assistant',
  index: 1,
  content: '',
  toolCalls: [],
  createdAt: ago(3),
  ...fields,
});

export const toolEntry = (fields: Partial<Entry<'tool'>> = {}): Entry<'tool'> => ({
  ...versioned,
  role: 'tool',
  index: 2,
  toolCallId: 'call-0',
  name: 'calculate',
  content: '{"result":"4"}',
  createdAt: ago(3),
  outside: false,
  ...fields,
});

/** Open: Mother is checking whether she knows. */
export const question = (fields: Partial<Question> = {}): Question => ({
  ...versioned,
  kind: 'input',
  subAgentId: 'agent-1',
  name: 'Researcher',
  taskId: 'task-1',
  field: { type: 'text' },
  consent: null,
  text: 'Which year?',
  options: [],
  status: 'open',
  earlier: [],
  attempt: 1,
  repeats: null,
  sameAs: null,
  toolCallId: 'call-ask',
  answerIndex: 2,
  deadlineAt: ago(-10_000),
  suggestion: null,
  correction: null,
  answer: null,
  answeredBy: null,
  confidence: null,
  evidence: [],
  createdAt: ago(3),
  relayedAt: null,
  answeredAt: null,
  ...fields,
});

/** The person has been asked. */
export const relayedQuestion = (fields: Partial<Question> = {}): Question =>
  question({ status: 'relayed', relayedAt: ago(2), ...fields });

type Finished = Extract<Mail, { kind: 'finished' }>;

export const mail = (fields: Partial<Finished> = {}): Finished => ({
  ...versioned,
  to: MOTHER,
  kind: 'finished',
  taskId: 'task-1',
  questionId: null,
  createdAt: ago(1),
  ...fields,
});

export const wake = (fields: Partial<Wake> = {}): Wake => ({
  ...versioned,
  actorId: MOTHER,
  createdAt: NOW,
  ...fields,
});

export const evidence = (fields: Partial<Evidence> = {}): Evidence => ({
  messageId: 'message1',
  quote: 'in 2021',
  saidAt: ago(5),
  ...fields,
});

export const excerpt = (fields: Partial<Excerpt> = {}): Excerpt => ({
  id: 'message1',
  from: 'person',
  text: 'Find the population of Lisbon in 2021.',
  createdAt: ago(5),
  ...fields,
});

export const fact = (fields: Partial<Fact> = {}): Fact => ({
  text: 'The person lives in Lisbon.',
  evidence: evidence({ quote: 'I live in Lisbon' }),
  ...fields,
});

/** What Mother's state holds of `task()`. */
export const openTask = (fields: Partial<OpenTask> = {}): OpenTask => ({
  taskId: 'task-1',
  subAgentId: 'agent-1',
  name: 'Researcher',
  title: 'Population of Lisbon',
  queued: false,
  ...fields,
});

/** What Mother's state holds of `relayedQuestion()`. */
export const openQuestion = (fields: Partial<OpenQuestion> = {}): OpenQuestion => ({
  questionId: 'agent-1-q0',
  kind: 'input',
  taskId: 'task-1',
  subAgentId: 'agent-1',
  name: 'Researcher',
  text: 'Which year?',
  options: [],
  field: { type: 'text' },
  suggestion: null,
  repeats: null,
  sameAs: null,
  relayedAt: ago(2),
  ...fields,
});

const actor = {
  ...versioned,
  tenantId: 'tenant-1',
  owner: null,
  leaseEndsAt: null,
  epoch: 1,
  rev: 1,
  attempts: 0,
  failing: null,
  dueAt: null,
  commitId: 'nonce',
  allotment: null,
};

/** A tool as an agent may use it. */
export const uses = (name: string, fields: Partial<ToolUse> = {}): ToolUse => ({
  ...toolUse.parse({ name }),
  ...fields,
});

export const motherState = (fields: Partial<MotherState> = {}): MotherState => ({
  ...actor,
  kind: 'mother',
  actorId: MOTHER,
  step: 7,
  memory: { recent: [], unfolded: [], summary: '', facts: [] },
  tasks: [],
  questions: [],
  unasked: 0,
  sends: null,
  turn: null,
  ...fields,
});

/** A sub-agent that was given its brief and owes a model call. */
export const subAgentState = (fields: Partial<SubAgentState> = {}): SubAgentState => ({
  ...actor,
  kind: 'sub_agent',
  actorId: 'agent-1',
  step: 0,
  phase: 'running',
  taskId: 'task-1',
  name: 'Researcher',
  agentId: 'researcher',
  agentVersion: 1,
  agentKind: 'llm',
  instructions: 'You find figures.',
  tools: [uses('calculate')],
  credentialId: null,
  limits: defaultAgentLimits,
  toolCalls: 0,
  workedMs: 0,
  workingSinceAt: null,
  heeding: 0,
  length: 1,
  asked: [],
  intent: null,
  consent: null,
  consents: 0,
  unusable: 0,
  usage: noUsage,
  ...fields,
});

export const tenant = (fields: Partial<Tenant> = {}): Tenant => ({
  ...versioned,
  name: 'Acme',
  plan: 'company',
  orchestration: { ...defaultOrchestration, confidenceThreshold: 0.8 },
  countedAt: null,
  createdAt: ago(1_000),
  ...fields,
});

export const member = (fields: Partial<Member> = {}): Member => ({
  ...versioned,
  uid: 'person-1',
  role: 'member',
  name: 'Person',
  email: 'person@example.com',
  createdAt: ago(1_000),
  ...fields,
});

export const agent = (fields: Partial<Agent> = {}): Agent => ({
  ...versioned,
  name: 'Researcher',
  description: 'Finds figures.',
  tags: ['research'],
  kind: 'llm',
  instructions: 'You find figures.',
  tools: [uses('calculate')],
  credentialId: null,
  limits: defaultAgentLimits,
  orchestrationEnabled: true,
  examples: [],
  version: 1,
  archivedAt: null,
  createdAt: ago(1_000),
  ...fields,
});

/** An agent as Mother's catalogue has it. */
export function availableAgent(id = 'researcher', fields: Partial<Agent> = {}): AvailableAgent {
  return { id, ...agent(fields) };
}

export const run = (fields: Partial<Run> = {}): Run => ({
  ...versioned,
  tenantId: 'tenant-1',
  uid: 'person-1',
  chatId: 'chat-1',
  actorId: MOTHER,
  agentId: '',
  agentName: 'Mother',
  agentVersion: null,
  feedback: null,
  epoch: 1,
  mail: [],
  steps: [],
  outcome: 'answered',
  error: null,
  usage: noUsage,
  costMicros: 0,
  ms: 1,
  createdAt: NOW,
  ...fields,
});

/** A world's documents by id. */
type Documents = {
  readonly [K in keyof World]?: World[K] extends ReadonlyMap<string, infer V>
    ? Readonly<Record<string, V>>
    : World[K];
};

/** What a decision may look at: nothing but Researcher, and what the test names. */
export const world = (documents: Documents = {}): World => ({
  now: documents.now ?? NOW,
  orchestration: documents.orchestration ?? tenant().orchestration,
  agents: new Map(Object.entries(documents.agents ?? { researcher: availableAgent() })),
  tasks: new Map(Object.entries(documents.tasks ?? {})),
  questions: new Map(Object.entries(documents.questions ?? {})),
  messages: new Map(Object.entries(documents.messages ?? {})),
  transcripts: new Map(Object.entries(documents.transcripts ?? {})),
  streamed: new Map(),
  role: documents.role ?? null,
  admins: documents.admins ?? [],
  found: new Map(Object.entries(documents.found ?? {})),
});

const timestamp = (ms: number) => ({ toMillis: () => ms });

const storedValue = (key: string, value: unknown): unknown => {
  if (typeof value === 'number' && key.endsWith('At')) return timestamp(value);
  if (Array.isArray(value)) return value.map((one: unknown) => storedValue('', one));
  return typeof value === 'object' && value !== null ? stored(value) : value;
};

/** A document at rest: each time, by its name, is a timestamp. */
export const stored = (document: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(document).map(([key, value]: [string, unknown]) => [key, storedValue(key, value)]),
  );
