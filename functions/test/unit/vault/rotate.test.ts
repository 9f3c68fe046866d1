import { describe, expect, it } from 'vitest';
import { paths, type Provider } from '../../../src/contracts/index.ts';
import { remove, update } from '../../../src/store/documents.ts';
import type { Store, Write } from '../../../src/store/port.ts';
import { rotate, type Resealed } from '../../../src/vault/rotate.ts';
import type { Vault } from '../../../src/vault/vault.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { openAll, storedProvider, storedShop } from '../../support/sealed-world.ts';
import { newKey, vaultWith } from '../../support/vault.ts';

const [oldKey, freshKey] = [newKey('old'), newKey('fresh')];
const before = vaultWith(oldKey);
const meanwhile = vaultWith(freshKey, oldKey);
const after = vaultWith(freshKey);

/** Seven connections of three tenants, two providers, and one that needs no key. */
async function sealedWorld(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const shops = ['a', 'a', 'a', 'b', 'b', 'c', 'c'].map((tenant, n) =>
    storedShop(before, tenant, `shop-${n}`),
  );
  const providers = ['one', 'two', 'none'].map((id) => storedProvider(before, id));
  await store.commit([...shops, ...providers]);
  await store.commit([update<Provider>(paths.providers.one('none'), { key: null })]);
  return store;
}

async function run(store: Store, vault: Vault = meanwhile): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const { outcome } of rotate(store, vault)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

class Died extends Error {}

/** The same database, for a process that ends at its nth touch of it, before it or after. */
function dyingAt(store: Store, n: number, when: 'before' | 'after') {
  let touched = 0;
  const touch = async <T>(work: () => Promise<T>): Promise<T> => {
    touched += 1;
    const isLast = touched === n;
    if (isLast && when === 'before') throw new Died();
    const result = await work();
    if (isLast) throw new Died();
    return result;
  };
  const dying: Store = {
    get: (path) => touch(() => store.get(path)),
    query: (query) => touch(() => store.query(query)),
    commit: (writes) => touch(() => store.commit(writes)),
    listen: (query, onChange) => store.listen(query, onChange),
    listenTo: (path, onChange) => store.listenTo(path, onChange),
  };
  return { dying, touches: () => touched };
}

/** The same database, where something happens right before the first commit that is of a document. */
const withMeanwhile = (store: Store, path: string, work: () => Promise<unknown>): Store => {
  let isDone = false;
  return {
    get: (one) => store.get(one),
    query: (query) => store.query(query),
    listen: (query, onChange) => store.listen(query, onChange),
    listenTo: (one, onChange) => store.listenTo(one, onChange),
    commit: async (writes: readonly Write[]) => {
      if (!isDone && writes.some((write) => write.path === path)) {
        isDone = true;
        await work();
      }
      return store.commit(writes);
    },
  };
};

describe('rotating', () => {
  it('everything is sealed with the first key, and the old one is not needed', async () => {
    const store = await sealedWorld();
    expect(await openAll(store, before)).toEqual({ old: 9 });
    expect(await run(store)).toEqual({ resealed: 9, empty: 1 });
    expect(await openAll(store, after)).toEqual({ fresh: 9 });
  });

  it('again -> nothing is written', async () => {
    const store = await sealedWorld();
    await run(store);
    const written = store.dump();
    expect(await run(store)).toEqual({ current: 9, empty: 1 });
    expect(store.dump()).toEqual(written);
  });

  it('cut off at each step -> everything opens; run again -> done', async () => {
    const whole = dyingAt(await sealedWorld(), 0, 'before');
    await run(whole.dying);
    const steps = whole.touches();
    expect(steps).toBeGreaterThanOrEqual(11);
    for (let step = 1; step <= steps; step += 1) {
      for (const when of ['before', 'after'] as const) {
        const store = await sealedWorld();
        await expect(run(dyingAt(store, step, when).dying)).rejects.toThrow(Died);
        const counts = await openAll(store, meanwhile);
        expect((counts['old'] ?? 0) + (counts['fresh'] ?? 0)).toBe(9);
        await run(store);
        expect(await openAll(store, after)).toEqual({ fresh: 9 });
      }
    }
  });

  it('twice at once, and one of them cut off at each step -> done', async () => {
    for (let step = 1; step <= 12; step += 1) {
      const store = await sealedWorld();
      const [one, other] = await Promise.allSettled([run(store), run(dyingAt(store, step, 'after').dying)]);
      expect(one).toMatchObject({ status: 'fulfilled' });
      expect(other.status === 'fulfilled' || other.reason instanceof Died).toBe(true);
      expect(await openAll(store, after)).toEqual({ fresh: 9 });
    }
  });

  it('a thousand -> all of them, page by page', async () => {
    const store = new MemoryStore();
    await store.commit(Array.from({ length: 1_000 }, (_, n) => storedShop(before, `t${n % 7}`, `shop-${n}`)));
    expect(await run(store)).toEqual({ resealed: 1_000 });
    expect(await openAll(store, after)).toEqual({ fresh: 1_000 });
  });

  it.each([
    ['a connection', storedShop(before, 'b', 'shop-3')],
    ['a provider', storedProvider(before, 'two')],
  ])(
    '%s saved by somebody meanwhile, with the old key -> what they saved is sealed anew',
    async (_, save) => {
      const store = await sealedWorld();
      const isSaved = { op: 'update', path: save.path, data: { isSaved: true } } as const;
      const saving = withMeanwhile(store, save.path, async () => {
        await store.commit([save]);
        await store.commit([isSaved]);
      });
      expect(await run(saving)).toEqual({ resealed: 9, empty: 1 });
      expect(await openAll(store, after)).toEqual({ fresh: 9 });
      expect((await store.get(save.path))?.data).toMatchObject({ isSaved: true });
    },
  );

  it('a provider whose key somebody changes meanwhile -> the one that they gave stays', async () => {
    const store = await sealedWorld();
    const path = paths.providers.one('two');
    const key = null;
    const taking = withMeanwhile(store, path, () => store.commit([update<Provider>(path, { key })]));
    expect(await run(taking)).toEqual({ resealed: 8, empty: 2 });
    expect((await store.get(path))?.data).toMatchObject({ key });
  });

  it('deleted by somebody meanwhile -> it stays deleted', async () => {
    const store = await sealedWorld();
    const path = paths.credentials.one('b', 'shop-3');
    const deleting = withMeanwhile(store, path, () => store.commit([remove(path)]));
    expect(await run(deleting)).toEqual({ resealed: 8, empty: 2 });
    expect(await store.get(path)).toBeNull();
  });

  it('changed again and again by somebody -> said so, and the rest is done', async () => {
    const store = await sealedWorld();
    const path = paths.credentials.one('b', 'shop-3');
    const restless: Store = {
      get: (one) => store.get(one),
      query: (query) => store.query(query),
      listen: (query, onChange) => store.listen(query, onChange),
      listenTo: (one, onChange) => store.listenTo(one, onChange),
      commit: async (writes) => {
        if (writes.some((write) => write.path === path))
          await store.commit([storedShop(before, 'b', 'shop-3')]);
        return store.commit(writes);
      },
    };
    expect(await run(restless)).toEqual({ resealed: 8, moved: 1, empty: 1 });
    expect(await openAll(store, meanwhile)).toEqual({ fresh: 8, old: 1 });
  });

  it('what does not open or cannot be read is named, left as it is, and the rest is done', async () => {
    const store = await sealedWorld();
    const path = paths.credentials.one('b', 'shop-3');
    const unknown = paths.providers.one('two');
    await store.commit([
      { op: 'update', path, data: { 'sealed.tag': 'AAAAAAAAAAAAAAAAAAAAAA==' } },
      { op: 'update', path: unknown, data: { 'key.keyId': 'lost' } },
      { op: 'update', path: paths.credentials.one('a', 'shop-0'), data: { kind: 'no such kind' } },
    ]);
    const left = [await store.get(path), await store.get(unknown)];
    const said: Resealed[] = [];
    for await (const one of rotate(store, meanwhile)) said.push(one);
    const unreadable = said.filter(({ outcome }) => outcome === 'unreadable');
    expect(unreadable).toMatchObject([
      { path: paths.credentials.one('a', 'shop-0'), problem: expect.stringContaining('at: kind') },
      { path, problem: expect.stringContaining('does not open') },
      { path: unknown, problem: expect.stringContaining('sealed with key lost') },
    ]);
    expect(said.filter(({ outcome }) => outcome === 'resealed')).toHaveLength(6);
    expect([await store.get(path), await store.get(unknown)]).toEqual(left);
  });

  it('a connection in another place than connections are -> named, and not sealed', async () => {
    const store = await sealedWorld();
    const [write] = [storedShop(before, 'a', 'shop-0')];
    const path = 'somewhere/a/credentials/shop-0';
    await store.commit([{ ...write, path }]);
    const stored = await store.get(path);
    expect(await run(store)).toMatchObject({ unreadable: 1 });
    expect(await store.get(path)).toEqual(stored);
  });
});
