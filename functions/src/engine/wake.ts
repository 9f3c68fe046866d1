import { MOTHER, REMOVER, limits, type ActorRef } from '../contracts/index.ts';
import { LeaseLost } from './actor-document.ts';
import type { Engine } from './engine.ts';
import { Invocation } from './invocation.ts';
import { wakeMother } from './mother.ts';
import { removeChat } from './remove-chat.ts';
import { wakeSubAgent } from './sub-agent.ts';

/**
 * Wakes an actor: it looks, decides, and does what there is to do. Waking too often, at once or for nothing is safe;
 * that is what everything else is built on.
 */
export async function wake(engine: Engine, invocation: Invocation, ref: ActorRef): Promise<void> {
  try {
    if (ref.actorId === MOTHER) await wakeMother(engine, invocation, ref);
    else if (ref.actorId === REMOVER) await removeChat(engine, invocation, ref);
    else await wakeSubAgent(engine, invocation, ref);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    // Another owner goes on with it: nothing of ours was stored.
    engine.log.info('lease_lost', { ...ref, reason: error.message });
  }
}

/** One invocation of a function, in which actors are woken; it has `limits.invocationMs` from now. */
export function startInvocation(engine: Engine): Invocation {
  return new Invocation(
    engine.now() + limits.invocationMs,
    (invocation, ref) => wake(engine, invocation, ref),
    (error) =>
      engine.log.error('wake_failed', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  );
}
