import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { SCHEMA_VERSION, defaultAgentLimits, paths, type Agent } from '../../src/contracts/index.ts';
import { create, remove } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import type { MotherView, Reply } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const finishing = (): Reply => ({ calls: [['finish', { result: 'Found.' }]] });

async function addAgent(
  world: TestWorld,
  tenantId: string,
  id: string,
  fields: Partial<Agent>,
): Promise<void> {
  await world.database.commit([
    create<Agent>(paths.agents.one(tenantId, id), {
      schemaVersion: SCHEMA_VERSION,
      name: id,
      description: 'Looks things up.',
      tags: [],
      kind: 'llm',
      instructions: 'You look things up.',
      tools: [],
      credentialId: null,
      limits: defaultAgentLimits,
      version: 1,
      archivedAt: null,
      orchestrationEnabled: true,
      examples: [],
      createdAt: SERVER_TIME,
      ...fields,
    }),
  ]);
}

/** Forgets what the engine keeps of the tenant for a minute. */
const later = (world: TestWorld) => {
  world.aheadMs += 61_000;
};

/** What the model was told of its tool calls. */
const toldIn = (seen: MotherView) =>
  seen.exchanges.flatMap((one) => (one.role === 'tool' ? [one.content] : [])).join('\n');

/** First calls this, then does what `next` makes of what it was told; words results as usual. */
const firstCalling =
  (name: string, input: unknown, next: (told: string) => Reply) =>
  (seen: MotherView): Reply => {
    if (!seen.messages[0]) return plainMother(seen);
    return seen.exchanges.length === 0 ? { calls: [[name, input]] } : next(toldIn(seen));
  };

describe('agents of a tenant', () => {
  it('more than fit into the prompt -> found by tags, and started', async () => {
    const search = firstCalling('find_agents', { tags: ['Patents '] }, (told) => {
      const [found, ...others] = JSON.parse(told) as { agent_id: string }[];
      expect(others).toEqual([]);
      return { text: 'On it.', calls: [['delegate_to_agent', { agent_id: found?.agent_id, message: 'Go' }]] };
    });
    const world = await TestWorld.open({ mother: search, agents: { 'agent 39': finishing } });
    for (let n = 0; n < 40; n += 1) {
      const tags = n === 39 ? ['patents'] : ['other'];
      await addAgent(world, world.tenantId, `a${String(n).padStart(2, '0')}`, { name: `agent ${n}`, tags });
    }
    later(world);
    await world.say('Look for patents');
    const [first] = world.model.requests;
    expect(first?.tools.map(({ name }) => name)).toContain('find_agents');
    expect(first?.instructions).not.toContain('a39');
    expect(await world.tasks()).toMatchObject([{ agentId: 'a39', status: 'completed' }]);
    await expectSound(world);
  });

  it('few -> all are in the prompt, and there is nothing to search', async () => {
    const world = await TestWorld.open({ mother: plainMother });
    await world.say('Hello');
    const [request] = world.model.requests;
    expect(request?.tools.map(({ name }) => name)).not.toContain('find_agents');
    for (const id of ['planner', 'estimator', 'writer']) expect(request?.instructions).toContain(id);
  });

  it('of another tenant, with the same tags -> never listed, never found, never started, not even by its id', async () => {
    const foreign = `t-${randomUUID()}`;
    const told: string[] = [];
    const script = (call: string, input: unknown) => ({
      mother: firstCalling(call, input, (words) => {
        told.push(words);
        return { text: 'I could not find it.' };
      }),
    });
    const tries: [string, unknown][] = [
      ['find_agents', { tags: ['patents'] }],
      ['find_agents', { text: 'patents spy' }],
      ['find_agents', { tags: ['patents'], text: 'patents' }],
      ['delegate_to_agent', { agent_id: 'spy', message: 'Go' }],
      ['delegate_to_agent', { agent_id: `../../${foreign}/agents/spy`, message: 'Go' }],
      ['delegate_to_agent', { agent_id: paths.agents.one(foreign, 'spy'), message: 'Go' }],
    ];
    for (const [name, input] of tries) {
      const world = await TestWorld.open(script(name, input));
      await world.database.commit([remove(paths.agents.one(foreign, 'spy'))]);
      await addAgent(world, foreign, 'spy', { name: 'patents spy', tags: ['patents'] });
      await world.say('Look for patents');
      expect(await world.tasks()).toEqual([]);
      for (const { instructions } of world.model.requests) expect(instructions).not.toContain('spy');
      await expectSound(world);
    }
    expect(told).toHaveLength(tries.length);
    expect(told.slice(0, 3)).toEqual(['[]', '[]', '[]']);
    for (const words of told.slice(3)) expect(words).toContain('There is no agent');
  });

  it('not enabled for orchestration -> neither listed nor started by its id', async () => {
    const start = firstCalling('delegate_to_agent', { agent_id: 'idle', message: 'Go' }, () => ({
      text: 'No.',
    }));
    const world = await TestWorld.open({ mother: start });
    await addAgent(world, world.tenantId, 'idle', { orchestrationEnabled: false });
    later(world);
    await world.say('Go');
    expect(world.model.requests[0]?.instructions).not.toContain('"idle"');
    expect(await world.tasks()).toEqual([]);
  });

  it('one that cannot be read -> logged and left out, and the others are there', async () => {
    const start = firstCalling('delegate_to_agent', { agent_id: 'planner', message: 'Go' }, () => ({
      text: 'No.',
    }));
    const world = await TestWorld.open({ mother: start });
    await world.change(paths.agents.one(world.tenantId, 'planner'), { schemaVersion: 2 });
    later(world);
    await world.say('Plan a call');
    expect(world.model.requests[0]?.instructions).not.toContain('planner');
    expect(world.model.requests[0]?.instructions).toContain('writer');
    expect(await world.tasks()).toEqual([]);
    expect(new Set(world.errors().map(({ event }) => event))).toEqual(new Set(['agent_unreadable']));
    await expectSound(world);
  });

  it('taken away after its task failed -> trying again is refused, in words', async () => {
    const world = await TestWorld.open({ ...scenarioA, agents: { Planner: () => ({ refusal: 'No.' }) } });
    await world.say('Plan a call');
    const [task] = await world.tasks();
    expect(task).toMatchObject({ status: 'failed', error: { code: 'model_refused' } });
    await world.database.commit([remove(paths.agents.one(world.tenantId, 'planner'))]);
    later(world);
    const id = await world.say('', { retry: { kind: 'task', id: task?.id ?? '' } });
    expect((await world.messages()).find((one) => one.id === id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'unknown_agent' },
    });
    await expectSound(world);
  });
});

describe('settings of a tenant', () => {
  const eager = firstCalling('delegate_to_agent', { agent_id: 'planner', message: 'Go' }, () => ({
    text: 'I’ll do it myself.',
  }));

  it('agents switched off -> Mother answers, has no tool to delegate with, and a call of it starts nothing', async () => {
    const world = await TestWorld.open({ mother: eager });
    await world.change(paths.tenant(world.tenantId), { 'orchestration.enabled': false });
    later(world);
    await world.say('Plan a call');
    const [request] = world.model.requests;
    expect(request?.tools.map(({ name }) => name)).not.toContain('delegate_to_agent');
    expect(request?.instructions).not.toContain('planner');
    expect(await world.tasks()).toEqual([]);
    expect(await world.said()).toMatchObject([{ status: 'complete', content: 'I’ll do it myself.' }]);
    await expectSound(world);
  });

  it('the tenant is gone -> Mother answers and delegates nothing', async () => {
    const world = await TestWorld.open({ mother: eager });
    await world.database.commit([remove(paths.tenant(world.tenantId))]);
    later(world);
    await world.say('Plan a call');
    expect(await world.tasks()).toEqual([]);
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    await expectSound(world);
  });

  it('the tenant cannot be read -> logged, and Mother answers and delegates nothing', async () => {
    const world = await TestWorld.open({ mother: eager });
    await world.change(paths.tenant(world.tenantId), { schemaVersion: 2 });
    later(world);
    await world.say('Plan a call');
    expect(await world.tasks()).toEqual([]);
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    expect(world.errors()).not.toEqual([]);
    await expectSound(world);
  });

  it('a threshold that the confidence does not reach -> the person is asked', async () => {
    const world = await TestWorld.open({
      mother: (seen) => {
        const [question] = seen.questions;
        const said = seen.conversation.find(({ from }) => from === 'person');
        if (!question || !said) return scenarioA.mother(seen);
        const evidence = [{ message_id: said.id, quote: 'in Berlin' }];
        const { sub_agent_id } = question;
        return { calls: [['reply_to_agent', { sub_agent_id, answer: 'Berlin', confidence: 0.7, evidence }]] };
      },
      agents: scenarioA.agents ?? {},
    });
    await world.say('Plan a call in Berlin');
    expect(await world.questions()).toMatchObject([{ status: 'relayed', suggestion: 'Berlin' }]);
    await expectSound(world);
  });
});
