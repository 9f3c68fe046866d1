/** Every bound of the system in one place. Times are in milliseconds, sizes in code points, as zod counts them. */
export const limits = {
  /** A person's message. The rules hold the same number. */
  messageLength: 32_000,
  titleLength: 80,
  /** What a sub-agent is told, asks, is answered and returns. */
  goalLength: 8_000,
  contextLength: 16_000,
  questionLength: 1_000,
  optionLength: 200,
  options: 10,
  answerLength: 8_000,
  resultLength: 32_000,
  toolResultLength: 8_000,
  /** What a model says in one answer, and the arguments of all its calls together: what is longer is cut or refused. */
  wordsLength: 50_000,
  argumentsLength: 160_000,
  callsPerAnswer: 50,
  /** Where what a call costs is bounded: the longest answer, thoughts included. */
  outputTokens: 16_000,
  toolNameLength: 100,
  /** A message of Mother's that reports many results. */
  reportLength: 200_000,
  /** Answers of a turn that is handed over. */
  keptLength: 100_000,

  /** Mail taken into one turn of an actor. */
  mailPerTurn: 20,
  /** Mail that is looked through for what does not wait for its turn: more than anybody writes in the longest one. */
  waitingMail: 200,
  /** Model calls in one turn of Mother: reading a message, finding an agent, one re-ask. */
  callsPerTurn: 6,
  agentsPerAnswer: 5,
  openTasksPerChat: 10,
  /** Tasks of one chat that are at work at once; the others are queued until one ends. */
  parallelTasks: 4,
  /** As many as a tenant may allow. */
  mostParallelTasks: 10,
  messagesPerMinute: 30,
  /** Tasks that Mother starts on account of results, one after another, without a word of the person's. */
  unaskedTasks: 10,
  evidencePerAnswer: 5,
  quoteLength: 500,

  /** A tenant and its agents. */
  nameLength: 80,
  descriptionLength: 500,
  tagLength: 40,
  tags: 20,
  instructionsLength: 8_000,
  toolsPerAgent: 30,
  exampleLength: 300,
  examples: 5,
  fixedValueLength: 500,
  personaLength: 4_000,
  secretLength: 500,
  urlLength: 500,
  emailLength: 254,
  agentsPerTenant: 2_000,
  /** Companies that one person owns, and invitations of one company that wait. */
  companiesPerOwner: 20,
  openInvitations: 200,
  /** E-mails of one company that ask somebody to join; to the same address, one in so many milliseconds. */
  invitationsPerDay: 200,
  invitedAgainMs: 5 * 60_000,
  /** Of those who may do something, so many are named. */
  membersNamed: 10,
  connectionsPerTenant: 50,
  /** Of the whole deployment. */
  providers: 50,
  adminAgents: 100,
  invitationMs: 7 * 24 * 3_600_000,
  /** A tenant's settings, as a process has read them, are good for so long. */
  settingsKeptMs: 60_000,

  /** Mother's memory. */
  recentMessages: 20,
  recentCharacters: 24_000,
  /** So many messages beyond the recent ones are folded into the summary at once; twice as many are kept at most. */
  foldMessages: 10,
  summaryLength: 6_000,
  facts: 100,
  factLength: 300,
  /** Agents that are listed in the prompt; beyond that Mother has to look for them. */
  catalogueAgents: 30,
  /** And as many as take about so many tokens together. */
  catalogueTokens: 1_900,

  /** One sub-agent. */
  steps: 24,
  /** Messages of one transcript: every step with all its tool calls. */
  transcript: 300,
  toolCallsPerStep: 8,
  toolCalls: 192,
  /** Of work on one task; waiting for an answer does not count. */
  workMinutes: 60,
  asks: 8,
  /** The first ask may be answered from context, the second goes to the person, the third fails the task. */
  askAttempts: 2,

  leaseMs: 60_000,
  renewMs: 20_000,
  /** The fourth attempt at one step fails it visibly. */
  attempts: 3,
  invocationMs: 540_000,
  handOverSpareMs: 30_000,
  firstChunkMs: 180_000,
  nextChunkMs: 45_000,
  callMs: 360_000,
  /** A back-off up to this long is waited out in place. */
  shortBackOffMs: 8_000,
  /** A provider that fails for longer than this, or asks for a longer pause, fails the step: the person decides. */
  longestBackOffMs: 300_000,
  toolMs: 10_000,
  /** The clocks of two processes are no further apart than this. */
  clockSkewMs: 10_000,

  questionMs: 7 * 24 * 3_600_000,
  /** For so long a yes to a writing call holds. */
  consentMs: 15 * 60_000,
  sweepAfterMs: 60_000,
  sweepBatch: 200,
  /** Of one query, a sweep reads so many batches at most, and makes so many wakes at most. */
  sweepPages: 10,
  sweepWakes: 400,
  /** How long it is remembered how often something was tried. */
  rescueKeptMs: 7 * 24 * 3_600_000,
  partsPerSecond: 4,
  /** Parts of one message: all of its tries, at their most. */
  parts: 5_000,
  /** For so long a deleted chat can be brought back. */
  undoMs: 10_000,
  /** Documents that are removed in one commit. */
  removedAtOnce: 200,
  feedbackLength: 2_000,
  /** Input and output of a tool in the audit record, each; and of all tools of a run together, which is one document. */
  auditLength: 2_000,
  auditTotal: 200_000,
  partKeptMs: 24 * 3_600_000,
} as const;
