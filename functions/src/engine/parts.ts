import { SCHEMA_VERSION, limits, paths, type ChatRef, type Part } from '../contracts/index.ts';
import { set } from '../store/documents.ts';
import { SERVER_TIME } from '../store/port.ts';
import type { Engine } from './engine.ts';
import { knownOf } from './log.ts';

const EVERY_MS = 1_000 / limits.partsPerSecond;

/**
 * Writes streamed text as parts of a message: the first text at once, then at most four writes a second, each after
 * the one before, so that nobody ever reads a text with a hole. Parts are for watching only; the commit that closes
 * the message holds the text.
 */
export class PartsWriter {
  readonly #engine: Engine;
  readonly #folder: string;
  readonly #epoch: number;
  #try = 0;
  #n = 0;
  #pending = '';
  #callOff: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(engine: Engine, chat: ChatRef, messageId: string, epoch: number) {
    this.#engine = engine;
    this.#folder = paths.parts(chat, messageId);
    this.#epoch = epoch;
  }

  /** Begins another try: what the earlier ones wrote no longer counts. */
  begin(): void {
    this.#cancel();
    this.#try += 1;
    this.#n = 0;
    this.#pending = '';
  }

  add(delta: string): void {
    this.#pending += delta;
    if (this.#callOff) return;
    this.#flush();
    this.#callOff = this.#engine.after(EVERY_MS, () => this.#tick());
  }

  /** Writes no more, and waits for the write that is under way. */
  async close(): Promise<void> {
    this.#cancel();
    this.#pending = '';
    await this.#writing;
  }

  #tick(): void {
    this.#callOff = null;
    if (this.#pending === '') return;
    this.#flush();
    this.#callOff = this.#engine.after(EVERY_MS, () => this.#tick());
  }

  #cancel(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  #flush(): void {
    this.#writing = this.#writing.then(() => this.#write());
  }

  /** Writes what is pending. If that fails, its words come with the next part, in the same place. */
  async #write(): Promise<void> {
    // The second half of a character may come with the next words.
    const isHalf = /[\uD800-\uDBFF]$/u.test(this.#pending);
    const end = isHalf ? -1 : undefined;
    const text = this.#pending.slice(0, end).toWellFormed();
    if (text === '') return;
    this.#pending = isHalf ? this.#pending.slice(-1) : '';
    const part = { epoch: this.#epoch, try: this.#try, n: this.#n };
    const write = set<Part>(`${this.#folder}/${part.epoch}-${part.try}-${part.n}`, {
      schemaVersion: SCHEMA_VERSION,
      ...part,
      text,
      createdAt: SERVER_TIME,
      expiresAt: this.#engine.now() + limits.partKeptMs,
    });
    try {
      await this.#engine.store.commit([write]);
      if (part.try === this.#try) this.#n += 1;
    } catch (error) {
      this.#engine.log.write('part_not_written', knownOf(error));
      if (part.try === this.#try) this.#pending = text + this.#pending;
    }
  }
}
