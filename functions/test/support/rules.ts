import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { initializeTestEnvironment } from '@firebase/rules-unit-testing';
import type { RulesTestContext, TokenOptions } from '@firebase/rules-unit-testing';
import { setLogLevel } from 'firebase/firestore';

/** Firestore as one actor has it. */
export type Firestore = ReturnType<RulesTestContext['firestore']>;

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
  /** Was a member of the tenant, and has a chat of it still, which was closed. */
  'removed',
  /** A stranger whose token says otherwise: what counts is the tenant's own list of members. */
  'claimant',
] as const;
export type Actor = (typeof actors)[number];

/** The uid of an actor. */
export const uidOf = (actor: Exclude<Actor, 'anonymous'>): string => `uid-${actor}`;

const CLAIMS: TokenOptions = { admin: true, role: 'owner', tenantId: 'acme', tenants: { acme: 'owner' } };

export const RULES = readFileSync(new URL('../../../firestore.rules', import.meta.url), 'utf8');

/**
 * The rules, in a project of its own: it can be cleared and given other rules without getting in the way of other
 * tests on the same emulator. Host and port come from FIRESTORE_EMULATOR_HOST.
 */
export async function startRules(name: string) {
  // A denied request is what these tests are about; the SDK would log each one.
  setLogLevel('silent');
  const projectId = `${process.env.GCLOUD_PROJECT ?? 'demo-mother'}-rules-${name}`;
  const environment = await initializeTestEnvironment({ projectId, firestore: { rules: RULES } });
  await environment.clearFirestore();
  const project = `http://${process.env.FIRESTORE_EMULATOR_HOST ?? ''}/emulator/v1/projects/${projectId}`;

  const contexts = new Map<Actor, Firestore>(
    actors.map((actor): [Actor, Firestore] => {
      const context =
        actor === 'anonymous'
          ? environment.unauthenticatedContext()
          : environment.authenticatedContext(uidOf(actor), actor === 'claimant' ? CLAIMS : {});
      return [actor, context.firestore()];
    }),
  );
  /** Past the rules. */
  const asBackend = async <Result>(work: (db: Firestore) => Promise<Result>): Promise<Result> => {
    const results: Result[] = [];
    await environment.withSecurityRulesDisabled(async (context) => {
      results.push(await work(context.firestore()));
    });
    const [result] = results;
    if (result === undefined) throw new Error('The work has no result');
    return result;
  };

  const load = async (rules: string): Promise<void> => {
    const body = JSON.stringify({ rules: { files: [{ name: 'firestore.rules', content: rules }] } });
    const response = await fetch(`${project}:securityRules`, { method: 'PUT', body });
    if (!response.ok) throw new Error(`Rules that do not compile: ${await response.text()}`);
  };

  return {
    /** One connection for all that the actor does. */
    as: (actor: Actor): Firestore => {
      const db = contexts.get(actor);
      if (!db) throw new Error(`No context for ${actor}`);
      return db;
    },
    /** Other rules from now on. What the emulator has counted of the ones before is gone. */
    load,
    /** How often the emulator has evaluated each expression of the rules, and to what. */
    coverage: async (): Promise<unknown> => (await fetch(`${project}:ruleCoverage`)).json(),
    /** Stores documents past the rules, by path; one that is undefined is removed. */
    seed: (documents: ReadonlyMap<string, Fields | undefined>) =>
      asBackend((db) =>
        Promise.all(
          [...documents].map(([path, fields]) => (fields ? db.doc(path).set(fields) : db.doc(path).delete())),
        ),
      ),
    /** What is stored in these collections, past the rules, by path. */
    stored: (collections: readonly string[]): Promise<Map<string, Fields>> =>
      asBackend(async (db) => {
        const all = await Promise.all(collections.map((path) => db.collection(path).get()));
        return new Map(all.flatMap(({ docs }) => docs.map((each) => [each.ref.path, each.data()] as const)));
      }),
    stop: async (): Promise<void> => {
      // So that the emulator forgets what it has counted.
      await load(RULES);
      await environment.cleanup();
    },
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

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id as the web SDK makes them. */
export const newId = (length = 20): string =>
  Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
