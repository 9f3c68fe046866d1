import {
  SCHEMA_VERSION,
  limits,
  paths,
  type ActorRef,
  type ActorState,
  type Wake,
} from '../contracts/index.ts';
import { create, set } from '../store/documents.ts';
import { SERVER_TIME, type Write } from '../store/port.ts';
import type { ActorDocument } from './actor-document.ts';
import { released } from './actor-state.ts';
import type { Engine } from './engine.ts';
import type { Invocation } from './invocation.ts';

/**
 * Whether this invocation has too little time left for another model call, after a pause where there is one. Its first one is
 * always made.
 */
export const mustHandOver = (engine: Engine, invocation: Invocation, pauseMs = 0): boolean =>
  invocation.hasBegun && invocation.endsAt - engine.now() - pauseMs < limits.callMs + limits.handOverSpareMs;

/** Leaves an actor's mail to a fresh invocation. Its state stays as it is. */
export async function leaveToAnother(engine: Engine, ref: ActorRef, { rev }: ActorState): Promise<void> {
  const wake = { schemaVersion: SCHEMA_VERSION, actorId: ref.actorId, createdAt: SERVER_TIME } as const;
  await engine.store.commit([set<Wake>(`${paths.wakes.all(ref)}/${ref.actorId}-more-${rev}`, wake)]);
}

/** Gives the lease back and asks for a fresh invocation, in one commit with the record of this one. */
export async function handOver<S extends ActorState>(
  engine: Engine,
  ref: ActorRef,
  document: ActorDocument<S>,
  record: Write,
  keep: (state: S) => S,
): Promise<void> {
  await document.change((state) => ({
    next: { ...released(keep(state)), dueAt: engine.now() },
    writes: [
      create<Wake>(`${paths.wakes.all(ref)}/${ref.actorId}-${state.rev}`, {
        schemaVersion: SCHEMA_VERSION,
        actorId: ref.actorId,
        createdAt: SERVER_TIME,
      }),
      record,
    ],
  }));
}
