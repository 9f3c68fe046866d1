import { beforeAll, describe, expect, it, vi } from 'vitest';
import { SCHEMA_VERSION, agentDefinition, limits, paths, type Agent } from '../../src/contracts/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME, type Store } from '../../src/store/port.ts';
import { wordsOfAgent } from '../../src/tenants/agent-documents.ts';
import { createCatalogue } from '../../src/tenants/catalogue.ts';
import { aCompany, databases } from '../support/company.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { newBill } from '../support/observed-store.ts';
import { plainMother } from '../support/scenes.ts';
import { TestWorld } from '../support/test-world.ts';

// A thousand documents are written first: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const COUNT = 1_000;
const DEPARTMENTS = ['sales', 'support', 'finance', 'people', 'legal', 'logistics', 'marketing', 'research'];
const VERBS = ['answers questions about', 'writes reports on', 'looks after', 'checks', 'summarises'];
const THINGS = [
  'orders',
  'invoices',
  'contracts',
  'shipments',
  'campaigns',
  'holidays',
  'tickets',
  'suppliers',
];

const of = (list: readonly string[], n: number) => list[n % list.length] ?? '';

/** Agents as a large company has them; the last one alone has the rare tag, and knows the rare word. */
function definitionOf(n: number) {
  const [department, verb, thing] = [of(DEPARTMENTS, n), of(VERBS, n), of(THINGS, Math.floor(n / 8))];
  const isLast = n === COUNT - 1;
  return agentDefinition.parse({
    name: `${department} ${thing} ${n}`,
    description: `${verb} ${thing} of the ${department} team, region ${n % 40}${isLast ? ', and of the zeppelin' : ''}.`,
    tags: [department, thing, ...(isLast ? ['patents'] : [])],
    kind: 'llm',
    instructions: 'You do your work.',
    tools: [],
    orchestrationEnabled: true,
    examples: [],
  });
}

/** In the order of their ids, which is the order in which they are listed. */
const idOf = (n: number) => `a${String(n).padStart(4, '0')}`;

async function addAll(store: Store, tenantId: string, definition = definitionOf): Promise<void> {
  const all = Array.from({ length: COUNT }, (_, n) => {
    const fields = definition(n);
    return create<Agent>(paths.agents.one(tenantId, idOf(n)), {
      schemaVersion: SCHEMA_VERSION,
      ...fields,
      version: 1,
      archivedAt: null,
      words: wordsOfAgent(fields),
      createdAt: SERVER_TIME,
    });
  });
  for (let from = 0; from < COUNT; from += 250) await store.commit(all.slice(from, from + 250));
}

const throwing = (error: unknown) => {
  throw error;
};

describe.each(databases)('a thousand agents, on %s', (name, open) => {
  let store: Awaited<ReturnType<typeof open>>;
  let tenantId = '';
  beforeAll(async () => {
    store = await open();
    tenantId = (await aCompany(store)).tenantId;
    await addAll(store, tenantId);
  });
  const find = async (tags: readonly string[], text: string) => {
    store.bill = newBill();
    const found = await createCatalogue(store, Date.now, throwing).find(tenantId, tags, text);
    console.log(
      `${name}: find ${JSON.stringify([tags, text])}: ${found.length} found, ${store.bill.reads} reads`,
    );
    return found;
  };
  const last = { id: idOf(COUNT - 1) };

  it.each([
    ['a rare tag', ['Patents '], ''],
    ['a rare word of a description', [], 'who knows the zeppelin?'],
    ['a rare tag among frequent ones', ['finance', 'orders', 'sales', 'patents'], ''],
    ['a rare word among frequent ones', [], 'a report on orders of the sales team and the ZEPPELIN'],
    ['both', ['patents'], 'zeppelin'],
  ] as const)('by %s -> the one that has it, first', async (_, tags, text) => {
    const found = await find(tags, text);
    expect(found[0]).toMatchObject(last);
    expect(found.length).toBeLessThanOrEqual(10);
  });

  it('by a frequent tag -> some that have it; by none of theirs -> none', async () => {
    const found = await find(['finance'], '');
    expect(found).toHaveLength(10);
    expect(found.every(({ tags }) => tags.includes('finance'))).toBe(true);
    expect(await find(['submarine'], '')).toEqual([]);
    expect(await find([], 'xylophone')).toEqual([]);
    expect(await find([], '')).toEqual([]);
  });

  it('everything that may be asked at once -> a bounded number of reads', async () => {
    await find(
      Array.from({ length: 10 }, (_, n) => of([...DEPARTMENTS, ...THINGS], n)),
      'answers questions about orders invoices contracts shipments team region of the',
    );
    expect(store.bill.reads).toBeLessThanOrEqual(2_200);
  });

  it('that were saved before their words were kept -> the first ones are found', async () => {
    const { tenantId: old } = await aCompany(store);
    await store.commit(
      Array.from({ length: 150 }, (_, n) => ({
        op: 'create',
        path: paths.agents.one(old, idOf(n)),
        data: {
          schemaVersion: SCHEMA_VERSION,
          ...definitionOf(n === 149 ? COUNT - 1 : n),
          createdAt: SERVER_TIME,
        },
      })),
    );
    const found = await createCatalogue(store, Date.now, throwing).find(old, [], 'zeppelin');
    expect(found).toMatchObject([{ id: idOf(149) }]);
  });
});

/** Rather too many: of letters and signs of ASCII, three make a token; of others, each one is one. */
const tokensAtMost = (text: string) =>
  [...text].reduce((sum, sign) => sum + (sign > '\u007F' ? 1 : 1 / 3), 0);

describe('a turn with many agents', () => {
  const long = (n: number, word: string) =>
    agentDefinition.parse({
      ...definitionOf(n),
      name: word.repeat(80).slice(0, limits.nameLength),
      description: word.repeat(500).slice(0, limits.descriptionLength),
      tags: Array.from({ length: limits.tags }, (_, k) => `${word.repeat(38).slice(0, 38)}${k}`),
    });
  it.each([
    ['as a large company has them', definitionOf],
    ['each as long as may be', (n: number) => long(n, 'word ')],
    ['each as long as may be, in Chinese', (n: number) => long(n, '订单')],
    ['each as long as may be, of quotes', (n: number) => long(n, '"\\')],
  ] as const)('%s -> fewer than 2,000 tokens of them in the prompt', async (name, definition) => {
    const database = new MemoryStore();
    const { tenantId } = await aCompany(database);
    const catalogueOf = async () => {
      const world = await TestWorld.open({ mother: plainMother }, { database, tenantId });
      const began = performance.now();
      world.store.bill = newBill();
      await world.say('Hello');
      const ms = performance.now() - began;
      const { instructions = '', tools = [] } = world.model.requests[0] ?? {};
      return { instructions, tools: tools.map((tool) => tool.name), reads: world.store.bill.reads, ms };
    };
    const without = await catalogueOf();
    await addAll(database, tenantId, definition);
    const { instructions, tools, reads, ms } = await catalogueOf();
    const listed = instructions.split('\n').filter((line) => line.startsWith('{"agent_id"')).length;
    const tokens = Math.ceil(tokensAtMost(instructions) - tokensAtMost(without.instructions));
    console.log(
      `${COUNT} agents, ${name}: ${listed} listed in at most ${tokens} tokens; ` +
        `a turn reads ${reads} documents (with no agent ${without.reads}), in ${ms.toFixed(0)} ms`,
    );
    expect(tokens).toBeLessThan(2_000);
    expect(listed).toBeGreaterThan(0);
    expect(tools).toContain('find_agents');
  });

  it('a thousand, on Firestore -> as many reads as with few, and the time of a turn', async () => {
    const few = await TestWorld.open({ mother: plainMother });
    const many = await TestWorld.open({ mother: plainMother });
    await addAll(many.database, many.tenantId);
    for (const [name, world] of Object.entries({ few, many })) {
      world.aheadMs += limits.settingsKeptMs + 1_000;
      world.store.bill = newBill();
      const began = performance.now();
      await world.say('Hello');
      const ms = performance.now() - began;
      console.log(`${name} agents on Firestore: ${world.store.bill.reads} reads, ${ms.toFixed(0)} ms`);
    }
    const more = many.store.bill.reads - few.store.bill.reads;
    expect(more).toBeLessThanOrEqual(limits.catalogueAgents + 1);
  });
});
