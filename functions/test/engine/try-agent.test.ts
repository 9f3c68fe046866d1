import { describe, expect, it, vi } from 'vitest';
import { agentDefinition, orchestration, paths, type AgentDefinition } from '../../src/contracts/index.ts';
import { tryAgent } from '../../src/engine/try-agent.ts';
import { checkChat } from '../../src/upkeep/check.ts';
import { saveOrchestration } from '../../src/tenants/orchestration.ts';
import { removeMember } from '../../src/tenants/members.ts';
import { aCompany, databases, outcome, pageId, somebody } from '../support/company.ts';
import { Dispatcher } from '../support/dispatcher.ts';
import type { ObservedStore } from '../support/observed-store.ts';
import { plainMother } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const TOOLS = [{ name: 'calculate', connection: null, inputs: ['expression'], unaskable: [] }];

const definition = (change: Partial<AgentDefinition> = {}): AgentDefinition =>
  agentDefinition.parse({
    name: 'Sums',
    description: 'Adds up.',
    tags: [],
    kind: 'llm',
    instructions: 'You add up.',
    tools: ['calculate'],
    orchestrationEnabled: false,
    examples: [],
    ...change,
  });

const script: Script = {
  mother: plainMother,
  agents: {
    Sums: ({ results }) =>
      results[0] === undefined
        ? { calls: [['calculate', { expression: '40 + 2' }]] }
        : { calls: [['finish', { result: `It is ${results[0]}` }]] },
  },
};

describe.each(databases)('an agent is tried, on %s', (_, open) => {
  async function world() {
    const store = await open();
    const acme = await aCompany(store);
    const tryId = pageId();
    const tried = {
      tenantId: acme.tenantId,
      tryId,
      definition: definition(),
      goal: 'Add 40 and 2.\nPlease.',
    };
    const start = (by = acme.admin, change: Partial<typeof tried> = {}) =>
      tryAgent(store, TOOLS, by.uid, { ...tried, ...change });
    const chat = { uid: acme.admin.uid, chatId: `try-${tryId}` };
    return { store, acme, start, chat };
  }
  const inChat = (store: ObservedStore, chat: { uid: string; chatId: string }, tenantId: string) =>
    TestWorld.open(script, { database: store, chat, tenantId });

  it('-> a chat of one’s own with its task at work, which its brief wakes; it ends as any other', async () => {
    const { store, acme, start, chat } = await world();
    const begun = await start();
    expect(begun.chatId).toBe(chat.chatId);
    const there = await inChat(store, chat, acme.tenantId);
    expect(await there.chatDocument()).toMatchObject({ title: 'Trying Sums', counts: { running: 1 } });
    expect(await there.tasks()).toMatchObject([
      { id: begun.taskId, subAgentId: begun.subAgentId, title: 'Add 40 and 2.', status: 'running' },
    ]);
    const dispatcher = new Dispatcher(there);
    await there.deliver(begun.subAgentId);
    await dispatcher.drain();
    expect(await there.tasks()).toMatchObject([
      { status: 'completed', result: 'It is {"result":"42"}', agentVersion: 0 },
    ]);
    expect((await there.said()).map(({ content }) => content)).toEqual([
      'Sums is being tried.',
      'Sums is done: It is {"result":"42"}',
    ]);
    expect((await there.chatDocument()).counts).toEqual({ running: 0, waiting: 0 });
    expect(there.errors()).toEqual([]);
    await expectSound(there);
    const later = Date.now() + 24 * 3_600_000;
    expect(await checkChat(store, paths.chat(chat), later)).toMatchObject({ kind: 'looked', findings: [] });
  });

  it('with the same id at once, and when it is done -> nothing more is started', async () => {
    const { store, acme, start, chat } = await world();
    const [first, second] = await Promise.all([start(), start()]);
    expect(second).toEqual(first);
    const there = await inChat(store, chat, acme.tenantId);
    await there.deliver(first.subAgentId);
    expect(await start(acme.admin, { goal: 'Something else' })).toEqual(first);
    expect(await there.tasks()).toHaveLength(1);
    expect(await there.wakes()).toEqual([]);
  });

  it('its first event is lost -> the sweeper wakes it', async () => {
    const { store, acme, start, chat } = await world();
    await start();
    const there = await inChat(store, chat, acme.tenantId);
    expect(await there.sweepAll()).toBeGreaterThan(0);
    expect(await there.tasks()).toMatchObject([{ status: 'completed' }]);
  });

  it('by who may not, of another company, removed in that moment, with agents switched off, what is no definition -> refused, and no chat', async () => {
    const { store, acme, start, chat } = await world();
    expect(await outcome(start(acme.member))).toBe('not_allowed');
    expect(await outcome(start(somebody('Eve')))).toBe('not_found');
    const foreign = await aCompany(store);
    expect(await outcome(start(foreign.owner))).toBe('not_found');
    expect(
      await outcome(
        start(acme.admin, {
          definition: definition({
            kind: 'llm',
            tools: [{ name: 'fly', fixed: {}, safe: false, consentBy: 'member' }],
          }),
        }),
      ),
    ).toBe('invalid_input');
    const off = orchestration.parse({ enabled: false, confidenceThreshold: 1, persona: '' });
    await saveOrchestration(store, acme.owner.uid, acme.tenantId, off);
    expect(await outcome(start())).toBe('orchestration_off');
    await saveOrchestration(store, acme.owner.uid, acme.tenantId, { ...off, enabled: true });
    store.beforeCommit = async () => {
      store.beforeCommit = () => undefined;
      const { tenantId, admin, owner } = acme;
      await removeMember(store, owner.uid, { tenantId, uid: admin.uid });
    };
    expect(await outcome(start())).toBe('not_found');
    expect(await store.get(paths.chat(chat))).toBeNull();
  });
});
