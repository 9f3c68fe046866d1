import { randomBytes, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { builtInTools, type Tool } from '../../src/connectors/index.ts';
import {
  MOTHER,
  SCHEMA_VERSION,
  chat as chatSchema,
  limits,
  message,
  motherState,
  part,
  paths,
  question,
  run,
  subAgent,
  subAgentMessage,
  subAgentState,
  task,
  type ActorRef,
  type Agent,
  type AssistantMessage,
  type Chat,
  type ChatRef,
  type Message,
  type UserMessage,
} from '../../src/contracts/index.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Invocation } from '../../src/engine/invocation.ts';
import { Log, knownOf, type Fields, type Level, type Line } from '../../src/engine/log.ts';
import { sweep } from '../../src/engine/sweep.ts';
import { wake } from '../../src/engine/wake.ts';
import type { ModelPort } from '../../src/model/index.ts';
import { create, remove, update } from '../../src/store/documents.ts';
import { SERVER_TIME, type Data, type Store } from '../../src/store/port.ts';
import type { TenantModels } from '../../src/tenants/tenant-models.ts';
import { createCatalogue } from '../../src/tenants/catalogue.ts';
import { starterAgents } from '../../src/tenants/starter-agents.ts';
import { createPersonalTenant } from '../../src/tenants/create-personal-tenant.ts';
import type { Ports } from './boundaries.ts';
import { emulatorStore } from './emulator.ts';
import { MemoryStore } from './memory-store.ts';
import { ObservedStore } from './observed-store.ts';
import { oneModel } from './one-model.ts';
import { noConnection } from './no-connection.ts';
import { realTimer } from './real-timer.ts';
import { ScriptedModel, type Script } from './scripted-model.ts';

/** A client's document id: 20 letters or digits. */
const clientId = (): string => randomBytes(20).toString('base64url').replaceAll(/[-_]/gu, 'x').slice(0, 20);

export type Logged = {
  readonly level: Level;
  readonly event: Line;
  readonly fields: Fields;
};

type Options = {
  /** Actors that are woken in the process, as in production; off: only the deliveries that a test makes. */
  readonly inProcess?: boolean;
  /** How far the engine's clock is ahead of the real one, in milliseconds; a test may move it on. */
  readonly aheadMs?: number;
  /** An existing chat, for a second process that works on it. */
  readonly chat?: ChatRef;
  /** The database; the Firestore emulator if none is given. */
  readonly database?: Store;
  /** What agents' tools really do; the built-in ones if none are given. */
  readonly tools?: readonly Tool[];
  /** Stands between the engine and all that it acts through. */
  readonly around?: (ports: Ports) => Ports;
  /** Answers in place of the scripted model. */
  readonly model?: ModelPort;
  /** Writing tools ask for consent; else the tenant's agents have them as safe. */
  readonly asksConsent?: boolean;
  /** What each tenant's model is; the scripted one, for nothing, if none are given. */
  readonly models?: TenantModels;
  /** The chat's tenant, if it was made already. */
  readonly tenantId?: string;
};

/** What a message of the person's holds beside its words. */
export type Intent = Pick<UserMessage, 'replyTo' | 'retry' | 'stop' | 'correct' | 'consent'>;

/** Has the tenant's starter agents use writing tools without asking. */
async function markSafe(database: Store, tenantId: string, tools: readonly Tool[]): Promise<void> {
  const writing = new Set(tools.flatMap(({ name, outside }) => (outside ? [name] : [])));
  const changes = Object.entries(starterAgents).flatMap(([id, { tools: uses }]) =>
    uses.some(({ name }) => writing.has(name))
      ? [
          update<Agent>(paths.agents.one(tenantId, id), {
            tools: uses.map((use) => ({ ...use, safe: true })),
          }),
        ]
      : [],
  );
  if (changes.length > 0) await database.commit(changes);
}

/** One person's chat, with an engine whose model plays a script: by default on the real Firestore emulator. */
export class TestWorld {
  /** The database itself, past the store that the engine under test uses. */
  readonly database: Store;
  readonly store: ObservedStore;
  readonly model: ScriptedModel;
  readonly engine: Engine;
  readonly chat: ChatRef;
  readonly tenantId: string;
  readonly logged: Logged[] = [];
  /** The back-offs that the engine waited out in place, in milliseconds. */
  readonly slept: number[] = [];
  inProcess: boolean;
  #aheadMs = 0;
  readonly #meanwhile: Promise<void>[] = [];

  private constructor(database: Store, chat: ChatRef, tenantId: string, script: Script, options: Options) {
    this.database = database;
    this.chat = chat;
    this.tenantId = tenantId;
    this.aheadMs = options.aheadMs ?? 0;
    this.inProcess = options.inProcess ?? true;
    this.store = new ObservedStore(database, paths.chat(chat));
    this.model = new ScriptedModel(script);
    const now = () => Date.now() + this.aheadMs;
    const log = new Log((level, line, fields) => this.logged.push({ level, event: line, fields }));
    const ports: Ports = {
      store: this.store,
      models: options.models ?? oneModel(options.model ?? this.model),
      tools: options.tools ?? Object.values(builtInTools),
      log,
      now,
      nonce: randomUUID,
      // Back-offs pass at once, and are remembered.
      sleep: (ms) => {
        this.slept.push(ms);
        return Promise.resolve();
      },
      after: realTimer,
      connect: noConnection,
    };
    const given = options.around?.(ports) ?? ports;
    const catalogue = createCatalogue(given.store, now, (error) =>
      log.write('agent_unreadable', knownOf(error)),
    );
    this.engine = { ...given, catalogue };
  }

  /** How far the engine's clock is ahead of the real one; a database in memory goes along. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  set aheadMs(ms: number) {
    this.#aheadMs = ms;
    if (this.database instanceof MemoryStore) this.database.aheadMs = Math.max(this.database.aheadMs, ms);
  }

  /** A chat of a new person with a personal tenant, or an existing one in another process. */
  static async open(script: Script, options: Options = {}): Promise<TestWorld> {
    const database = options.database ?? (await emulatorStore(options.chat === undefined));
    const chat = options.chat ?? { uid: `u${randomUUID()}`, chatId: clientId() };
    const tenantId =
      options.tenantId ?? (await createPersonalTenant(database, { uid: chat.uid, name: 'Test', email: '' }));
    if (!options.chat) {
      await database.commit([
        create<Omit<Chat, 'counts' | 'pinned' | 'deleteAt' | 'wasClosed'>>(paths.chat(chat), {
          schemaVersion: SCHEMA_VERSION,
          title: 'A chat',
          tenantId,
          access: 'open',
          createdAt: SERVER_TIME,
          lastMessageAt: SERVER_TIME,
        }),
      ]);
    }
    if (!options.chat && !options.asksConsent) await markSafe(database, tenantId, options.tools ?? []);
    const world = new TestWorld(database, chat, tenantId, script, options);
    // Where everything is watched, the first look at the tenant is part of it.
    if (!options.around) await world.engine.catalogue.view(tenantId);
    return world;
  }

  /** Another process that works on the same chat. */
  another(script: Script, options: Options = {}): Promise<TestWorld> {
    const { database, chat, aheadMs } = this;
    return TestWorld.open(script, { database, chat, aheadMs, ...options });
  }

  /** Writes a message as the page does; gives its id. */
  async write(content: string, intent: Intent = {}, id = clientId()): Promise<string> {
    // Nobody writes twice in one millisecond, which is how far the emulator's times go. In memory no two times are alike.
    if (!(this.database instanceof MemoryStore)) await new Promise((resolve) => setTimeout(resolve, 2));
    await this.store.commitAsClient([
      create<UserMessage>(paths.messages.one(this.chat, id), {
        schemaVersion: SCHEMA_VERSION,
        role: 'user',
        content,
        status: 'sent',
        createdAt: SERVER_TIME,
        ...intent,
      }),
    ]);
    return id;
  }

  /** An invocation of a function that has so much time left, in milliseconds. */
  invocation(leftMs: number = limits.invocationMs): Invocation {
    return new Invocation(this.engine.now() + leftMs, (invocation, ref) =>
      this.inProcess ? wake(this.engine, invocation, ref) : Promise.resolve(),
    );
  }

  /** One delivery of an event: wakes an actor, and waits for everything that follows from it. */
  async deliver(actorId: string = MOTHER, leftMs: number = limits.invocationMs): Promise<void> {
    const invocation = this.invocation(leftMs);
    invocation.start(() => wake(this.engine, invocation, { ...this.chat, actorId }));
    await invocation.settled();
  }

  /** Delivers an event while another one is being dealt with. */
  deliverMeanwhile(actorId: string = MOTHER): void {
    this.#meanwhile.push(this.deliver(actorId));
  }

  /** Waits for what was delivered meanwhile. */
  async allDelivered(): Promise<void> {
    while (this.#meanwhile.length > 0) await this.#meanwhile.shift();
  }

  /** Writes a message and delivers its event once. */
  async say(content: string, intent: Intent = {}): Promise<string> {
    const id = await this.write(content, intent);
    await this.deliver();
    return id;
  }

  /** Takes every wake that there is; gives how many. */
  async takeWakes(leftMs: number = limits.invocationMs): Promise<number> {
    const wakes = await this.documents(paths.wakes.all(this.chat));
    for (const { path, data } of wakes) {
      await this.database.commit([remove(path)]);
      await this.deliver(String(data['actorId']), leftMs);
    }
    return wakes.length;
  }

  /** The sweeper, a minute later each time, and the wakes that it makes, until there are no more. */
  async sweepAll(rounds = 20): Promise<number> {
    let rescues = 0;
    for (let round = 0; round < rounds; round += 1) {
      this.aheadMs += 61_000;
      rescues += await sweep(this.engine);
      if ((await this.takeWakes()) === 0) return rescues;
    }
    return rescues;
  }

  /** All documents of one collection, in the order of `orderBy`. */
  documents(collection: string, orderBy?: string) {
    const query = { collection, where: [], limit: 10_000 };
    return this.database.query(orderBy === undefined ? query : { ...query, orderBy });
  }

  /** Changes a document behind the engine's back. */
  async change(path: string, data: Data): Promise<void> {
    await this.database.commit([{ op: 'update', path, data }]);
  }

  async #all<S extends z.ZodType>(
    path: string,
    schema: S,
    orderBy = 'createdAt',
  ): Promise<(z.output<S> & { id: string })[]> {
    const found = await this.documents(path, orderBy);
    return found.map(({ id, data }) => Object.assign(schema.parse(data) as z.output<S> & object, { id }));
  }

  async #one<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    return schema.parse((await this.database.get(path))?.data);
  }

  chatDocument = () => this.#one(paths.chat(this.chat), chatSchema);
  messages = () => this.#all(paths.messages.all(this.chat), message);
  tasks = () => this.#all(paths.tasks.all(this.chat), task);
  subAgents = () => this.#all(paths.subAgents.all(this.chat), subAgent);
  questions = () => this.#all(paths.questions.all(this.chat), question);
  transcript = (subAgentId: string) =>
    this.#all(paths.transcript(this.chat, subAgentId), subAgentMessage, 'index');

  parts = (messageId: string) => this.#all(paths.parts(this.chat, messageId), part);

  async mail(): Promise<string[]> {
    return (await this.documents(paths.mail.all(this.chat))).map(({ id }) => id);
  }

  async wakes(): Promise<string[]> {
    return (await this.documents(paths.wakes.all(this.chat))).map(({ id }) => id);
  }

  async runs() {
    const found = await this.database.query({
      collection: 'orchestration_runs',
      where: [['chatId', '==', this.chat.chatId]],
      limit: 10_000,
    });
    return found.map(({ id, data }) => ({ id, ...run.parse(data) }));
  }

  mother = () => this.#one(paths.states.one(this.chat, MOTHER), motherState);
  subAgentState = ({ actorId }: Pick<ActorRef, 'actorId'>) =>
    this.#one(paths.states.one(this.chat, actorId), subAgentState);

  /** What Mother has said, oldest first. */
  async said(): Promise<(AssistantMessage & { id: string })[]> {
    return (await this.messages()).filter(
      (one): one is Message & AssistantMessage & { id: string } => one.role === 'assistant',
    );
  }

  errors(): readonly Logged[] {
    return this.logged.filter(({ level }) => level === 'error');
  }
}

/** The same on a database of its own in memory, which keeps the same contract: for what hundreds of steps are tried on. */
export const openInMemory = (script: Script, options: Options = {}): Promise<TestWorld> =>
  TestWorld.open(script, { database: new MemoryStore(), ...options });
