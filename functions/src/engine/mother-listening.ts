import { userMessage, type ChatRef, type Stop, type UserMessage } from '../contracts/index.ts';
import type { Incoming, Turn } from '../machine/draft.ts';
import type { StoredDocument } from '../store/port.ts';
import { queries } from '../store/queries.ts';
import type { Engine } from './engine.ts';
import { knownOf } from './log.ts';

type Written = Extract<Incoming, { kind: 'message' }>;

type Hearing = {
  /** The person stops this turn. */
  readonly onStop: () => void;
  /** Deals with what cannot wait for the end of the turn. */
  readonly settle: (urgent: readonly Written[]) => Promise<unknown>;
};

/**
 * Listens to new messages while Mother's model works: a stop ends the turn; an answer that names its question, and a stop
 * of something else, are settled at once. What is missed here is found when she looks again. The returned function ends
 * the listening, and waits for what it has begun.
 */
export function listenMeanwhile(
  engine: Engine,
  chat: ChatRef,
  turn: Turn,
  { onStop, settle }: Hearing,
): () => Promise<void> {
  const seen = new Set<string>();
  let settling: Promise<unknown> = Promise.resolve();
  const stop = engine.store.listen(queries.newMessages(chat), (documents) => {
    const written = documents.flatMap(writtenIn);
    if (written.some(({ message }) => stops(message.stop, turn))) onStop();
    const urgent = written.filter(({ id, message }) => isUrgent(message, turn) && !seen.has(id));
    if (urgent.length === 0) return;
    for (const { id } of urgent) seen.add(id);
    settling = settling
      .then(() => settle(urgent))
      .catch((error: unknown) => engine.log.write('message_left_for_later', knownOf(error)));
  });
  return async () => {
    stop();
    await settling;
  };
}

/** The message in this document as mail, if it can be read. */
function writtenIn(document: StoredDocument): Written[] {
  const parsed = userMessage.safeParse(document.data);
  return parsed.success ? [{ kind: 'message', id: document.id, message: parsed.data }] : [];
}

/** Whether a stop is meant for this turn. */
const stops = (stop: Stop | undefined, { messageId }: Turn): boolean =>
  stop?.kind === 'all' || (stop?.kind === 'turn' && stop.id === messageId);

/** Whether somebody else waits for this, and not for the end of the turn. */
const isUrgent = ({ replyTo, stop }: UserMessage, turn: Turn): boolean =>
  replyTo !== undefined || (stop !== undefined && !stops(stop, turn));
