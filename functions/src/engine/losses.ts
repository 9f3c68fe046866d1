/** Somebody else owns the actor now: drop everything. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The actor is still ours, but a task or a question in the commit has moved: look again and decide again. */
export class WorldMoved extends Error {
  override readonly name = 'WorldMoved';
}
