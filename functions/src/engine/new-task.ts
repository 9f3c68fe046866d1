import {
  SCHEMA_VERSION,
  noUsage,
  paths,
  unclaimed,
  type ChatRef,
  type SubAgent,
  type SubAgentMessage,
  type SubAgentState,
  type Task,
} from '../contracts/index.ts';
import type { NewTask } from '../machine/effects.ts';
import { brief } from '../model/prompts/sub-agent.ts';
import { create, type Draft } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** Where the transcript message with this index lives: one place each, so that nothing can be added twice. */
export const transcriptPath = (chat: ChatRef, subAgentId: string, index: number): string =>
  `${paths.transcript(chat, subAgentId)}/m-${String(index).padStart(4, '0')}`;

/** A task, its sub-agent and its brief, as new documents; the brief is what wakes it. */
export function startWrites(
  { chat, tenantId }: { readonly chat: ChatRef; readonly tenantId: string },
  task: NewTask,
): Write[] {
  const { taskId, subAgentId, agent, title, continues } = task;
  const { id: agentId, name, version } = agent;
  const transcript = continues && continues.transcript.length > 0 ? continues.transcript : [briefOf(task)];
  return [
    create<Task>(paths.tasks.one(chat, taskId), {
      ...versioned,
      title,
      goal: task.goal,
      context: task.context,
      status: task.queued ? 'queued' : 'running',
      agentId,
      agentName: name,
      agentVersion: version,
      subAgentId,
      messageId: task.messageId,
      parentTaskId: null,
      continuesTaskId: continues?.taskId ?? null,
      supersededBy: null,
      questionId: null,
      result: null,
      error: null,
      usage: noUsage,
      createdAt: SERVER_TIME,
      startedAt: task.queued ? null : SERVER_TIME,
      finishedAt: null,
    }),
    create<SubAgent>(paths.subAgents.one(chat, subAgentId), {
      ...versioned,
      name,
      agentId,
      taskId,
      status: 'active',
      progress: { verb: task.queued ? 'Queued' : 'Thinking', step: 1, lastActivityAt: SERVER_TIME },
      createdAt: SERVER_TIME,
    }),
    create<SubAgentState>(paths.states.one(chat, subAgentId), bornState(tenantId, task, transcript.length)),
    ...transcript.map((message, index) =>
      create<SubAgentMessage>(transcriptPath(chat, subAgentId, index), renewed(message, index, task.queued)),
    ),
  ];
}

const briefOf = ({ goal, context }: NewTask): SubAgentMessage => ({
  ...versioned,
  role: 'user',
  index: 0,
  content: brief(goal, context),
  status: 'sent',
  toolCallId: null,
  questionId: null,
  answeredBy: null,
  messageId: null,
  createdAt: 0,
});

/** The brief is mail, which wakes the sub-agent, unless its task is queued; what else was taken over is none. */
function renewed(message: SubAgentMessage, index: number, queued: boolean): Draft<SubAgentMessage> {
  const fresh = { index, createdAt: SERVER_TIME };
  if (message.role !== 'user') return { ...message, ...fresh };
  return { ...message, ...fresh, status: index === 0 && !queued ? 'sent' : 'handled', messageId: null };
}

const bornState = (tenantId: string, task: NewTask, length: number): SubAgentState => ({
  ...versioned,
  kind: 'sub_agent',
  actorId: task.subAgentId,
  tenantId,
  ...unclaimed,
  phase: 'running',
  taskId: task.taskId,
  name: task.agent.name,
  agentId: task.agent.id,
  agentVersion: task.agent.version,
  agentKind: task.agent.kind,
  instructions: task.agent.instructions,
  tools: [...task.agent.tools],
  credentialId: task.agent.credentialId,
  limits: task.agent.limits,
  toolCalls: 0,
  workedMs: 0,
  workingSinceAt: null,
  heeding: 0,
  length,
  asked: [],
  intent: null,
  consent: null,
  consents: 0,
  unusable: 0,
  usage: noUsage,
});
