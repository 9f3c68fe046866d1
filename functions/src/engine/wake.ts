import { MOTHER, REMOVER, limits, type ActorRef } from '../contracts/index.ts';
import type { Engine } from './engine.ts';
import { Invocation } from './invocation.ts';
import { knownOf } from './log.ts';
import { LeaseLost } from './losses.ts';
import { wakeMother } from './mother.ts';
import { removeChat } from './remove-chat.ts';
import { wakeSubAgent } from './sub-agent.ts';

/**
 * Wakes an actor: it looks, decides, and does what there is to do. Waking too often, at once or for nothing is safe;
 * that is what everything else is built on. All that it logs says whose it is.
 */
export async function wake(all: Engine, invocation: Invocation, ref: ActorRef): Promise<void> {
  const engine = { ...all, log: all.log.of(ref) };
  try {
    if (ref.actorId === MOTHER) await wakeMother(engine, invocation, ref);
    else if (ref.actorId === REMOVER) await removeChat(engine, invocation, ref);
    else await wakeSubAgent(engine, invocation, ref);
  } catch (error) {
    // Another owner goes on with it: nothing of ours was stored.
    if (error instanceof LeaseLost) return error.wasOurs ? engine.log.write('lease_lost') : undefined;
    engine.log.write('wake_failed', knownOf(error));
    throw error;
  }
}

/** One invocation of a function, in which actors are woken; it has `limits.invocationMs` from now. */
export function startInvocation(engine: Engine): Invocation {
  return new Invocation(engine.now() + limits.invocationMs, (invocation, ref) =>
    wake(engine, invocation, ref),
  );
}
