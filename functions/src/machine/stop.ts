import { isFinal, shown, type ShownError, type Stop, type UserMessage } from '../contracts/index.ts';
import {
  excerptOf,
  forget,
  isEnded,
  messageOfStep,
  post,
  refuse,
  remember,
  say,
  type Draft,
  type Incoming,
  type World,
} from './draft.ts';
import { endTask } from './end-task.ts';

type Written = Extract<Incoming, { kind: 'message' }>;
type Finished = Extract<Incoming, { kind: 'finished' }>;

/**
 * Carries out every stop in the mail, before anything else is looked at. Gives the mail that is dealt with: the stops,
 * and the messages whose turn they end.
 */
export function settleStops(draft: Draft, mail: readonly Incoming[], world: World): ReadonlySet<Incoming> {
  const settled = new Set<Incoming>();
  for (const incoming of mail) {
    if (incoming.kind !== 'message' || !incoming.message.stop) continue;
    settled.add(incoming);
    const left = mail.filter((one) => !settled.has(one));
    for (const ended of settleStop(draft, incoming, incoming.message.stop, left, world)) settled.add(ended);
  }
  return settled;
}

function settleStop(
  draft: Draft,
  { id, message }: Written,
  stop: Stop,
  mail: readonly Incoming[],
  world: World,
): readonly Incoming[] {
  const names: string[] = [];
  let ended: readonly Incoming[] = [];
  if (stop.kind === 'task') names.push(...stopTasks(draft, [stop.id], world));
  if (stop.kind === 'all') {
    const all = draft.state.tasks.map(({ taskId }) => taskId);
    names.push(...stopTasks(draft, all, world));
  }
  if (stop.kind !== 'task') ended = stopTurn(draft, message, stop, mail, world);
  if (names.length === 0 && ended.length === 0 && !isStopped(draft, stop, world)) {
    const error = shown('not_found', 'There was nothing left to stop: it had already ended.');
    draft.effects.push({ type: 'refuse', messageId: id, error });
    return ended;
  }
  draft.effects.push({ type: 'handle', messageId: id, passedTo: [] });
  if (names.length > 0) {
    const text = `(The person stopped: ${names.join(', ')}.)`;
    remember(draft, [{ id: `stop-${id}`, from: 'mother', text, createdAt: world.now }]);
  }
  return ended;
}

/**
 * Somebody else ends what runs here: its company switched agents off, or the person is no longer of it. Gives the mail
 * that is dealt with.
 */
export function settleEndAll(draft: Draft, mail: readonly Incoming[], world: World): ReadonlySet<Incoming> {
  const settled = new Set<Incoming>();
  for (const incoming of mail) {
    if (incoming.kind !== 'end_all') continue;
    settled.add(incoming);
    const { mailId, reason } = incoming;
    draft.effects.push({ type: 'consume', mailId });
    const all = draft.state.tasks.map(({ taskId }) => taskId);
    const names = stopTasks(draft, all, world, shown(reason));
    // In a closed chat nothing more is said.
    if (names.length === 0 || reason === 'chat_closed') continue;
    const content = `${shown(reason).message} What was under way has been stopped: ${names.join(', ')}.`;
    say(draft, world.now, `ended-${mailId}`, post({ kind: 'notice', content }));
  }
  return settled;
}

/** Her turn was stopped while it was under way, before this stop is taken off the mail. */
function isStopped(draft: Draft, stop: Stop, world: World): boolean {
  if (stop.kind === 'task') return false;
  const message = world.messages.get(stop.kind === 'turn' ? stop.id : messageOfStep(draft.state.step - 1));
  return message?.role === 'assistant' && message.status === 'stopped';
}

/** Ends those of the tasks that are still at work; gives what they are called. */
function stopTasks(
  draft: Draft,
  taskIds: readonly string[],
  world: World,
  error: ShownError | null = null,
): string[] {
  return taskIds.flatMap((taskId) => {
    const task = world.tasks.get(taskId);
    if (!task || isFinal(task.status) || isEnded(draft, taskId)) return [];
    endTask(draft, taskId, task, { status: 'cancelled', error }, world);
    return [`${task.agentName}, “${task.title}”`];
  });
}

/**
 * Ends a turn that nobody works on now: one that has not begun, or whose owner died. What was written before the stop
 * is handled without an answer; before a stop of everything, what was to be tried again or put right is refused.
 */
function stopTurn(
  draft: Draft,
  { createdAt }: UserMessage,
  stop: Exclude<Stop, { kind: 'task' }>,
  mail: readonly Incoming[],
  world: World,
): readonly Incoming[] {
  const messageId = messageOfStep(draft.state.step);
  const streaming = world.messages.get(messageId);
  const isStreaming = streaming?.role === 'assistant' && streaming.status === 'streaming';
  if (stop.kind === 'turn' && (stop.id !== messageId || !isStreaming)) return [];
  const heard = isStreaming && stop.kind === 'turn' ? new Set(streaming.inReplyTo) : null;
  const ended = mail.filter(
    (one): one is Written =>
      one.kind === 'message' &&
      begins(one.message) &&
      one.message.createdAt <= createdAt &&
      (heard?.has(one.id) ?? true),
  );
  const begun = isStreaming ? streaming.inReplyTo : [];
  for (const { id, message } of ended) {
    if ((message.correct || message.retry) && !begun.includes(id)) {
      refuse(draft, id, 'not_found', 'You stopped everything right after this: nothing was begun.');
      continue;
    }
    if (message.content !== '') remember(draft, [excerptOf(id, message)]);
    draft.effects.push({ type: 'handle', messageId: id, passedTo: [] });
  }
  if (!isStreaming) return ended;
  const { kind, inReplyTo, taskIds } = streaming;
  // What it was telling of has been told, as far as it got.
  const told = mail.filter((one): one is Finished => one.kind === 'finished' && taskIds.includes(one.taskId));
  for (const { mailId, taskId } of told) {
    draft.effects.push({ type: 'consume', mailId });
    forget(draft, taskId);
  }
  const content = world.streamed.get(messageId) ?? '';
  say(draft, world.now, messageId, post({ kind, content, status: 'stopped', inReplyTo, taskIds }), 'close');
  // Her next turn is another step, with a message of its own.
  draft.state = { ...draft.state, step: draft.state.step + 1, attempts: 0, dueAt: null, turn: null };
  return [...ended, ...told];
}

/** What would begin something: a turn of hers, or another try of a task. */
const begins = ({ replyTo, stop, consent }: UserMessage) =>
  replyTo === undefined && stop === undefined && consent === undefined;
