/** Somebody else owns the actor now: drop everything. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  /** It was ours before. Else somebody was faster, which is what happens to all but one of those who try at once. */
  readonly wasOurs: boolean;
  constructor(message: string, { wasOurs, cause }: { wasOurs: boolean; cause: unknown }) {
    super(message, { cause });
    this.wasOurs = wasOurs;
  }
}

/** The actor is still ours, but a task or a question in the commit has moved: look again and decide again. */
export class WorldMoved extends Error {
  override readonly name = 'WorldMoved';
}
