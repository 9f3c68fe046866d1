import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { initializeTestEnvironment } from '@firebase/rules-unit-testing';
import type { RulesTestContext } from '@firebase/rules-unit-testing';
import { setLogLevel } from 'firebase/firestore';

/** Firestore as one actor has it. */
export type Firestore = ReturnType<RulesTestContext['firestore']>;
export type Query = ReturnType<Firestore['collectionGroup']>;

/** The fields of a document, as a client gives them to the SDK. */
export type Fields = Readonly<Record<string, unknown>>;

/** Who may try something. Each is someone else's equal in all but one thing, so that a rule has to tell them apart. */
export const actors = [
  'anonymous',
  /** Whose chat it is; a plain member of the tenant. */
  'chatOwner',
  /** Signed in, and a member of nothing. */
  'stranger',
  'member',
  'admin',
  'tenantOwner',
  /** Owns another tenant, so that a role there can be seen to count for nothing here. */
  'otherTenantOwner',
] as const;
export type Actor = (typeof actors)[number];

/** The uid of an actor. */
export const uidOf = (actor: Exclude<Actor, 'anonymous'>): string => `uid-${actor}`;

/**
 * The rules, in a project of this worker's own: it can be cleared and given rules without getting in the way of other
 * tests on the same emulator. Host and port come from FIRESTORE_EMULATOR_HOST.
 */
export async function startRules() {
  // A denied request is what these tests are about; the SDK would log each one.
  setLogLevel('silent');
  const environment = await initializeTestEnvironment({
    projectId: `${process.env.GCLOUD_PROJECT ?? 'demo-mother'}-rules-${process.env.VITEST_POOL_ID ?? '0'}`,
    firestore: { rules: readFileSync(new URL('../../../firestore.rules', import.meta.url), 'utf8') },
  });
  await environment.clearFirestore();

  const contexts = new Map<Actor, Firestore>(
    actors.map((actor): [Actor, Firestore] => {
      const context =
        actor === 'anonymous'
          ? environment.unauthenticatedContext()
          : environment.authenticatedContext(uidOf(actor));
      return [actor, context.firestore()];
    }),
  );

  return {
    /** One connection for all that the actor does. */
    as: (actor: Actor): Firestore => {
      const db = contexts.get(actor);
      if (!db) throw new Error(`No context for ${actor}`);
      return db;
    },
    /** Stores documents past the rules, by path. */
    seed: (documents: ReadonlyMap<string, Fields>) =>
      environment.withSecurityRulesDisabled(async (context) => {
        const db = context.firestore();
        await Promise.all([...documents].map(([path, fields]) => db.doc(path).set(fields)));
      }),
    /** What is stored at a path, past the rules. */
    stored: async (path: string): Promise<Fields | undefined> => {
      let fields: Fields | undefined;
      await environment.withSecurityRulesDisabled(async (context) => {
        fields = (await context.firestore().doc(path).get()).data();
      });
      return fields;
    },
    stop: () => environment.cleanup(),
  };
}
export type Rules = Awaited<ReturnType<typeof startRules>>;

/** Whether the rules let it through. Any failure that is not a denial is a broken test, and thrown. */
export async function isAllowed(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'permission-denied') return false;
    throw error;
  }
}

/** The requests that the rules tell apart. `set` on a stored document is an update. */
export const get = (db: Firestore, path: string) => isAllowed(db.doc(path).get({ source: 'server' }));
export const list = (query: Query) => isAllowed(query.get({ source: 'server' }));
export const set = (db: Firestore, path: string, fields: Fields) => isAllowed(db.doc(path).set(fields));
export const remove = (db: Firestore, path: string) => isAllowed(db.doc(path).delete());

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id as the web SDK makes them. */
export const newId = (length = 20): string =>
  Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
