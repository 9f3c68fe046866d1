import {
  AppError,
  documentId,
  joinParts,
  member,
  message,
  part,
  paths,
  question,
  subAgentMessage,
  task,
  tenant as tenantSchema,
  type ChatRef,
  type ConsentRequest,
  type Message,
  type MotherState,
  type Question,
  type Role,
  type Stop,
  type SubAgentMessage,
  type Task,
} from '../contracts/index.ts';
import { read, parse, type Read } from '../store/documents.ts';
import { queries } from '../store/queries.ts';
import type { Version } from '../store/port.ts';
import type { AvailableAgent } from '../machine/effects.ts';
import { messageOfStep, type Incoming, type World } from '../machine/draft.ts';
import { keyOfSearch } from '../machine/mother-calls.ts';
import { motherCall, motherTools, parseCall, type MotherCall } from '../machine/tools.ts';
import type { TurnEvent } from '../machine/turn.ts';
import type { Engine } from './engine.ts';
import { knownOf } from './log.ts';
import type { TenantView } from '../tenants/catalogue.ts';
import type { z } from 'zod';

/** What is no plain id names no document. */
const isId = (id: string) => documentId.safeParse(id).success;

type Wanted = {
  tasks: Set<string>;
  questions: Set<string>;
  messages: Set<string>;
  agents: Set<string>;
  searches: Extract<MotherCall, { name: 'find_agents' }>['input'][];
};

function wantedBy(state: MotherState, mail: readonly Incoming[], events: readonly TurnEvent[]): Wanted {
  const wanted: Wanted = {
    tasks: new Set(),
    questions: new Set(),
    messages: new Set(),
    agents: new Set(),
    searches: [],
  };
  for (const { taskId, queued } of state.tasks) if (queued) wanted.tasks.add(taskId);
  for (const incoming of mail) addMail(wanted, state, incoming);
  for (const answer of events) {
    if (!('toolCalls' in answer)) continue;
    for (const call of answer.toolCalls) {
      const parsed = parseCall(motherCall, call);
      if (parsed.ok) addCall(wanted, state, parsed.value);
    }
  }
  return wanted;
}

function addMail({ tasks, questions, messages }: Wanted, state: MotherState, incoming: Incoming): void {
  switch (incoming.kind) {
    case 'message': {
      const { replyTo, retry, stop, correct, consent } = incoming.message;
      if (replyTo !== undefined) {
        questions.add(replyTo);
        addAlike(questions, state);
      }
      if (retry) (retry.kind === 'task' ? tasks : messages).add(retry.id);
      if (correct) questions.add(correct.questionId);
      if (consent) questions.add(consent.questionId);
      if (stop) addStop({ tasks, messages }, state, stop);
      return;
    }
    case 'asked':
      questions.add(incoming.questionId);
      tasks.add(incoming.taskId);
      return;
    case 'finished':
      tasks.add(incoming.taskId);
      return;
    case 'end_all':
      for (const { taskId } of state.tasks) tasks.add(taskId);
      return;
    default:
      return incoming satisfies never;
  }
}

/** What an answer to another question may be for as well: what is asked in one card with others, or asked again. */
function addAlike(questions: Set<string>, { questions: open }: MotherState): void {
  const cards = new Set(open.map(({ sameAs }) => sameAs));
  for (const { questionId, sameAs, repeats } of open)
    if (sameAs !== null || repeats !== null || cards.has(questionId)) questions.add(questionId);
}

/** What may have to end: one task or all of them, and the turn that somebody may have left in the middle. */
function addStop(
  { tasks, messages }: Pick<Wanted, 'tasks' | 'messages'>,
  state: MotherState,
  stop: Stop,
): void {
  if (stop.kind === 'task') tasks.add(stop.id);
  else for (const step of [state.step, state.step - 1]) messages.add(messageOfStep(step));
  if (stop.kind === 'turn') messages.add(stop.id);
  if (stop.kind === 'all') for (const { taskId } of state.tasks) tasks.add(taskId);
}

function addCall(wanted: Wanted, state: MotherState, call: MotherCall): void {
  const openOf = (subAgentId: string) => {
    for (const open of state.questions)
      if (open.subAgentId === subAgentId) wanted.questions.add(open.questionId);
  };
  switch (call.name) {
    case 'delegate_to_agent':
      wanted.agents.add(call.input.agent_id);
      return;
    case 'reply_to_agent':
      openOf(call.input.sub_agent_id);
      addAlike(wanted.questions, state);
      for (const { message_id: id } of call.input.evidence) wanted.messages.add(id);
      return;
    case 'ask_user':
      openOf(call.input.sub_agent_id);
      if (call.input.repeats !== undefined) wanted.questions.add(call.input.repeats);
      if (call.input.same_as !== undefined) wanted.questions.add(call.input.same_as);
      return;
    case 'ask_which':
      for (const id of call.input.sub_agent_ids) openOf(id);
      wanted.messages.add(call.input.message_id);
      return;
    case 'remember':
      for (const { message_id: id } of call.input.evidence) wanted.messages.add(id);
      return;
    case 'read_message':
      wanted.messages.add(call.input.id);
      return;
    case 'cancel_task': {
      wanted.tasks.add(call.input.task_id);
      for (const open of state.questions)
        if (open.taskId === call.input.task_id) wanted.questions.add(open.questionId);
      return;
    }
    case 'find_agents':
      wanted.searches.push(call.input);
      return;
    default:
      return call satisfies never;
  }
}

/** Whether this asks for another try of a task. */
const startsTask = (incoming: Incoming) =>
  incoming.kind === 'message' &&
  (incoming.message.retry?.kind === 'task' || incoming.message.correct !== undefined);

const delegates = (event: TurnEvent) =>
  'toolCalls' in event && event.toolCalls.some(({ name }) => name === motherTools.delegateToAgent.name);

/**
 * What a decision looks at: the documents that mail and model calls name, each read once. A decision is guarded by
 * the versions that were read; when one has moved, a new view is taken. A document that cannot be parsed is logged
 * and counts as missing.
 */
export class WorldView {
  readonly versions = new Map<string, Version>();
  readonly #questions = new Map<string, Question>();
  readonly #messages = new Map<string, Message>();
  readonly #looked = new Set<string>();
  readonly #tasks = new Map<string, Task>();
  readonly #agents = new Map<string, AvailableAgent>();
  readonly #streamed = new Map<string, string>();
  readonly #found = new Map<string, readonly AvailableAgent[]>();
  readonly #transcripts = new Map<string, readonly SubAgentMessage[]>();
  #role: Role | null = null;
  #admins: readonly string[] = [];
  readonly #engine: Engine;
  readonly #chat: ChatRef;
  #orchestration: TenantView['orchestration'];
  readonly #tenantId: string;

  constructor(engine: Engine, chat: ChatRef, tenant: TenantView, tenantId: string) {
    this.#engine = engine;
    this.#chat = chat;
    this.#orchestration = tenant.orchestration;
    this.#tenantId = tenantId;
    for (const one of tenant.agents) this.#agents.set(one.id, one);
  }

  /** Reads what the mail and the model's answers so far name and was not read yet. */
  async see(state: MotherState, mail: readonly Incoming[], events: readonly TurnEvent[]): Promise<World> {
    const wanted = wantedBy(state, mail, events);
    for (const incoming of mail) {
      if (incoming.kind === 'message') this.#messages.set(incoming.id, incoming.message);
    }
    await Promise.all([
      ...[...wanted.questions].map((id) => this.#readQuestion(id)),
      ...[...wanted.messages].map((id) => this.#readMessage(id)),
      ...[...wanted.agents].map((id) => this.#readAgent(id)),
      ...wanted.searches.map((input) => this.#search(input)),
      ...[...wanted.tasks].map((id) => this.#readTask(id)),
    ]);
    // An answer turns its question's task; a retry brings back what it is a retry of.
    await Promise.all([...this.#questions.values()].map(({ taskId }) => this.#readTask(taskId)));
    await Promise.all(mail.map((incoming) => this.#readRetried(incoming)));
    if (mail.some(startsTask) || events.some(delegates)) await this.#readOrchestration();
    const allowed = mail.flatMap((one) => this.#allowedBy(one));
    if (allowed.length > 0) await this.#readRole();
    if (allowed.some(({ by }) => by === 'admin')) await this.#readAdmins();
    // A question whose task cannot be read cannot be answered any more.
    for (const [id, { taskId }] of this.#questions) if (!this.#tasks.has(taskId)) this.#questions.delete(id);
    return {
      now: this.#engine.now(),
      orchestration: this.#orchestration,
      agents: this.#agents,
      tasks: this.#tasks,
      questions: this.#questions,
      messages: this.#messages,
      transcripts: this.#transcripts,
      streamed: this.#streamed,
      role: this.#role,
      admins: this.#admins,
      found: this.#found,
    };
  }

  async #read<S extends z.ZodType>(path: string, schema: S): Promise<Read<z.output<S>> | null> {
    if (this.#looked.has(path)) return null;
    this.#looked.add(path);
    try {
      const found = await read(this.#engine.store, path, schema);
      if (found) this.versions.set(path, found.version);
      return found;
    } catch (error) {
      // A store that does not answer says nothing about the document.
      if (!(error instanceof AppError)) throw error;
      this.#engine.log.write('document_unreadable', { path, ...knownOf(error) });
      return null;
    }
  }

  async #readQuestion(id: string): Promise<void> {
    const found = isId(id) && (await this.#read(paths.questions.one(this.#chat, id), question));
    if (!found) return;
    this.#questions.set(id, found.value);
    const { repeats, sameAs } = found.value;
    if (repeats !== null) await this.#readQuestion(repeats);
    if (sameAs !== null) await this.#readQuestion(sameAs);
  }

  async #readTask(id: string): Promise<void> {
    const found = isId(id) && (await this.#read(paths.tasks.one(this.#chat, id), task));
    if (!found) return;
    this.#tasks.set(id, found.value);
    if (found.value.supersededBy !== null) await this.#readTask(found.value.supersededBy);
    if (found.value.questionId !== null) await this.#readQuestion(found.value.questionId);
  }

  async #readMessage(id: string): Promise<void> {
    if (this.#messages.has(id) || !isId(id)) return;
    const found = await this.#read(paths.messages.one(this.#chat, id), message);
    if (!found) return;
    this.#messages.set(id, found.value);
    if (found.value.role === 'assistant' && found.value.status === 'streaming') await this.#readStreamed(id);
  }

  async #readStreamed(id: string): Promise<void> {
    const documents = await this.#engine.store.query(queries.parts(this.#chat, id));
    this.#streamed.set(id, joinParts(documents.map((document) => parse(document, part).value)));
  }

  async #readAgent(id: string): Promise<void> {
    if (this.#agents.has(id) || !isId(id)) return;
    const found = await this.#engine.catalogue.agent(this.#tenantId, id);
    if (found) this.#agents.set(id, found);
  }

  /**
   * What is kept of the tenant may be a minute old, and the model may have thought for longer since it was looked at:
   * before a task is started, it is looked at anew, each time.
   */
  async #readOrchestration(): Promise<void> {
    const path = paths.tenant(this.#tenantId);
    this.#looked.delete(path);
    const found = await this.#read(path, tenantSchema);
    if (found) this.#orchestration = found.value.orchestration;
  }

  /** What this says yes to, if it is a yes. */
  #allowedBy(incoming: Incoming): ConsentRequest[] {
    const given = incoming.kind === 'message' ? incoming.message.consent : undefined;
    const asked = given?.decision === 'yes' ? this.#questions.get(given.questionId)?.consent : null;
    return asked ? [asked] : [];
  }

  async #readRole(): Promise<void> {
    const own = await this.#read(paths.members.one(this.#tenantId, this.#chat.uid), member);
    this.#role = own?.value.role ?? this.#role;
  }

  /** By name, for who may not allow something themselves. */
  async #readAdmins(): Promise<void> {
    const { store } = this.#engine;
    const found = await Promise.all(
      (['owner', 'admin'] as const).map((role) => store.query(queries.membersOfRole(this.#tenantId, role))),
    );
    this.#admins = found.flat().flatMap((document) => {
      const parsed = member.safeParse(document.data);
      return parsed.success ? [parsed.data.name || parsed.data.email || 'an admin'] : [];
    });
  }

  async #search(input: Wanted['searches'][number]): Promise<void> {
    const found = await this.#engine.catalogue.find(this.#tenantId, input.tags, input.text);
    this.#found.set(keyOfSearch(input), found);
    for (const one of found) this.#agents.set(one.id, one);
  }

  /** What a retry or a correction brings back: the messages that a failed one replied to, or a task's transcript and agent. */
  async #readRetried(incoming: Incoming): Promise<void> {
    if (incoming.kind !== 'message') return;
    const { retry, correct } = incoming.message;
    const corrected = correct && this.#questions.get(correct.questionId);
    if (corrected) await this.#readForAnotherTry(corrected.taskId);
    if (!retry) return;
    if (retry.kind === 'message') {
      const failed = this.#messages.get(retry.id);
      if (failed?.role === 'assistant')
        await Promise.all(failed.inReplyTo.map((id) => this.#readMessage(id)));
      return;
    }
    await this.#readForAnotherTry(retry.id);
  }

  async #readForAnotherTry(taskId: string): Promise<void> {
    const found = this.#tasks.get(taskId);
    if (!found) return;
    await Promise.all([this.#readAgent(found.agentId), this.#readTranscript(found.subAgentId)]);
  }

  /** A transcript that cannot be read is none: another try then begins from the brief. */
  async #readTranscript(subAgentId: string): Promise<void> {
    const documents = await this.#engine.store.query(queries.transcript(this.#chat, subAgentId));
    try {
      const transcript = documents.map((document) => parse(document, subAgentMessage).value);
      this.#transcripts.set(subAgentId, transcript);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#engine.log.write('document_unreadable', { subAgentId, ...knownOf(error) });
    }
  }
}
