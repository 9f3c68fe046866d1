type Ask = (go: () => void) => void;
type Guard = { readonly of: string | undefined; readonly ask: Ask };

/** One for each form that holds something that is not saved, the last that began to last. */
const guards: Guard[] = [];

/** Lets a form be asked before it is left, until what this gives is called. */
export function guardLeaving(guard: Guard): () => void {
  guards.push(guard);
  return () => void guards.splice(guards.indexOf(guard), 1);
}

/** Of several forms one asks, for all. */
export const asksForAll = ({ ask }: Pick<Guard, 'ask'>): boolean => guards.at(-1)?.ask === ask;

const askOr = (guard: Guard | undefined, go: () => void): void => (guard ? guard.ask(go) : go());

/** Leaves the page by code; once the person has said so, where that loses something. */
export const leave = (go: () => void): void => askOr(guards.at(-1), go);

/** Leaves one form alone; the others stay. */
export const leaveForm = (of: string, go: () => void): void =>
  askOr(
    guards.findLast((guard) => guard.of === of),
    go,
  );
