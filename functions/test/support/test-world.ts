import { randomBytes, randomUUID } from 'node:crypto';
import { getApps, initializeApp } from 'firebase-admin/app';
import { FieldValue, getFirestore, type Firestore } from 'firebase-admin/firestore';
import type { z } from 'zod';
import { builtInTools } from '../../src/connectors/index.ts';
import {
  MOTHER,
  SCHEMA_VERSION,
  limits,
  message,
  motherState,
  paths,
  question,
  run,
  subAgent,
  subAgentMessage,
  subAgentState,
  task,
  type ActorRef,
  type AssistantMessage,
  type ChatRef,
  type Message,
} from '../../src/contracts/index.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Invocation } from '../../src/engine/invocation.ts';
import { sweep } from '../../src/engine/sweep.ts';
import { wake } from '../../src/engine/wake.ts';
import { firestoreStore } from '../../src/store/firestore.ts';
import { createCatalogue } from '../../src/tenants/catalogue.ts';
import { createPersonalTenant } from '../../src/tenants/create-personal-tenant.ts';
import { ObservedStore } from './observed-store.ts';
import { ScriptedModel, type Script } from './scripted-model.ts';

/** A client's document id: 20 letters or digits. */
export const clientId = (): string =>
  randomBytes(20).toString('base64url').replaceAll(/[-_]/gu, 'x').slice(0, 20);

export type Logged = {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

type Options = {
  /** Actors that are woken in the process, as in production; off: only the deliveries that a test makes. */
  readonly inProcess?: boolean;
  /** How far the engine's clock is ahead of the real one, in milliseconds; a test may move it on. */
  readonly aheadMs?: number;
  /** An existing chat, for a second process that works on it. */
  readonly chat?: ChatRef;
};

function database(): Firestore {
  if (getApps().length === 0) initializeApp();
  return getFirestore();
}

/** One person's chat on the real Firestore emulator, with an engine whose model plays a script. */
export class TestWorld {
  readonly db: Firestore;
  readonly store: ObservedStore;
  readonly model: ScriptedModel;
  readonly engine: Engine;
  readonly chat: ChatRef;
  readonly tenantId: string;
  readonly logged: Logged[] = [];
  aheadMs: number;
  inProcess: boolean;

  private constructor(db: Firestore, chat: ChatRef, tenantId: string, script: Script, options: Options) {
    this.db = db;
    this.chat = chat;
    this.tenantId = tenantId;
    this.aheadMs = options.aheadMs ?? 0;
    this.inProcess = options.inProcess ?? true;
    this.store = new ObservedStore(firestoreStore(db));
    this.model = new ScriptedModel(script);
    const now = () => Date.now() + this.aheadMs;
    const log = (level: string) => (event: string, fields: Logged['fields']) => {
      this.logged.push({ level, event, fields });
    };
    this.engine = {
      store: this.store,
      model: this.model,
      tools: Object.values(builtInTools),
      catalogue: createCatalogue(this.store, now, (error) =>
        log('error')('agent_unreadable', { error: String(error) }),
      ),
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      now,
      nonce: randomUUID,
      // Back-offs pass at once: what they are is in the log, and no test waits for them.
      sleep: () => Promise.resolve(),
    };
  }

  /** A chat of a new person with a personal tenant, or an existing one in another process. */
  static async open(script: Script, options: Options = {}): Promise<TestWorld> {
    const db = database();
    const chat = options.chat ?? { uid: `u${randomUUID()}`, chatId: clientId() };
    const tenantId = await createPersonalTenant(firestoreStore(db), chat.uid, 'Test');
    if (!options.chat) {
      const now = FieldValue.serverTimestamp();
      const fields = { schemaVersion: SCHEMA_VERSION, title: 'A chat', tenantId, access: 'open' };
      await db.doc(paths.chat(chat)).set({ ...fields, createdAt: now, lastMessageAt: now });
    }
    const world = new TestWorld(db, chat, tenantId, script, options);
    await world.engine.catalogue.view(tenantId);
    return world;
  }

  /** Writes a message as the page does; gives its id. */
  async write(
    content: string,
    intent: { replyTo?: string; retry?: { kind: 'message' | 'task'; id: string } } = {},
  ): Promise<string> {
    const id = clientId();
    await this.db.doc(paths.messages.one(this.chat, id)).create({
      schemaVersion: SCHEMA_VERSION,
      role: 'user',
      content,
      status: 'sent',
      createdAt: FieldValue.serverTimestamp(),
      ...intent,
    });
    return id;
  }

  invocation(): Invocation {
    return new Invocation(
      this.engine.now() + limits.invocationMs,
      (invocation, ref) => (this.inProcess ? wake(this.engine, invocation, ref) : Promise.resolve()),
      (error) =>
        this.engine.log.error('wake_failed', {
          error: error instanceof Error ? (error.stack ?? '') : String(error),
        }),
    );
  }

  /** One delivery of an event: wakes an actor, and waits for everything that follows from it. */
  async deliver(actorId: string = MOTHER): Promise<void> {
    const invocation = this.invocation();
    invocation.start(() => wake(this.engine, invocation, { ...this.chat, actorId }));
    await invocation.settled();
  }

  /** Writes a message and delivers its event once. */
  async say(content: string, intent: Parameters<TestWorld['write']>[1] = {}): Promise<string> {
    const id = await this.write(content, intent);
    await this.deliver();
    return id;
  }

  /** The sweeper, and the wakes that it makes, until there are no more. */
  async sweepAll(rounds = 20): Promise<number> {
    let rescues = 0;
    for (let round = 0; round < rounds; round += 1) {
      this.aheadMs += 61_000;
      rescues += await sweep(this.engine);
      const wakes = await this.db.collection(paths.wakes.all(this.chat)).get();
      if (wakes.empty) return rescues;
      for (const one of wakes.docs) {
        await one.ref.delete();
        await this.deliver(String(one.get('actorId')));
      }
    }
    return rescues;
  }

  async #all<S extends z.ZodType>(
    path: string,
    schema: S,
    orderBy: string | null = 'createdAt',
  ): Promise<(z.output<S> & { id: string })[]> {
    const collection = this.db.collection(path);
    const found = await (orderBy === null ? collection : collection.orderBy(orderBy)).get();
    return found.docs.map((one) =>
      Object.assign(schema.parse(one.data()) as z.output<S> & object, { id: one.id }),
    );
  }

  messages = () => this.#all(paths.messages.all(this.chat), message);
  tasks = () => this.#all(paths.tasks.all(this.chat), task);
  subAgents = () => this.#all(paths.subAgents.all(this.chat), subAgent);
  questions = () => this.#all(paths.questions.all(this.chat), question);
  transcript = (subAgentId: string) =>
    this.#all(paths.transcript(this.chat, subAgentId), subAgentMessage, 'index');

  async mail(): Promise<string[]> {
    return (await this.db.collection(paths.mail.all(this.chat)).get()).docs.map(({ id }) => id);
  }

  async runs() {
    const found = await this.db
      .collection('orchestration_runs')
      .where('chatId', '==', this.chat.chatId)
      .get();
    return found.docs.map((one) => ({ id: one.id, ...run.parse(one.data()) }));
  }

  async mother() {
    return motherState.parse((await this.db.doc(paths.states.one(this.chat, MOTHER)).get()).data());
  }

  async subAgentState(ref: Pick<ActorRef, 'actorId'>) {
    return subAgentState.parse((await this.db.doc(paths.states.one(this.chat, ref.actorId)).get()).data());
  }

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
