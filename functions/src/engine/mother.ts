import {
  AppError,
  MOTHER,
  chat as chatSchema,
  firstMotherState,
  joinParts,
  part,
  paths,
  shown,
  type AssistantMessage,
  type ChatRef,
  type MotherState,
  type UserMessage,
} from '../contracts/index.ts';
import { messageOfStep, type Incoming } from '../machine/draft.ts';
import { parse, read, remove, update } from '../store/documents.ts';
import { PreconditionFailed, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import type { TenantView } from '../tenants/catalogue.ts';
import { ActorDocument } from './actor-document.ts';
import { isLapsed, isLeased, parseMother, released } from './actor-state.ts';
import type { Engine } from './engine.ts';
import { foldMemory } from './fold.ts';
import { leaveToAnother } from './hand-over.ts';
import type { Invocation } from './invocation.ts';
import { knownOf } from './log.ts';
import { MotherCommits } from './mother-commits.ts';
import { readMail } from './mother-mail.ts';
import { withoutAgents } from './settings.ts';
import { MotherSession } from './mother-session.ts';

type Mother = ActorDocument<MotherState>;

/** How often one wake looks again for new mail before it leaves the rest to another one. */
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
      const folds = mayFold && document !== null && (await foldMemory(engine, invocation, ref, document));
      if (!folds) return forgetLapsedLease(engine, chat, document);
      mayFold = false;
      continue;
    }
    const open = await read(engine.store, paths.chat(chat), chatSchema);
    if (!open) return;
    document ??= ActorDocument.first(engine, ref, parseMother, firstMotherState(open.value.tenantId));
    const tenant = await tenantOf(engine, document.state.tenantId);
    const mother = new MotherCommits(engine, invocation, ref, document, tenant);
    const session = new MotherSession(mother, invocation);
    if (open.value.access !== 'open') {
      const ending = mail.filter((one) => one.kind === 'end_all');
      // Whatever else it was to end for: here nothing more is said.
      const closing = ending.map((one) => ({ ...one, reason: 'chat_closed' as const }));
      if (closing.length > 0 && !document.isNew) await session.handle(closing);
      // One that is being deleted may be brought back: what agents have to say is kept for then.
      const isKept = ({ kind }: Incoming) => open.value.access === 'deleting' && kind !== 'message';
      const refused = mail.filter((one) => one.kind !== 'end_all' || document?.isNew);
      return refuseAll(
        engine,
        document,
        chat,
        refused.filter((one) => !isKept(one)),
      );
    }
    const more = await session.handle(mail);
    if (!more) return;
    mayFold = true;
  }
  // There was more mail than one wake takes.
  if (document) await leaveToAnother(engine, ref, document.state);
}

/** Her state or the chat cannot be read, so nothing can be decided: what is said here is refused, in words. */
async function refuseUnread(engine: Engine, chat: ChatRef, error: AppError): Promise<void> {
  engine.log.write('actor_unreadable', knownOf(error));
  const messages = await engine.store.query(queries.newMessages(chat));
  const change = { status: 'refused', refusal: error.shown } as const;
  if (messages.length === 0) return;
  await engine.store.commit(messages.map(({ path }) => update<UserMessage>(path, change)));
}

const unreadable: TenantView = { orchestration: withoutAgents, agents: [], more: false };

/** The tenant's settings; without them Mother answers and delegates nothing. */
async function tenantOf(engine: Engine, tenantId: string): Promise<TenantView> {
  try {
    return (await engine.catalogue.view(tenantId)) ?? unreadable;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    engine.log.write('tenant_unreadable', { tenantId, ...knownOf(error) });
    return unreadable;
  }
}

/**
 * A lease that ran out, or a time that has come, with nothing to do would be found by the sweeper for ever. A turn that
 * somebody began, and for which there is nothing left to say, ends where it is.
 */
async function forgetLapsedLease(engine: Engine, chat: ChatRef, document: Mother | null): Promise<void> {
  if (!document || !isLeftOver(engine, document)) return;
  if (await takeBackFirstClaim(engine, chat, document.state)) return;
  await endBegun(engine, chat, document, []);
}

const isLeftOver = (engine: Engine, { state }: Mother): boolean =>
  isLapsed(state, engine.now()) || state.dueAt !== null;

/** Releases her. A turn that is not gone on with keeps what was said so far; her next one has a message of its own. */
async function endBegun(
  engine: Engine,
  chat: ChatRef,
  document: Mother,
  writes: readonly Write[],
): Promise<void> {
  const id = messageOfStep(document.state.step);
  const begun = await engine.store.get(paths.messages.one(chat, id));
  const isStreaming = begun?.data['status'] === 'streaming';
  if (!isStreaming && writes.length === 0 && !isLeftOver(engine, document)) return;
  const stopped: Write[] = [];
  if (begun && isStreaming) {
    const parts = await engine.store.query(queries.parts(chat, id));
    const content = joinParts(parts.map((one) => parse(one, part).value));
    const end = { status: 'stopped', content, retryAt: null } as const;
    stopped.push(update<AssistantMessage>(begun.path, end, begun.version));
  }
  await document.change((state) => ({
    next: {
      ...released(state),
      step: isStreaming ? state.step + 1 : state.step,
      attempts: 0,
      dueAt: null,
      turn: null,
    },
    writes: [...writes, ...stopped],
  }));
}

/**
 * Whoever claimed her first died before seeing that the chat had been closed or removed in that moment: what they made
 * goes too. Gives whether it was so.
 */
async function takeBackFirstClaim(
  engine: Engine,
  chat: ChatRef,
  { step, epoch, commitId }: MotherState,
): Promise<boolean> {
  const [there, state] = await Promise.all(
    [paths.chat(chat), paths.states.one(chat, MOTHER)].map((path) => engine.store.get(path)),
  );
  const isFirst = step === 0 && epoch === 1 && there?.data['access'] !== 'open';
  if (there && !isFirst) return false;
  if (state?.data['commitId'] !== commitId) return true;
  try {
    await engine.store.commit([
      { op: 'delete', path: state.path, ifVersion: state.version },
      remove(paths.messages.one(chat, messageOfStep(step))),
    ]);
  } catch (error) {
    // Somebody else was faster.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
  return true;
}

/** Without a state nothing guards the commit: what was looked at too long ago may have been dealt with since. */
async function refuseWithoutState(engine: Engine, refusals: readonly Write[]): Promise<void> {
  const guarded = await Promise.all(
    refusals.map(async (write): Promise<Write[]> => {
      if (write.op !== 'update') return [write];
      const now = await engine.store.get(write.path);
      return now?.data['status'] === 'sent' ? [{ ...write, ifVersion: now.version }] : [];
    }),
  );
  try {
    await engine.store.commit(guarded.flat());
  } catch (error) {
    // What has been removed or handled meanwhile needs no answer.
    if (!(error instanceof PreconditionFailed)) throw error;
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
  // A chat that she never worked in gets no state now: it may be removed in this moment.
  if (document.isNew) return refuseWithoutState(engine, refusals);
  if (refusals.length === 0 && isLeftOver(engine, document)) return forgetLapsedLease(engine, chat, document);
  await endBegun(engine, chat, document, refusals);
}
