/** A place at which a test holds what passes, until it lets go. */
export class Gate {
  readonly #reached = Promise.withResolvers<void>();
  readonly #open = Promise.withResolvers<void>();

  /** Settles when something stands at the gate. */
  readonly reached: Promise<void> = this.#reached.promise;

  /** What comes by: it waits here, the first time as every other. */
  readonly pass = (): Promise<void> => {
    this.#reached.resolve();
    return this.#open.promise;
  };

  readonly letGo = (): void => this.#open.resolve();
}
