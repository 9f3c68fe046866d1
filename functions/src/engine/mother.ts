import {
  AppError,
  MOTHER,
  limits,
  mail as mailSchema,
  chat as chatSchema,
  paths,
  shown,
  userMessage,
  type ActorRef,
  type AssistantMessage,
  type ChatRef,
  type ErrorCode,
  type MotherState,
  type Run,
  type Stop,
  type UserMessage,
} from '../contracts/index.ts';
import { messageOfStep, post, type Incoming, type Turn } from '../machine/draft.ts';
import { route } from '../machine/routing.ts';
import type { MotherEffect } from '../machine/effects.ts';
import { decideTurn, speaks, type Exchange, type TurnEvent } from '../machine/turn.ts';
import { parse, read, remove, set, update } from '../store/documents.ts';
import { queries } from '../store/queries.ts';
import type { StoredDocument, Write } from '../store/port.ts';
import type { TenantView } from '../tenants/catalogue.ts';
import { ActorDocument, WorldMoved } from './actor-document.ts';
import { claimed, firstMotherState, isLapsed, isLeased, parseMother, released } from './actor-state.ts';
import type { Engine } from './engine.ts';
import { foldMemory } from './fold.ts';
import { handOver, mustHandOver } from './hand-over.ts';
import type { Invocation } from './invocation.ts';
import type { ModelAnswer } from '../model/index.ts';
import { callModel, type Called } from './model-call.ts';
import { motherRequest } from './mother-request.ts';
import { motherWrites, newMessage, woken } from './mother-writes.ts';
import { PartsWriter } from './parts.ts';
import { Recorder, runIdOf } from './recorder.ts';
import { WorldView } from './world.ts';

type Mother = ActorDocument<MotherState>;

/** How often a decision is made again because a task or a question moved under it. */
const DECISIONS = 6;
/** How often one wake looks again for new mail before it leaves the rest to the next one. */
const ROUNDS = 20;

/**
 * Wakes Mother in one chat. Whoever finds her leased, or no mail, leaves without a write.
 * 1. Mail that needs no model is settled in one guarded commit. 2. For the rest she is claimed and takes a turn.
 * 3. After releasing, she looks again: what arrived in between had its wake turned away.
 */
export async function wakeMother(engine: Engine, invocation: Invocation, chat: ChatRef): Promise<void> {
  try {
    await handleMail(engine, invocation, chat);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await refuseUnread(engine, chat, error);
  }
}

async function handleMail(engine: Engine, invocation: Invocation, chat: ChatRef): Promise<void> {
  const ref = { ...chat, actorId: MOTHER };
  let document: Mother | null = await ActorDocument.open(engine, ref, parseMother);
  if (document && isLeased(document.state, engine.now())) return;
  let mayFold = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    const mail = await readMail(engine, chat);
    if (mail.length === 0) {
      if (!mayFold || !document || !(await foldMemory(engine, ref, document))) {
        return forgetLapsedLease(engine, document);
      }
      mayFold = false;
      continue;
    }
    const open = await read(engine.store, paths.chat(chat), chatSchema);
    if (!open) return;
    document ??= ActorDocument.first(engine, ref, parseMother, firstMotherState(open.value.tenantId));
    if (open.value.access !== 'open') return refuseAll(engine, document, chat, mail);
    const tenant = await tenantOf(engine, document.state.tenantId);
    const more = await new Session(engine, invocation, ref, document, tenant).handle(mail);
    if (!more) return;
    mayFold = true;
  }
}

/** Her state or the chat cannot be read, so nothing can be decided: what is said here is refused, in words. */
async function refuseUnread(engine: Engine, chat: ChatRef, error: AppError): Promise<void> {
  engine.log.error('actor_unreadable', { ...chat, actorId: MOTHER, error: error.message });
  const messages = await engine.store.query(queries.newMessages(chat));
  const change = { status: 'refused', refusal: error.shown } as const;
  if (messages.length === 0) return;
  await engine.store.commit(messages.map(({ path }) => update<UserMessage>(path, change)));
}

const withoutAgents: TenantView = {
  orchestration: { enabled: false, confidenceThreshold: 1, persona: '' },
  agents: [],
  more: false,
};

/** The tenant's settings; without them Mother answers and delegates nothing. */
async function tenantOf(engine: Engine, tenantId: string): Promise<TenantView> {
  try {
    return (await engine.catalogue.view(tenantId)) ?? withoutAgents;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    engine.log.error('tenant_unreadable', { tenantId, error: error.message });
    return withoutAgents;
  }
}

/** A lease that ran out, or a time that has come, with nothing to do would be found by the sweeper for ever. */
async function forgetLapsedLease(engine: Engine, document: Mother | null): Promise<void> {
  if (!document || (!isLapsed(document.state, engine.now()) && document.state.dueAt === null)) return;
  await document.change((state) => ({
    next: { ...released(state), dueAt: null, attempts: 0, turn: null },
    writes: [],
  }));
}

async function readMail(engine: Engine, chat: ChatRef): Promise<Incoming[]> {
  const [messages, mail] = await Promise.all([
    engine.store.query(queries.newMessages(chat)),
    engine.store.query(queries.mailTo(chat, MOTHER)),
  ]);
  const read = await Promise.all([
    ...messages.map((document) => parseMail(engine, document, messageMail)),
    ...mail.map((document) => parseMail(engine, document, actorMail)),
  ]);
  return read
    .filter((one) => one !== null)
    .toSorted((a, b) => a.at - b.at)
    .slice(0, limits.mailPerTurn)
    .map(({ incoming }) => incoming);
}

/** A piece of mail, and when it was sent. */
type Dated = { readonly at: number; readonly incoming: Incoming };

function messageMail(document: StoredDocument): Dated {
  const message = parse(document, userMessage).value;
  return { at: message.createdAt, incoming: { kind: 'message', id: document.id, message } };
}

function actorMail(document: StoredDocument): Dated {
  const { kind, taskId, questionId, createdAt } = parse(document, mailSchema).value;
  const mailId = document.id;
  if (kind === 'finished') return { at: createdAt, incoming: { kind, mailId, taskId } };
  if (questionId === null) throw new AppError('malformed_document', `${document.path} names no question`);
  return { at: createdAt, incoming: { kind, mailId, taskId, questionId } };
}

/** Mail that cannot be parsed is refused or removed, so that it does not come up again, and the rest goes on. */
async function parseMail(
  engine: Engine,
  document: StoredDocument,
  parseOne: (document: StoredDocument) => Dated,
): Promise<Dated | null> {
  try {
    return parseOne(document);
  } catch (error) {
    engine.log.error('mail_unreadable', { path: document.path, error: String(error) });
    const refusal = error instanceof AppError ? error.shown : shown('malformed_document');
    const write: Write = document.path.includes('/mail/')
      ? remove(document.path)
      : update<UserMessage>(document.path, { status: 'refused', refusal });
    await engine.store.commit([write]);
    return null;
  }
}

/** The chat is closed or being deleted: what still arrives is refused, and a turn that was begun is not gone on with. */
async function refuseAll(
  engine: Engine,
  document: Mother,
  chat: ChatRef,
  mail: readonly Incoming[],
): Promise<void> {
  const refusals = mail.map((one): Write => {
    if (one.kind !== 'message') return remove(paths.mail.one(chat, one.mailId));
    const refusal = shown('chat_closed');
    return update<UserMessage>(paths.messages.one(chat, one.id), { status: 'refused', refusal });
  });
  const begun = await engine.store.get(paths.messages.one(chat, messageOfStep(document.state.step)));
  const stopped =
    begun?.data['status'] === 'streaming'
      ? [update<AssistantMessage>(begun.path, { status: 'stopped', retryAt: null }, begun.version)]
      : [];
  await document.change((state) => ({
    next: { ...released(state), attempts: 0, dueAt: null, turn: null },
    writes: [...refusals, ...stopped],
  }));
}

/** One handling of Mother's mail by one owner. */
class Session {
  readonly #engine: Engine;
  readonly #invocation: Invocation;
  readonly #ref: ActorRef;
  readonly #document: Mother;
  readonly #tenant: TenantView;
  #view: WorldView;

  constructor(engine: Engine, invocation: Invocation, ref: ActorRef, document: Mother, tenant: TenantView) {
    this.#engine = engine;
    this.#invocation = invocation;
    this.#ref = ref;
    this.#document = document;
    this.#tenant = tenant;
    this.#view = this.#newView();
  }

  /** Gives whether to look for more mail. */
  async handle(mail: readonly Incoming[]): Promise<boolean> {
    const rest = await this.#settle(mail);
    if (rest.length === 0) return true;
    const { dueAt } = this.#document.state;
    if (dueAt !== null && dueAt > this.#engine.now()) return false;
    return this.#takeTurn(rest);
  }

  #newView(): WorldView {
    return new WorldView(this.#engine, this.#ref, this.#tenant, this.#document.state.tenantId);
  }

  /** Does something that commits; when the world has moved under it, again with a new view of it. */
  async #decided<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof WorldMoved) || tried === DECISIONS) throw error;
        this.#view = this.#newView();
      }
    }
  }

  /** System 1: what needs no model, in one guarded commit. Gives the rest. */
  #settle(mail: readonly Incoming[]): Promise<readonly Incoming[]> {
    return this.#decided(async () => {
      const world = await this.#view.see(this.#document.state, mail, []);
      let rest = mail;
      await this.#commit((state) => {
        const routed = route(state, mail, world);
        rest = routed.rest;
        return routed.effects.length === 0
          ? null
          : { next: routed.next, effects: routed.effects, writes: [] };
      });
      return rest;
    });
  }

  /** Commits a decision of Mother's, and then wakes those it is mail for. */
  async #commit(decide: (state: MotherState) => Decided | null): Promise<boolean> {
    let toWake: string[] = [];
    const committed = await this.#document.change((state) => {
      const decided = decide(state);
      if (!decided) return null;
      toWake = woken(decided.effects);
      const runId = runIdOf(this.#ref, state.epoch);
      const target = { chat: this.#ref, tenantId: state.tenantId, runId, versions: this.#view.versions };
      return { next: decided.next, writes: [...motherWrites(target, decided.effects), ...decided.writes] };
    });
    for (const actorId of toWake) this.#invocation.wake({ ...this.#ref, actorId });
    return committed !== null;
  }

  /** System 2: claims Mother, asks the model, and commits what follows. Gives whether to look for more mail. */
  async #takeTurn(mail: readonly Incoming[]): Promise<boolean> {
    const turn = await this.#claim(mail);
    if (!turn) return false;
    const { state } = this.#document;
    const recorder = new Recorder(this.#engine.now());
    const handedOver = sameIds(state.turn?.mail ?? [], idsOf(mail)) ? (state.turn?.answers ?? []) : [];
    const answers: (ModelAnswer | { failed: ErrorCode } | { stopped: string })[] = [...handedOver];
    if (state.attempts > limits.attempts) answers.push({ failed: 'interrupted' });
    const parts =
      turn.messageId === null ? null : new PartsWriter(this.#engine, this.#ref, turn.messageId, state.epoch);
    for (let calls = 0; ; calls += 1) {
      const exchanges = await this.#conclude(turn, answers, recorder);
      if (exchanges === null) return true;
      if (calls > 0 && mustHandOver(this.#engine, this.#invocation)) {
        const got = answers.flatMap((one) =>
          !('toolCalls' in one) ? [] : [{ ...one, toolCalls: [...one.toolCalls] }],
        );
        const kept = { mail: idsOf(mail), answers: got };
        const record = this.#record(turn, 'released', null, recorder);
        await handOver(this.#engine, this.#ref, this.#document, record, (before) => ({
          ...before,
          turn: kept,
        }));
        return false;
      }
      const called = await this.#ask(turn, exchanges, recorder, parts);
      if (called.kind === 'later') {
        await this.#postpone(turn, called, recorder);
        return false;
      }
      if (called.kind === 'stopped') answers.push({ stopped: called.text });
      else answers.push(called.kind === 'answer' ? called.answer : { failed: called.code });
    }
  }

  /** Takes the lease, and shows that she works: with what she replies to, before the model is asked. */
  async #claim(mail: readonly Incoming[]): Promise<Turn | null> {
    const { isNew } = this.#document;
    const messageId = speaks(mail) ? messageOfStep(this.#document.state.step) : null;
    const inReplyTo = mail.filter((one) => one.kind === 'message').map(({ id }) => id);
    const taskIds = mail.filter((one) => one.kind === 'finished').map(({ taskId }) => taskId);
    const kind = inReplyTo.length > 0 ? 'text' : 'result';
    const streaming = newMessage(post({ kind, content: '', status: 'streaming', inReplyTo, taskIds }));
    const writes =
      messageId === null ? [] : [set<AssistantMessage>(paths.messages.one(this.#ref, messageId), streaming)];
    const owner = this.#engine.nonce();
    await this.#document.change((state) => ({ next: claimed(state, owner, this.#engine.now()), writes }));
    return isNew && !(await this.#stillThere(messageId)) ? null : { mail, messageId };
  }

  /** A chat that was deleted meanwhile must not come back to life with Mother's first state. */
  async #stillThere(messageId: string | null): Promise<boolean> {
    if (await this.#engine.store.get(paths.chat(this.#ref))) return true;
    const made = messageId === null ? [] : [paths.messages.one(this.#ref, messageId)];
    await this.#engine.store.commit([paths.states.one(this.#ref, MOTHER), ...made].map(remove));
    return false;
  }

  /** Decides on the answers so far. Null: the turn is over and committed. Else: what to ask the model after. */
  #conclude(
    turn: Turn,
    answers: readonly TurnEvent[],
    recorder: Recorder,
  ): Promise<readonly Exchange[] | null> {
    return this.#decided(async () => {
      const world = await this.#view.see(this.#document.state, turn.mail, answers);
      const committed = await this.#commit((state) => {
        const decision = decideTurn(state, turn, answers, world);
        if (decision.next === 'call') return null;
        const next = {
          ...released(decision.state),
          step: state.step + 1,
          attempts: 0,
          dueAt: null,
          turn: null,
        };
        const { effects, error } = decision;
        return {
          next,
          effects,
          writes: [this.#record(turn, outcomeOf(effects, error), error, recorder)],
        };
      });
      if (committed) return null;
      const decision = decideTurn(this.#document.state, turn, answers, world);
      if (decision.next === 'call') return decision.exchanges;
      throw new WorldMoved('The decision changed while it was made');
    });
  }

  #record(turn: Turn, outcome: Run['outcome'], error: ErrorCode | null, recorder: Recorder): Write {
    const { tenantId, epoch } = this.#document.state;
    const mail = idsOf(turn.mail);
    return recorder.write(this.#ref, { tenantId, epoch, mail, outcome, error, now: this.#engine.now() });
  }

  /** One more model call of this turn. */
  async #ask(
    turn: Turn,
    exchanges: readonly Exchange[],
    recorder: Recorder,
    parts: PartsWriter | null,
  ): Promise<Called | { kind: 'stopped'; text: string }> {
    const world = await this.#view.see(this.#document.state, turn.mail, []);
    const request = motherRequest(this.#document.state, turn, exchanges, world, this.#tenant);
    const stopped = new AbortController();
    const stopListening = this.#listen(turn, () => stopped.abort());
    let tried = 0;
    let text = '';
    try {
      const called = await callModel(this.#engine, this.#document, {
        request,
        recorder,
        signal: stopped.signal,
        onText: (delta, nth) => {
          if (nth !== tried) {
            parts?.begin();
            text = '';
          }
          tried = nth;
          text += delta;
          parts?.add(delta);
        },
      });
      return stopped.signal.aborted ? { kind: 'stopped', text } : called;
    } finally {
      await Promise.all([stopListening(), parts?.close()]);
    }
  }

  /** The provider wants a longer pause: gives the lease back until then, and says so. */
  async #postpone(
    turn: Turn,
    { at, attempts }: Extract<Called, { kind: 'later' }>,
    recorder: Recorder,
  ): Promise<void> {
    const { messageId } = turn;
    const path = messageId === null ? null : paths.messages.one(this.#ref, messageId);
    const writes = [
      this.#record(turn, 'released', null, recorder),
      ...(path === null ? [] : [update<AssistantMessage>(path, { retryAt: at })]),
    ];
    await this.#document.change((state) => ({ next: { ...released(state), attempts, dueAt: at }, writes }));
  }

  /**
   * Listens to new messages while the model works: an answer that names its question is passed on at once, and a stop
   * ends the turn. What is missed here is found when she looks again. The returned function ends the listening, and
   * waits for what it has begun.
   */
  #listen(turn: Turn, onStop: () => void): () => Promise<void> {
    const seen = new Set<string>();
    let settling: Promise<unknown> = Promise.resolve();
    const stop = this.#engine.store.listen(queries.newMessages(this.#ref), (documents) => {
      const written = documents.flatMap(writtenIn);
      if (written.some(({ message }) => stops(message.stop, turn))) onStop();
      const replies = written.filter(({ id, message }) => message.replyTo !== undefined && !seen.has(id));
      if (replies.length === 0) return;
      for (const { id } of replies) seen.add(id);
      settling = settling
        .then(() => this.#settle(replies))
        .catch((error: unknown) => this.#engine.log.warn('reply_left_for_later', { error: String(error) }));
    });
    return async () => {
      stop();
      await settling;
    };
  }
}

function outcomeOf(effects: readonly MotherEffect[], error: ErrorCode | null): Run['outcome'] {
  if (error !== null) return 'failed';
  return effects.some(({ type }) => type === 'start_task') ? 'delegated' : 'answered';
}

type Decided = {
  readonly next: MotherState;
  readonly effects: readonly MotherEffect[];
  readonly writes: readonly Write[];
};

/** The message in this document as mail, if it can be read. */
function writtenIn(document: StoredDocument): Extract<Incoming, { kind: 'message' }>[] {
  const parsed = userMessage.safeParse(document.data);
  return parsed.success ? [{ kind: 'message', id: document.id, message: parsed.data }] : [];
}

/** Whether a stop is meant for this turn. */
const stops = (stop: Stop | undefined, { messageId }: Turn): boolean =>
  stop?.kind === 'all' || (stop?.kind === 'turn' && stop.id === messageId);

const idsOf = (mail: readonly Incoming[]) =>
  mail.map((one) => (one.kind === 'message' ? one.id : one.mailId));

const sameIds = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, index) => id === b[index]);
