import {
  AppError,
  MOTHER,
  chat as chatSchema,
  paths,
  question as questionSchema,
  shown,
  subAgentMessage,
  subAgentStatusOf,
  task as taskSchema,
  type ActorRef,
  type Chat,
  type SubAgent,
  type SubAgentMessage,
  type SubAgentState,
  type Task,
} from '../contracts/index.ts';
import type { SubAgentEffect } from '../machine/effects.ts';
import { planSubAgent } from '../machine/sub-agent-plan.ts';
import { ended } from '../machine/sub-agent-state.ts';
import { parse, read, update } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import { ActorDocument } from './actor-document.ts';
import { claimed, isLapsed, isLeased, parseSubAgent, released } from './actor-state.ts';
import { auditedOf, errorOf, stepOutcomeOf } from './audited.ts';
import type { Engine } from './engine.ts';
import { leaveToAnother, mustHandOver } from './hand-over.ts';
import { hear, mailIn, unreadBy, type Taken } from './hearing.ts';
import type { Invocation } from './invocation.ts';
import { recordOfLost } from './lost-calls.ts';
import { WorldMoved } from './losses.ts';
import { runningChange } from './mother-writes.ts';
import { SubAgentRun } from './sub-agent-run.ts';
import { SubAgentWork } from './sub-agent-work.ts';
import { subAgentWrites } from './sub-agent-writes.ts';
import { failUnread } from './unreadable.ts';

/** How often it looks again when what it found has moved before it could begin. */
const LOOKS = 3;

/** Wakes one sub-agent. It goes on from where its state says it stands, whoever left it there. */
export async function wakeSubAgent(engine: Engine, invocation: Invocation, ref: ActorRef): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await goOn(engine, invocation, ref);
    } catch (error) {
      if (error instanceof AppError) return failUnread(engine, invocation, ref, error);
      // What it was about to do is no longer so: it was answered, or ended, in that moment. It looks again.
      if (!(error instanceof WorldMoved) || tried === LOOKS) throw error;
      engine.log.write('world_moved', { tried });
    }
  }
}

async function goOn(engine: Engine, invocation: Invocation, ref: ActorRef): Promise<void> {
  const document = await ActorDocument.open(engine, ref, parseSubAgent);
  if (!document || document.state.phase === 'ended' || isLeased(document.state, engine.now())) return;
  const task = await read(engine.store, paths.tasks.one(ref, document.state.taskId), taskSchema);
  if (!task) return;
  await doWhatThereIs(new SubAgentRun(engine, invocation, ref, document, task));
}

async function doWhatThereIs(run: SubAgentRun): Promise<void> {
  const { engine, invocation, ref } = run;
  const { state } = run.document;
  const heard = state.phase === 'waiting' ? await hear(engine, ref, state) : null;
  const plan = planSubAgent(state, run.task.value, heard?.heard ?? null, engine.now());
  switch (plan.next) {
    case 'rest':
      return forgetLapsedLease(run);
    case 'stop':
      return stopWhatIsEnded(run, plan.state, unreadBy(state, heard), mailIn(heard));
    case 'expire':
      return expire(run, plan.state, plan.effects);
    case 'work': {
      const access = await accessOf(run);
      // It may be brought back: then it goes on. Else its state goes with the chat.
      if (access === 'deleting') return;
      if (access !== 'open') return close(run, plan.state, mailIn(heard));
      if (mustHandOver(engine, invocation)) return leaveToAnother(engine, ref, state);
      await new SubAgentWork(run, await claim(run, plan.state, heard)).takeSteps();
      return run.log();
    }
    default:
      return plan satisfies never;
  }
}

async function forgetLapsedLease({ engine, document }: SubAgentRun): Promise<void> {
  if (!isLapsed(document.state, engine.now())) return;
  await document.change((state) => ({ next: released(state), writes: [] }));
}

function stopWhatIsEnded(
  run: SubAgentRun,
  state: SubAgentState,
  unread: number | null,
  mail: readonly Write[],
): Promise<void> {
  const { next, record } = givingUpCalls(run, state);
  return run.stop(next, unread, [...record, ...mail]);
}

/** Calls whose answers went down with the process before are on record, in a run of their own. */
function givingUpCalls(
  { engine, ref, document }: SubAgentRun,
  next: SubAgentState,
): { next: SubAgentState; record: readonly Write[] } {
  const record = recordOfLost(engine, ref, document.state);
  return { next: record.length === 0 ? next : { ...next, epoch: next.epoch + 1 }, record };
}

async function accessOf({ engine, ref }: SubAgentRun): Promise<Chat['access'] | null> {
  const chat = await read(engine.store, paths.chat(ref), chatSchema);
  return chat?.value.access ?? null;
}

/** The chat is closed: the work ends here. */
async function close(run: SubAgentRun, state: SubAgentState, mail: readonly Write[]): Promise<void> {
  const { ref, task } = run;
  const status = 'cancelled';
  const error = shown('chat_closed');
  const change = { status, error, questionId: null, finishedAt: SERVER_TIME } as const;
  const { next, record } = givingUpCalls(run, state);
  await run.document.change(() => ({
    next: { ...released(ended(next)), heeding: null, intent: null },
    writes: [
      update<Task>(task.path, change, task.version),
      update<SubAgent>(paths.subAgents.one(ref, ref.actorId), { status: subAgentStatusOf(status) }),
      { op: 'update', path: paths.chat(ref), data: runningChange(-1) },
      ...run.heed(state.heeding),
      ...mail,
      ...record,
    ],
  }));
}

/** The time to answer is over, or that of the task. */
async function expire(
  run: SubAgentRun,
  next: SubAgentState,
  effects: readonly SubAgentEffect[],
): Promise<void> {
  const { engine, ref, task } = run;
  const { questionId } = task.value;
  const question =
    questionId === null
      ? null
      : await read(engine.store, paths.questions.one(ref, questionId), questionSchema);
  // In a run of its own, an epoch further: that of who asked stays as it is.
  const epoch = next.epoch + 1;
  const used = run.recorder.takeUsage();
  await run.document.change((state) => ({
    next: { ...released(next), epoch },
    writes: [
      ...subAgentWrites({ ref, state, task, used, question }, effects),
      run.record(stepOutcomeOf(effects), errorOf(effects), auditedOf(effects), epoch),
    ],
  }));
  run.invocation.wake({ ...ref, actorId: MOTHER });
}

/** Takes the lease, and with it what it has heard. Gives its transcript. */
async function claim(
  { engine, ref, document }: SubAgentRun,
  before: SubAgentState,
  heard: Taken | null,
): Promise<SubAgentMessage[]> {
  const next = claimed(before, engine.nonce(), engine.now());
  await document.change(() => ({ next, writes: heard?.taken ?? [] }));
  const documents = await engine.store.query(queries.transcript(ref, next.actorId));
  return documents.map((one) => parse(one, subAgentMessage).value);
}
