import type { ActorRef } from '../contracts/index.ts';

/**
 * The work of one invocation of a function: the wake that it was invoked for, and the wakes of other actors that
 * follow from it in the same process. Only the trigger's handler waits for all of it; an actor never waits for
 * another one while it holds its lease.
 */
export class Invocation {
  /** When the platform stops this process, in milliseconds since 1970. */
  readonly endsAt: number;
  /** Whether a model call, or a step of an agent that has no model, has been begun in it, by whichever actor. */
  hasBegun = false;
  readonly #running = new Set<Promise<void>>();
  readonly #wakeActor: (invocation: Invocation, ref: ActorRef) => Promise<void>;
  #firstError: Error | null = null;

  constructor(endsAt: number, wakeActor: (invocation: Invocation, ref: ActorRef) => Promise<void>) {
    this.endsAt = endsAt;
    this.#wakeActor = wakeActor;
  }

  /** Wakes an actor in this invocation, without waiting for it. */
  wake(ref: ActorRef): void {
    this.start(() => this.#wakeActor(this, ref));
  }

  /** Starts work in this invocation, without waiting for it. */
  start(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        this.#firstError ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for all work, also for what it starts meanwhile; throws the first error, for the platform's retry. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#firstError !== null) throw this.#firstError;
  }
}
