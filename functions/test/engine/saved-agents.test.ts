import { beforeEach, describe, expect, it } from 'vitest';
import {
  SCHEMA_VERSION,
  agent,
  agentDefinition,
  agentVersion,
  limits,
  paths,
  saveAgent as saveContract,
  type AgentDefinition,
  type CredentialSummary,
} from '../../src/contracts/index.ts';
import { create, read } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { archiveAgent, saveAgent } from '../../src/tenants/agents.ts';
import { createCatalogue } from '../../src/tenants/catalogue.ts';
import { removeMember } from '../../src/tenants/members.ts';
import type { KnownTool } from '../../src/tenants/valid-definition.ts';
import { aCompany, databases, outcome, outcomes, somebody } from '../support/company.ts';
import type { ObservedStore } from '../support/observed-store.ts';

const TOOLS: readonly KnownTool[] = [
  { name: 'calculate', connection: null, inputs: ['expression'], unaskable: [] },
  { name: 'shop_orders', connection: 'woocommerce', inputs: ['status', 'page'], unaskable: [] },
  { name: 'sum_up', connection: null, inputs: ['numbers', 'unit'], unaskable: ['numbers'] },
];

const aDefinition = (change: Partial<AgentDefinition> = {}): AgentDefinition => ({
  ...agentDefinition.parse({
    name: 'Clerk',
    description: 'Knows the invoices.',
    tags: ['invoice'],
    kind: 'llm',
    instructions: 'You know the invoices.',
    tools: [],
    orchestrationEnabled: true,
    examples: [],
  }),
  ...change,
});
const use = (name: string, fixed: AgentDefinition['tools'][number]['fixed'] = {}) => ({
  name,
  fixed,
  safe: false,
  consentBy: 'member' as const,
});

describe.each(databases)('agents of a company on %s', (_, open) => {
  let store: ObservedStore;
  let acme: Awaited<ReturnType<typeof aCompany>>;
  beforeEach(async () => {
    store = await open();
    acme = await aCompany(store);
  });

  const save = (version: number, definition = aDefinition(), by = acme.admin, agentId = 'clerk') =>
    saveAgent(store, TOOLS, by.uid, { tenantId: acme.tenantId, agentId, version, definition });
  const archive = (archived: boolean, by = acme.admin) =>
    archiveAgent(store, by.uid, { tenantId: acme.tenantId, agentId: 'clerk', archived });
  const stored = async (id = 'clerk') =>
    (await read(store, paths.agents.one(acme.tenantId, id), agent))?.value;
  const versions = async () => {
    const collection = paths.agentVersions(acme.tenantId, 'clerk');
    const found = await store.query({ collection, where: [], limit: 99 });
    return found.map(({ id, data }) => ({ id, ...agentVersion.parse(data) }));
  };
  /** The words that somebody is told. */
  const words = async (tried: Promise<unknown>): Promise<string> => {
    const error: unknown = await tried.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof Error && 'shown' in error ? (error.shown as { message: string }).message : '';
  };
  const catalogue = () =>
    createCatalogue(store, Date.now, (error) => {
      throw error;
    });
  const listed = async () => ((await catalogue().view(acme.tenantId))?.agents ?? []).map(({ name }) => name);
  const aConnection = (id: string, tenantId = acme.tenantId) =>
    store.commit([
      create<CredentialSummary>(paths.credentialSummaries.one(tenantId, id), {
        schemaVersion: SCHEMA_VERSION,
        kind: 'woocommerce',
        label: 'The shop',
        url: 'https://shop.example.com',
        lastFour: 'beef',
        checkedAt: null,
        problem: null,
        createdAt: SERVER_TIME,
        updatedAt: SERVER_TIME,
      }),
    ]);

  it('saved twice -> two versions, each kept with who saved it', async () => {
    expect(await save(0)).toBe(1);
    expect(await save(1, aDefinition({ name: 'Bookkeeper' }), acme.owner)).toBe(2);
    expect(await stored()).toMatchObject({ name: 'Bookkeeper', version: 2, archivedAt: null });
    expect(await versions()).toMatchObject([
      { id: '1', version: 1, name: 'Clerk', savedBy: acme.admin.uid },
      { id: '2', version: 2, name: 'Bookkeeper', savedBy: acme.owner.uid },
    ]);
  });

  it('saved by two at once -> one is told that it has changed, and nothing of it is lost', async () => {
    await save(0);
    const became = await outcomes([
      save(1, aDefinition({ name: 'One' }), acme.admin),
      save(1, aDefinition({ name: 'Two' }), acme.other),
    ]);
    expect(became.toSorted()).toEqual(['conflict', 'ok']);
    expect((await versions()).map(({ name }) => name)).toEqual(['Clerk', became[0] === 'ok' ? 'One' : 'Two']);
  });

  it('the same again, at once and after an answer that was lost -> the same version', async () => {
    expect(await Promise.all([save(0), save(0)])).toEqual([1, 1]);
    expect(await save(0)).toBe(1);
    expect(await versions()).toHaveLength(1);
    expect(await outcome(save(0, aDefinition({ name: 'Another' })))).toBe('conflict');
    expect(await outcome(save(0, aDefinition(), acme.other))).toBe('conflict');
    expect(await outcome(save(7))).toBe('conflict');
    expect(await outcome(save(1, aDefinition(), acme.admin, 'none'))).toBe('conflict');
  });

  it('by a member, a stranger, an admin who is removed in that moment -> refused, and nothing is stored', async () => {
    expect(await outcome(save(0, aDefinition(), acme.member))).toBe('not_allowed');
    expect(await outcome(save(0, aDefinition(), somebody('Eve')))).toBe('not_found');
    let isFirst = true;
    store.beforeCommit = async () => {
      if (!isFirst) return;
      isFirst = false;
      const { tenantId, admin, owner } = acme;
      await removeMember(store, owner.uid, { tenantId, uid: admin.uid });
    };
    expect(await outcome(save(0))).toBe('not_found');
    expect(await stored()).toBeUndefined();
  });

  it('an agent of before, without versions -> what it was is kept when it changes', async () => {
    const { tools: _, limits: __, credentialId: ___, ...before } = aDefinition({ name: 'Old' });
    await store.commit([
      {
        op: 'create',
        path: paths.agents.one(acme.tenantId, 'clerk'),
        data: { schemaVersion: 1, ...before, tools: ['calculate'], createdAt: SERVER_TIME },
      },
    ]);
    expect(await listed()).toEqual(['Old']);
    expect(await save(1)).toBe(2);
    expect(await versions()).toMatchObject([
      { version: 1, name: 'Old', savedBy: '', tools: [{ name: 'calculate' }] },
      { version: 2, name: 'Clerk' },
    ]);
  });

  describe('what a definition has to be', () => {
    it.each([
      [
        'a tool that there is none of',
        { tools: [use('fly')] },
        'There is no tool “fly”. Choose another one.',
      ],
      ['a tool twice', { tools: [use('calculate'), use('calculate')] }, 'Each tool can be chosen once.'],
      [
        'a fixed input that the tool has not',
        { tools: [use('calculate', { page: 1 })] },
        'The tool “calculate” has no input “page”.',
      ],
      [
        'no model and no tool',
        { kind: 'deterministic' },
        'An agent without a model runs exactly one tool: choose one.',
      ],
      [
        'no model and two tools',
        { kind: 'deterministic', tools: [use('calculate'), use('shop_orders')] },
        'An agent without a model runs exactly one tool: choose one.',
      ],
      [
        'no model and a tool that needs a list',
        { kind: 'deterministic', tools: [use('sum_up', { unit: 'EUR' })] },
        '“sum_up” needs a list of numbers, which nobody can answer in words. Choose another tool, or let a model work with it.',
      ],
      [
        'a tool without the connection that it needs',
        { tools: [use('shop_orders')] },
        'Choose a connection: “shop_orders” cannot work without one.',
      ],
      [
        'a connection that is not there',
        { tools: [use('shop_orders')], credentialId: 'none' },
        'That connection is no longer there. Choose another one.',
      ],
      [
        'a connection of another company',
        { tools: [use('shop_orders')], credentialId: 'foreign' },
        'That connection is no longer there. Choose another one.',
      ],
      [
        'a tag that becomes longer when it is normalised',
        { tags: ['\uFDFA'.repeat(10)] },
        'A tag has at most 40 characters',
      ],
    ] as const)('%s -> said, and nothing is stored', async (_, change, said) => {
      if (!(await store.get(paths.credentialSummaries.one('company-foreign', 'foreign'))))
        await aConnection('foreign', 'company-foreign');
      const definition = agentDefinition.parse({ ...aDefinition(), ...change });
      expect(await words(save(0, definition))).toContain(said);
      expect(await stored()).toBeUndefined();
    });

    it('one tool without a model, a connection that fits, fixed inputs -> saved', async () => {
      await aConnection('shop');
      const tools = [use('shop_orders', { status: 'processing' })];
      expect(await save(0, aDefinition({ kind: 'deterministic', tools, credentialId: 'shop' }))).toBe(1);
      expect(await stored()).toMatchObject({ tools, credentialId: 'shop' });
    });

    it('tags in many forms -> each once, normalised', async () => {
      await save(0, aDefinition({ tags: [' Invoice ', 'INVOICE', 'time  zone', '\u00A0', 'Ⅳ', 'iv'] }));
      expect((await stored())?.tags).toEqual(['invoice', 'time zone', 'iv']);
    });

    it.each([
      ['a tag of 500 characters', ['x'.repeat(500)]],
      ['10,000 tags', Array.from({ length: 10_000 }, (_, n) => `tag ${n}`)],
    ])('%s -> refused where it comes in, and it is said what is too much', (_, tags) => {
      const input = { tenantId: 't', agentId: 'a', version: 0, definition: { ...aDefinition(), tags } };
      const { error } = saveContract.input.safeParse(input);
      expect(error?.issues.map(({ code }) => code)).toEqual(['too_big']);
      expect(error?.issues[0]?.path.slice(0, 2)).toEqual(['definition', 'tags']);
    });

    it('as many agents as there may be -> too_many for a new one, and the others can still be saved', async () => {
      await save(0);
      store.beforeRead = (what) => {
        if (typeof what !== 'string' && what.limit === limits.agentsPerTenant) throw new Full();
      };
      class Full extends Error {}
      await expect(save(0, aDefinition(), acme.admin, 'more')).rejects.toThrow(Full);
      expect(await save(1)).toBe(2);
    });
  });

  describe('archived', () => {
    it('-> not listed, not found, not started; back again -> as it was', async () => {
      await save(0);
      expect(await listed()).toEqual(['Clerk']);
      await archive(true);
      expect(await stored()).toMatchObject({ orchestrationEnabled: false, archivedAt: expect.any(Number) });
      expect(await listed()).toEqual([]);
      expect(await catalogue().find(acme.tenantId, ['invoice'], 'invoices clerk')).toEqual([]);
      expect(await catalogue().agent(acme.tenantId, 'clerk')).toBeNull();
      await archive(false);
      expect(await listed()).toEqual(['Clerk']);
      expect(await stored()).toMatchObject({ orchestrationEnabled: true, archivedAt: null, version: 1 });
    });

    it('one that was not enabled -> is not, when it is back', async () => {
      await save(0, aDefinition({ orchestrationEnabled: false }));
      await archive(true);
      await archive(false);
      expect(await stored()).toMatchObject({ orchestrationEnabled: false, archivedAt: null });
    });

    it('saved while it is archived -> stays out of reach until it is back', async () => {
      await save(0);
      await archive(true);
      expect(await save(1, aDefinition({ name: 'New' }))).toBe(2);
      expect(await listed()).toEqual([]);
      await archive(false);
      expect(await listed()).toEqual(['New']);
    });

    it('twice, at once, by who may not, one that is not there -> each its outcome', async () => {
      await save(0);
      expect(await outcome(archive(true, acme.member))).toBe('not_allowed');
      expect(await outcomes([archive(true), archive(true, acme.owner)])).toEqual(['ok', 'ok']);
      const { archivedAt } = (await stored()) ?? {};
      await archive(true);
      expect(await stored()).toMatchObject({ archivedAt });
      const none = { tenantId: acme.tenantId, agentId: 'none', archived: true };
      expect(await outcome(archiveAgent(store, acme.admin.uid, none))).toBe('not_found');
    });
  });
});
