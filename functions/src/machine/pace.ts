import type { MotherState, UserMessage } from '../contracts/index.ts';
import { post, refuse, say, type Draft, type Incoming, type World } from './draft.ts';

type Sends = NonNullable<MotherState['sends']>;
type Written = Extract<Incoming, { kind: 'message' }>;

const MINUTE_MS = 60_000;

/** The window of a minute that a message falls into, with it counted. */
function counted(sends: Sends | null, { createdAt }: UserMessage): Sends {
  if (!sends || createdAt - sends.sinceAt >= MINUTE_MS)
    return { sinceAt: createdAt, count: 1, noticed: false };
  return { ...sends, count: sends.count + 1 };
}

/** What always gets through, and takes nothing from the rest. */
const isExempt = ({ stop, consent }: UserMessage) => stop !== undefined || consent !== undefined;

/** Counts a message that is dealt with. */
export function count(draft: Draft, message: UserMessage): void {
  if (isExempt(message)) return;
  draft.state = { ...draft.state, sends: counted(draft.state.sends, message) };
}

/**
 * Refuses what goes beyond the messages of a minute, with one notice a minute and without a model. A stop and a consent
 * always get through. Gives the mail that is refused.
 */
export function settlePace(draft: Draft, mail: readonly Incoming[], world: World): ReadonlySet<Incoming> {
  const most = world.orchestration.limits.messagesPerMinute;
  const written = mail.filter((one): one is Written => one.kind === 'message' && !isExempt(one.message));
  const refused = new Set<Incoming>();
  let sends = draft.state.sends;
  for (const one of written.toSorted((a, b) => a.message.createdAt - b.message.createdAt)) {
    sends = counted(sends, one.message);
    if (sends.count <= most) continue;
    refused.add(one);
    refuse(draft, one.id, 'too_many_messages');
    if (sends.noticed) continue;
    sends = { ...sends, noticed: true };
    const content = `That is a lot at once. I take up to ${most} messages a minute; what came after is marked, and can be sent again.`;
    say(draft, world.now, `slow-${one.id}`, post({ kind: 'notice', content }));
  }
  // What is refused is committed now; what is let through is counted when it is dealt with.
  if (refused.size > 0) draft.state = { ...draft.state, sends: sends && { ...sends, count: most } };
  return refused;
}
