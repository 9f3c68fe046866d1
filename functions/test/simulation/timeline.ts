/** A source of chance that gives the same from the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** Whether something happens that happens so often, from 0 to 1. */
  happens(often: number): boolean {
    return this.next() < often;
  }

  /** A whole number of milliseconds between these. */
  ms(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  pick<T>(all: readonly T[]): T | undefined {
    return all[this.below(all.length)];
  }
}

type Moment = { readonly at: number; readonly order: number; readonly work: () => unknown; off: boolean };

/** Everything takes its turn here, one after another, at a time that nobody waits for. */
export class Timeline {
  readonly chance: Chance;
  /** Milliseconds since 1970. */
  now: number;
  #order = 0;
  /** A binary heap: the next moment first. */
  readonly #moments: Moment[] = [];

  constructor(chance: Chance, start: number) {
    this.chance = chance;
    this.now = start;
  }

  /** Does something at a later moment; the returned function calls it off. A promise is awaited before time goes on. */
  after(ms: number, work: () => unknown): () => void {
    this.#order += 1;
    const moment = { at: this.now + Math.max(0, ms), order: this.#order, work, off: false };
    this.#push(moment);
    return () => {
      moment.off = true;
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Plays all moments up to `until`. */
  async play(until: number): Promise<void> {
    for (let next = this.#moments[0]; next && next.at <= until; next = this.#moments[0]) {
      this.#pop();
      if (next.off) continue;
      this.now = Math.max(this.now, next.at);
      await next.work();
      // Everything that follows from it without an effect happens now.
      await new Promise(setImmediate);
    }
    this.now = until;
  }

  #push(moment: Moment): void {
    const heap = this.#moments;
    let at = heap.push(moment) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || isBefore(above, moment)) break;
      heap[at] = above;
      heap[parent] = moment;
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#moments;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
      const below = heap[child];
      if (!below || isBefore(last, below)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (a: Moment | undefined, b: Moment | undefined): boolean =>
  a !== undefined && (b === undefined || a.at < b.at || (a.at === b.at && a.order < b.order));
