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
  type SubAgentMessage,
  type Task,
} from '../contracts/index.ts';
import { read, parse, type Read } from '../store/documents.ts';
import { queries } from '../store/queries.ts';
import type { Version } from '../store/port.ts';
import type { AvailableAgent } from '../machine/effects.ts';
import type { Incoming, World } from '../machine/draft.ts';
import { keyOfSearch } from '../machine/mother-calls.ts';
import { motherTools } from '../machine/tools.ts';
import type { TurnEvent } from '../machine/turn.ts';
import type { Engine } from './engine.ts';
import { knownOf } from './log.ts';
import type { TenantView } from '../tenants/catalogue.ts';
import { wantedBy, type Wanted } from './wanted.ts';
import type { z } from 'zod';

/** What is no plain id names no document. */
const isId = (id: string) => documentId.safeParse(id).success;

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
