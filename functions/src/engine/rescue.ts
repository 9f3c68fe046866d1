import {
  SCHEMA_VERSION,
  limits,
  paths,
  rescue as rescueSchema,
  type ActorRef,
  type Rescue,
  type Wake,
} from '../contracts/index.ts';
import { create, set } from '../store/documents.ts';
import { PreconditionFailed, SERVER_TIME, type StoredDocument } from '../store/port.ts';
import type { Engine } from './engine.ts';

const MINUTE_MS = 60_000;

/** A document that was left lying, who is to be woken for it, and how often that came to nothing. */
type Cause = { readonly ref: ActorRef; readonly document: StoredDocument; readonly tries: number };

/** What no wake could mend is tried every minute at first, then every ten minutes, then every hour. */
function pauseAfter(tries: number): number {
  if (tries < 10) return MINUTE_MS;
  return tries < 22 ? 10 * MINUTE_MS : 60 * MINUTE_MS;
}

/**
 * Whether it is time to wake somebody for a document; null if not. What counts is how often that was tried, never how
 * old the document is: after an outage everything is old, and all of it can be mended.
 */
export async function causeOf(
  engine: Engine,
  ref: ActorRef,
  document: StoredDocument,
): Promise<Cause | null> {
  const stored = await engine.store.get(placeOf(ref, document));
  const known = rescueSchema.safeParse(stored?.data);
  // Whoever is at it changes the document: it makes progress, or fails in its own time.
  if (!known.success || known.data.of !== document.version) return { ref, document, tries: 0 };
  if (known.data.nextAt > engine.now()) return null;
  // A wake that lies there still was no try: nobody came.
  const wakePath = `${paths.wakes.all(ref)}/${known.data.wakeId}`;
  const isTaken = (await engine.store.get(wakePath)) === null;
  return { ref, document, tries: known.data.tries + (isTaken ? 1 : 0) };
}

/** One record a document of the chat, wherever in the chat that is. */
function placeOf(ref: ActorRef, { path }: StoredDocument): string {
  const inChat = path.slice(paths.chat(ref).length + 1);
  return paths.rescues.one(ref, inChat === '' ? 'chat' : inChat.replaceAll('/', '-'));
}

/** Wakes one actor for all that was left lying of it, and notes the try. False: another sweep has, this minute. */
export async function rescue(engine: Engine, causes: readonly Cause[]): Promise<boolean> {
  const [first] = causes;
  if (!first) return false;
  const { ref } = first;
  const now = engine.now();
  const wakeId = `${ref.actorId}-sweep-${Math.floor(now / MINUTE_MS)}`;
  const versioned = { schemaVersion: SCHEMA_VERSION } as const;
  try {
    await engine.store.commit([
      create<Wake>(`${paths.wakes.all(ref)}/${wakeId}`, {
        ...versioned,
        actorId: ref.actorId,
        createdAt: SERVER_TIME,
      }),
      ...causes.slice(0, limits.sweepBatch).map(({ document, tries }) =>
        set<Rescue>(placeOf(ref, document), {
          ...versioned,
          of: document.version,
          tries,
          wakeId,
          // A sweep may come a little early.
          nextAt: now + pauseAfter(tries) - MINUTE_MS / 2,
          expiresAt: now + limits.rescueKeptMs,
        }),
      ),
    ]);
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
}
