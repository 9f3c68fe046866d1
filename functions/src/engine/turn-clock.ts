import type { Turn } from '../machine/draft.ts';

type Latency = Readonly<Record<'waitedMs' | 'firstWordMs' | 'completeMs', number | null>>;

/**
 * How long the person waits in one turn of Mother's: counted from the oldest message of theirs that it is about, until she
 * is at work on it, her first word, and her last. The database's clock says when it was written and ours the rest.
 */
export class TurnClock {
  readonly #writtenAt: number | null;
  readonly #waitedMs: number | null;
  #firstWordMs: number | null = null;

  constructor({ mail }: Turn, now: number) {
    const written = mail.flatMap((one) => (one.kind === 'message' ? one.message.createdAt : []));
    this.#writtenAt = written.length > 0 ? Math.min(...written) : null;
    this.#waitedMs = this.#since(now);
  }

  #since(now: number): number | null {
    return this.#writtenAt === null ? null : Math.max(0, now - this.#writtenAt);
  }

  /** Words are here; only the first ones count. */
  words(now: number): void {
    this.#firstWordMs ??= this.#since(now);
  }

  /** With its last word, unless the turn goes on later. */
  latency(now: number, isOver: boolean): Latency {
    return {
      waitedMs: this.#waitedMs,
      firstWordMs: this.#firstWordMs,
      completeMs: isOver ? this.#since(now) : null,
    };
  }
}
