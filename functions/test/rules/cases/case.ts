import { actors, isAllowed } from '../../support/rules.ts';
import type { Actor, Fields, Firestore, Rules } from '../../support/rules.ts';

// What is tried is data, so that it can be played against the rules, and against rules that have something wrong.

export type Write = { readonly path: string } & (
  | { readonly set: Fields }
  | { readonly update: Fields }
  | { readonly remove: true }
);

/** One request. Several writes are one batch; `set` on a stored document is an update. */
export type Attempt =
  | { readonly get: string }
  | { readonly list: string; readonly where?: readonly [field: string, value: unknown] }
  | { readonly listGroup: string; readonly where?: readonly [field: string, value: unknown] }
  | { readonly writes: readonly Write[] };

export interface Case {
  readonly about: string;
  readonly name: string;
  /** Made anew for each try, since an id can be taken once. */
  readonly attempt: () => Attempt;
  readonly by: readonly Actor[];
  /** Those of them whom the rules let do it. */
  readonly allowed: readonly Actor[];
  /** Whether the contract, or the page, takes such a value: it has to be as the rules have it. */
  readonly alsoTaken?: boolean;
}

/** What became of one try. */
export interface Outcome {
  readonly actor: Actor;
  readonly attempt: Attempt;
  readonly isAllowed: boolean;
}

export const set = (path: string, fields: Fields): Attempt => ({ writes: [{ path, set: fields }] });
export const everybody: readonly Actor[] = actors;

/** What the chat's owner tries, and whether it is allowed. */
export const byOwner = (
  about: string,
  name: string,
  allowed: boolean,
  attempt: () => Attempt,
  alsoTaken?: boolean,
): Case => ({
  about,
  name: `${name}: ${allowed ? 'allowed' : 'denied'}`,
  attempt,
  by: ['chatOwner'],
  allowed: allowed ? ['chatOwner'] : [],
  ...(alsoTaken === undefined ? {} : { alsoTaken }),
});

/** What somebody tries. */
export const by = (
  actor: Actor,
  about: string,
  name: string,
  allowed: boolean,
  attempt: () => Attempt,
): Case => ({
  about,
  name: `${name}: ${allowed ? 'allowed' : 'denied'}`,
  attempt,
  by: [actor],
  allowed: allowed ? [actor] : [],
});

export const play = (rules: Rules, { by, attempt }: Case): Promise<Outcome[]> =>
  Promise.all(
    by.map(async (actor): Promise<Outcome> => {
      const what = attempt();
      return { actor, attempt: what, isAllowed: await isAllowed(request(rules.as(actor), what)) };
    }),
  );

/** The actors that were let through. */
export const whoMay = (outcomes: readonly Outcome[]): Actor[] =>
  outcomes.filter(({ isAllowed }) => isAllowed).map(({ actor }) => actor);

function request(db: Firestore, attempt: Attempt): Promise<unknown> {
  if ('get' in attempt) return db.doc(attempt.get).get({ source: 'server' });
  if ('writes' in attempt) return write(db, attempt.writes);
  const all = 'list' in attempt ? db.collection(attempt.list) : db.collectionGroup(attempt.listGroup);
  const query = attempt.where ? all.where(attempt.where[0], '==', attempt.where[1]) : all;
  return query.get({ source: 'server' });
}

function write(db: Firestore, writes: readonly Write[]): Promise<void> {
  const batch = db.batch();
  for (const each of writes) {
    const document = db.doc(each.path);
    if ('set' in each) batch.set(document, each.set);
    else if ('update' in each) batch.update(document, each.update);
    else batch.delete(document);
  }
  return batch.commit();
}
