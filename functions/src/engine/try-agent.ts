import {
  AppError,
  MOTHER,
  SCHEMA_VERSION,
  firstMotherState,
  limits,
  paths,
  type AgentDefinition,
  type AssistantMessage,
  type Chat,
  type ChatRef,
  type MotherState,
} from '../contracts/index.ts';
import { messageOfStep } from '../machine/draft.ts';
import type { NewTask } from '../machine/effects.ts';
import { cut } from '../machine/memory.ts';
import { create } from '../store/documents.ts';
import { SERVER_TIME, type Store, type Write } from '../store/port.ts';
import { tenantOf } from '../tenants/companies.ts';
import { authorise, settle } from '../tenants/membership.ts';
import { validDefinition, type KnownTool } from '../tenants/valid-definition.ts';
import { newMessage } from './mother-writes.ts';
import { startWrites } from './new-task.ts';

type Tried = {
  readonly tenantId: string;
  readonly tryId: string;
  readonly definition: AgentDefinition;
  readonly goal: string;
};

type Begun = { readonly chatId: string; readonly taskId: string; readonly subAgentId: string };

/**
 * Tries a definition out, saved or not, in a chat of the caller's own; admins only. The chat begins with a task at work, as
 * if Mother had delegated it: its brief wakes the sub-agent, and all that follows is as ever. Once for each `tryId`.
 * @throws AppError `orchestration_off`, and what `validDefinition` throws
 */
export function tryAgent(
  store: Store,
  tools: readonly KnownTool[],
  uid: string,
  tried: Tried,
): Promise<Begun> {
  const { tenantId, tryId } = tried;
  const chat: ChatRef = { uid, chatId: `try-${tryId}` };
  const begun = { chatId: chat.chatId, taskId: 'task-0-0', subAgentId: 'agent-0-0' };
  return settle(store, async () => {
    const acting = await authorise(store, tenantId, uid, 'admin');
    if (await store.get(paths.chat(chat))) return { writes: [], result: begun };
    const { value: company } = await tenantOf(store, tenantId);
    if (!company.orchestration.enabled) throw new AppError('orchestration_off', `${tenantId} has it off`);
    const definition = await validDefinition(store, tools, tenantId, tried.definition);
    return { acting, writes: tryWrites(chat, begun, { ...tried, definition }), result: begun };
  });
}

function tryWrites(
  chat: ChatRef,
  { taskId, subAgentId }: Begun,
  { tenantId, definition, goal }: Tried,
): Write[] {
  const title = cut(goal.split('\n', 1)[0] ?? '', limits.titleLength);
  const messageId = messageOfStep(0);
  const { name } = definition;
  const task: NewTask = {
    taskId,
    subAgentId,
    // No saved agent has such an id: another try of the task is another try of the form.
    agent: { ...definition, id: chat.chatId, version: 0 },
    title,
    goal,
    context: null,
    messageId,
    queued: false,
    continues: null,
  };
  const state: MotherState = {
    ...firstMotherState(tenantId),
    step: 1,
    tasks: [{ taskId, subAgentId, name, title, queued: false }],
  };
  return [
    create<Chat>(paths.chat(chat), {
      schemaVersion: SCHEMA_VERSION,
      title: cut(`Trying ${name}`, limits.titleLength),
      tenantId,
      createdAt: SERVER_TIME,
      lastMessageAt: SERVER_TIME,
      access: 'open',
      pinned: false,
      deleteAt: null,
      wasClosed: false,
      counts: { running: 1, waiting: 0 },
    }),
    create<MotherState>(paths.states.one(chat, MOTHER), state),
    create<AssistantMessage>(paths.messages.one(chat, messageId), newMessage(opening(name))),
    ...startWrites({ chat, tenantId }, task),
  ];
}

const opening = (name: string): Parameters<typeof newMessage>[0] => ({
  kind: 'text',
  content: `${name} is being tried.`,
  status: 'complete',
  inReplyTo: [],
  choices: [],
  taskIds: [],
  questionId: null,
  error: null,
  answered: null,
});
