import { getApps, initializeApp } from 'firebase-admin/app';
import { getFirestore, type DocumentReference } from 'firebase-admin/firestore';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import * as contracts from '../../src/contracts/callables/index.ts';
import { paths } from '../../src/contracts/index.ts';
import type { Store } from '../../src/store/port.ts';
import type { Person } from '../../src/tenants/companies.ts';
import { call, functions } from '../support/call.ts';
import { emulatorStore } from '../support/emulator.ts';
import { WORLD_ACTORS, callableCases, isolatedWorld, type IsolatedWorld } from '../support/isolation.ts';

// Every callable that there is, called by everybody who might be no part of what it is about. Which callables there are,
// the contracts and the deployed functions say. The collections and the rules are tried in test/rules in the same way, the
// queries in isolation-queries.

// Many calls each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const named = Object.values(contracts).flatMap((one) =>
  typeof one === 'object' && one !== null && 'name' in one ? [one.name] : [],
);

it('every callable has its case here, and is deployed', () => {
  expect(Object.keys(callableCases).toSorted()).toEqual(named.toSorted());
  expect([...functions.keys()].toSorted()).toEqual(named.toSorted());
});

/** All documents below one, and itself, with when each was written last. */
async function everythingBelow(document: DocumentReference): Promise<[string, string][]> {
  const [own, collections] = await Promise.all([document.get(), document.listCollections()]);
  const below = await Promise.all(
    collections.map(async (collection) => {
      const documents = await collection.listDocuments();
      return (await Promise.all(documents.map(everythingBelow))).flat();
    }),
  );
  const { updateTime } = own;
  const time = updateTime
    ? [[document.path, `${updateTime.seconds}.${updateTime.nanoseconds}`] as [string, string]]
    : [];
  return [...time, ...below.flat()];
}

let store: Store;
beforeAll(async () => {
  if (getApps().length === 0) initializeApp();
  // What seals the keys of the connections that are saved here.
  process.env['VAULT_KEYS'] = `test:${Buffer.alloc(32, 'of this test only').toString('base64')}`;
  store = await emulatorStore(false);
});

/** What belongs to a company: its own documents, and its people's. */
const everythingOf = async (tenantId: string, people: readonly Person[]) =>
  (
    await Promise.all(
      [paths.tenant(tenantId), ...people.map(({ uid }) => `users/${uid}`)].map((path) =>
        everythingBelow(getFirestore().doc(path)),
      ),
    )
  ).flat();

const peopleOf = ({ owner, admin, other, member }: IsolatedWorld['acme']) => [owner, admin, other, member];
const acmeOf = ({ acme }: IsolatedWorld) => everythingOf(acme.tenantId, peopleOf(acme));
const foreignOf = ({ foreign }: IsolatedWorld) => everythingOf(foreign.tenantId, peopleOf(foreign));

let crossings = 0;
let tried = 0;

// Each has a world of its own, and waits for the emulator for most of its time.
describe.concurrent.each(Object.entries(callableCases))('%s', (name, { may, becomes, input }) => {
  const others = WORLD_ACTORS.filter((actor) => !may.includes(actor));
  it(`by ${others.join(', ')} -> refused, and nothing is changed`, async () => {
    const world = await isolatedWorld(store);
    const data = await input(world);
    const before = [await acmeOf(world), await foreignOf(world)];
    for (const actor of others) {
      const became = await call(name, world.people[actor], data);
      tried += 1;
      if (became === 'ok') crossings += 1;
      expect([actor, became]).toEqual([actor, becomes?.[actor] ?? REFUSED[actor]]);
    }
    expect([await acmeOf(world), await foreignOf(world)]).toEqual(before);
  });

  it.each(may)('by %s -> done, and nothing is changed of who they do not belong to', async (actor) => {
    const world = await isolatedWorld(store);
    const data = await input(world);
    const others = async () => [
      actor === 'foreign' ? [] : await foreignOf(world),
      actor === 'foreign' || actor === 'removed' ? await acmeOf(world) : [],
    ];
    const before = await others();
    expect(await call(name, world.people[actor], data)).toBe('ok');
    expect(await others()).toEqual(before);
  });
});

const REFUSED: Record<(typeof WORLD_ACTORS)[number], string> = {
  owner: 'permission-denied',
  admin: 'permission-denied',
  member: 'permission-denied',
  // Whether there is such a company is not told.
  removed: 'not-found',
  foreign: 'not-found',
  signedOut: 'unauthenticated',
};

it('in all -> no crossing', () => {
  console.log(
    `callables: ${crossings} crossings in ${tried} calls of who may not, of ${named.length} callables`,
  );
  expect(crossings).toBe(0);
  expect(tried).toBeGreaterThan(named.length * 2);
});
