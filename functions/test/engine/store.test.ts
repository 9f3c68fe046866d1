import { randomUUID } from 'node:crypto';
import { getApps, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { at } from '../../src/contracts/index.ts';
import { firestoreStore } from '../../src/store/firestore.ts';
import {
  Increment,
  PreconditionFailed,
  SERVER_TIME,
  Unstorable,
  type Data,
  type Store,
  type StoredDocument,
} from '../../src/store/port.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { patient } from '../support/patient.ts';

function firestore(): Store {
  if (getApps().length === 0) initializeApp();
  return firestoreStore(getFirestore());
}

const stores: [name: string, open: () => Store][] = [
  ['Firestore', firestore],
  ['the store in memory', () => new MemoryStore()],
];

const times = z.object({
  createdAt: at,
  deep: z.array(z.object({ saidAt: at, said: z.number() })),
  dueAt: at.nullable(),
});

/** A document of its own, in a collection of its own. */
const place = () => `contract/${randomUUID()}/things/one`;
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));

const ids = (documents: readonly StoredDocument[]) => documents.map(({ id }) => id);

async function made(store: Store, data: Readonly<Record<string, unknown>>) {
  const path = place();
  const [version = ''] = await store.commit([{ op: 'create', path, data }]);
  return { path, version };
}

describe.each(stores)('%s', (_, open) => {
  const store = open();

  it('a document that is not there is null', async () => {
    expect(await store.get(place())).toBeNull();
  });

  it('a change to what it is already -> the version stays, also when several do it at once', async () => {
    const { path, version } = await made(store, { name: 'A', deep: { on: true } });
    const same = (data: Data) => store.commit([{ op: 'update', path, data, ifVersion: version }]);
    expect(await same({ name: 'A' })).toEqual([version]);
    expect(await Promise.all([same({ name: 'A' }), same({ deep: { on: true } })])).toEqual([
      [version],
      [version],
    ]);
    await store.commit([{ op: 'set', path, data: { name: 'A', deep: { on: true } } }]);
    expect(await store.get(path)).toMatchObject({ version });
  });

  it('gives back what was created, with the version that the commit gave', async () => {
    const { path, version } = await made(store, { name: 'A', list: ['x', 1], deep: { on: true, no: null } });
    expect(await store.get(path)).toMatchObject({
      path,
      id: 'one',
      version,
      data: { name: 'A', list: ['x', 1], deep: { on: true, no: null } },
    });
  });

  it('numbers whose names end in At are times at rest, at any depth', async () => {
    const { path } = await made(store, { createdAt: 5, deep: [{ saidAt: 7, said: 9 }], dueAt: null });
    const data = (await store.get(path))?.data;
    expect(times.parse(data)).toEqual({ createdAt: 5, deep: [{ saidAt: 7, said: 9 }], dueAt: null });
  });

  it('the server’s time is set, and later commits have later ones', async () => {
    const { path } = await made(store, { createdAt: SERVER_TIME });
    const timeOf = async () => at.parse((await store.get(path))?.data['createdAt']);
    const first = await timeOf();
    await new Promise((resolve) => setTimeout(resolve, 3));
    await store.commit([{ op: 'update', path, data: { createdAt: SERVER_TIME } }]);
    expect(await timeOf()).toBeGreaterThan(first);
  });

  it('creating what exists, or updating what does not, fails the whole commit', async () => {
    const { path } = await made(store, { n: 1 });
    const other = place();
    const create = { op: 'create', path: other, data: { n: 1 } } as const;
    await expect(store.commit([create, { op: 'create', path, data: {} }])).rejects.toThrow(
      PreconditionFailed,
    );
    const missing = { op: 'update', path: place(), data: { n: 2 } } as const;
    await expect(store.commit([create, missing])).rejects.toThrow(PreconditionFailed);
    expect(await store.get(other)).toBeNull();
  });

  it('writing a document twice in one commit is a mistake, whatever is written, and fails the whole commit', async () => {
    const { path } = await made(store, { n: 0 });
    const [one, other] = [place(), place()];
    const create = { op: 'create', path: one, data: {} } as const;
    const update = { op: 'update', path, data: { n: 1 } } as const;
    await expect(store.commit([{ ...create, path: other }, create, create])).rejects.toThrow(Unstorable);
    await expect(store.commit([{ ...create, path: other }, update, update])).rejects.toThrow(Unstorable);
    expect([await store.get(one), await store.get(other)]).toEqual([null, null]);
    expect((await store.get(path))?.data).toEqual({ n: 0 });
  });

  it.each<[string, Data]>([
    ['a list in a list', { list: [[1]] }],
    ['nothing at all in a field', { deep: { field: undefined } }],
  ])('%s can never be stored', async (_name, data) => {
    const { path } = await made(store, { n: 0 });
    await expect(store.commit([{ op: 'create', path: place(), data }])).rejects.toThrow(Unstorable);
    await expect(store.commit([{ op: 'update', path, data }])).rejects.toThrow(Unstorable);
    await made(store, { list: [{ list: [1] }] });
  });

  it('of two updates by the same version one succeeds, and the other changes nothing', async () => {
    const { path, version } = await made(store, { n: 0 });
    const results = await Promise.allSettled(
      [1, 2].map((n) => store.commit([{ op: 'update', path, data: { n }, ifVersion: version }])),
    );
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await store.get(path))?.data['n']).toBe(winner + 1);
    await expect(store.commit([{ op: 'delete', path, ifVersion: version }])).rejects.toThrow(
      PreconditionFailed,
    );
  });

  it('an update changes the fields that it names, by dotted paths too, and adds increments up', async () => {
    const { path } = await made(store, { kept: 1, counts: { running: 1, other: 5 } });
    const data = { 'counts.running': new Increment(2), 'counts.waiting': new Increment(-1), added: 'x' };
    await store.commit([{ op: 'update', path, data }]);
    expect((await store.get(path))?.data).toEqual({
      kept: 1,
      added: 'x',
      counts: { running: 3, other: 5, waiting: -1 },
    });
  });

  it('sets over what is there, and deletes what is or is not there', async () => {
    const { path } = await made(store, { a: 1, b: 2 });
    await store.commit([{ op: 'set', path, data: { a: 3 } }]);
    expect((await store.get(path))?.data).toEqual({ a: 3 });
    await store.commit([
      { op: 'delete', path },
      { op: 'delete', path: place() },
    ]);
    expect(await store.get(path)).toBeNull();
  });

  it('finds by equality and range in order, up to the limit; null and what is missing is in no range', async () => {
    const folder = folderOf(place());
    const kinds = { a: 3, b: 1, c: 2, d: null, e: undefined };
    await store.commit(
      Object.entries(kinds).map(([id, dueAt]) => ({
        op: 'create',
        path: `${folder}/${id}`,
        data: { kind: id === 'c' ? 'odd' : 'even', ...(dueAt === undefined ? {} : { dueAt }) },
      })),
    );
    const query = { collection: folder, orderBy: 'dueAt', limit: 10 };
    expect(ids(await store.query({ ...query, where: [] }))).toEqual(['d', 'b', 'c', 'a']);
    expect(ids(await store.query({ ...query, where: [['kind', '==', 'even']] }))).toEqual(['d', 'b', 'a']);
    expect(ids(await store.query({ ...query, where: [['dueAt', '<', 3]] }))).toEqual(['b', 'c']);
    expect(ids(await store.query({ ...query, where: [['dueAt', '<=', 3]], limit: 2 }))).toEqual(['b', 'c']);
  });

  it.each([{ over: 'one collection' }, { over: 'all of one name' }])(
    'goes on after a result, over $over, also among equal times',
    async ({ over }) => {
      const name = `c${randomUUID()}`;
      const paths = ['a', 'b', 'c', 'd', 'e'].map((id) => `${name}/x/${name}/${id}`);
      const dueAt = (n: number) => (n < 3 ? 1_000 : 2_000);
      await store.commit(paths.map((path, n) => ({ op: 'set', path, data: { dueAt: dueAt(n) } })));
      const query = {
        ...(over === 'one collection'
          ? { collection: `${name}/x/${name}` }
          : { collection: name, group: true as const }),
        where: [],
        orderBy: 'dueAt',
        limit: 2,
      };
      const found: string[] = [];
      for (let after: StoredDocument | undefined; ;) {
        const page = await store.query(after ? { ...query, after } : query);
        found.push(...page.map(({ id }) => id));
        after = page.at(-1);
        if (!after) break;
      }
      expect(found).toEqual(['a', 'b', 'c', 'd', 'e']);
    },
  );

  it('finds what has any of several values in a list', async () => {
    const folder = folderOf(place());
    const tags = { a: ['x', 'y'], b: ['z'], c: ['y'] };
    await store.commit(
      Object.entries(tags).map(([id, list]) => ({ op: 'create', path: `${folder}/${id}`, data: { list } })),
    );
    const found = await store.query({
      collection: folder,
      where: [['list', 'array-contains-any', ['y', 'q']]],
      limit: 9,
    });
    expect(ids(found).toSorted()).toEqual(['a', 'c']);
  });

  it('finds by a number inside of a field, in order, and goes on after a result', async () => {
    const name = `busy${randomUUID()}`;
    const running = { a: 2, b: 0, c: 1, d: null, e: 3 };
    await store.commit(
      Object.entries(running).map(([id, n]) => ({
        op: 'create',
        path: `contract/x/${name}/${id}`,
        data: n === null ? { tenant: 't' } : { tenant: 't', counts: { running: n } },
      })),
    );
    const query = {
      collection: name,
      group: true as const,
      where: [['tenant', '==', 't'] as const, ['counts.running', '>', 0] as const],
      orderBy: 'counts.running',
      limit: 2,
    };
    const first = await store.query(query);
    expect(ids(first)).toEqual(['c', 'a']);
    const [, after] = first;
    expect(after && ids(await store.query({ ...query, after }))).toEqual(['e']);
  });

  it('finds over all collections of one name', async () => {
    const name = `group-${randomUUID()}`;
    const paths = [`contract/a/${name}/1`, `contract/b/${name}/2`, `contract/b/other/3`];
    await store.commit(paths.map((path) => ({ op: 'set', path, data: {} })));
    const found = await store.query({ collection: name, group: true, where: [], limit: 9 });
    expect(found.map(({ path }) => path).toSorted()).toEqual(paths.slice(0, 2));
  });

  it('a listener hears what there is, and each change until it is stopped', async () => {
    const { path } = await made(store, { n: 0 });
    const heard: unknown[] = [];
    const heardOne: unknown[] = [];
    const stop = store.listen({ collection: folderOf(path), where: [['n', '==', 1]], limit: 9 }, (found) =>
      heard.push(ids(found)),
    );
    const stopOne = store.listenTo(path, (found) => heardOne.push(found?.data['n'] ?? null));
    const until = async (want: unknown) => {
      await expect.poll(() => [heard.at(-1), heardOne.at(-1)], patient).toEqual(want);
    };
    await until([[], 0]);
    await store.commit([{ op: 'update', path, data: { n: 1 } }]);
    await until([['one'], 1]);
    await store.commit([{ op: 'delete', path }]);
    await until([[], null]);
    stop();
    stopOne();
    const before = heard.length;
    await store.commit([{ op: 'set', path, data: { n: 1 } }]);
    expect(heard).toHaveLength(before);
  });
});

describe('Firestore alone', () => {
  it('a document of more than 1 MiB can never be stored', async () => {
    const data = { text: 'x'.repeat(1_100_000) };
    await expect(firestore().commit([{ op: 'create', path: place(), data }])).rejects.toThrow(Unstorable);
  });
});
