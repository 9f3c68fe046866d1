import { describe, expect, it } from 'vitest';
import {
  REMOVER,
  actorState,
  budget,
  limits,
  noUsage,
  paths,
  subAgentState,
  type BudgetLimits,
  type Chat,
  type Tenant,
} from '../../src/contracts/index.ts';
import { ModelError } from '../../src/model/index.ts';
import { periodOf } from '../../src/machine/budget.ts';
import { parse, update } from '../../src/store/documents.ts';
import { queries } from '../../src/store/queries.ts';
import { Gate } from '../support/gate.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { MeteredModel } from '../support/metered-model.ts';
import { plainMother } from '../support/scenes.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// What a tenant's month may cost is a hard bound: a call is reserved before it is made, and settled after.

const script = { mother: plainMother };
const DOLLAR = 1_000_000;

async function setBudget({ database, tenantId }: TestWorld, bounds: Partial<BudgetLimits>): Promise<void> {
  const path = paths.tenant(tenantId);
  const before = (await database.get(path))?.data['orchestration'];
  const orchestration = {
    ...(before as Tenant['orchestration']),
    budget: { tokens: null, micros: null, ...bounds },
  };
  await database.commit([update<Tenant>(path, { orchestration })]);
}

async function drawnIn({ database, tenantId, engine }: TestWorld) {
  const document = await database.get(paths.budgets.one(tenantId, periodOf(engine.now())));
  return document && parse(document, budget).value.drawn;
}

async function open(model: MeteredModel, bounds: Partial<BudgetLimits>) {
  const world = await TestWorld.open(script, { database: new MemoryStore(), models: model.models });
  await setBudget(world, bounds);
  // What is kept of the tenant for a minute is read anew.
  world.aheadMs += limits.settingsKeptMs + 1_000;
  return world;
}

const lastSaid = async (world: TestWorld) => {
  const last = (await world.messages()).findLast(({ role }) => role === 'assistant');
  return last?.role === 'assistant' ? [last.status, last.error?.code ?? null] : [];
};

describe('a budget', () => {
  it('without one -> the call is not bounded, and no budget is written', async () => {
    const model = new MeteredModel();
    const world = await open(model, {});
    await world.say('Hello');
    expect(await lastSaid(world)).toEqual(['complete', null]);
    expect(await drawnIn(world)).toBeNull();
    expect((await world.mother()).allotment).toBeNull();
  });

  it('ample -> an allotment is drawn once for the calls of a turn, and what each cost is on record', async () => {
    const model = new MeteredModel();
    model.part = () => 0.1;
    const searching = [{ id: 'c', name: 'find_agents', arguments: '{"text":"calls"}' }];
    model.answer = () => ({ text: 'Well.', toolCalls: model.calls === 1 ? searching : [] });
    const world = await open(model, { micros: 100 * DOLLAR });
    const drawn: unknown[] = [];
    model.before = async () => drawn.push(await drawnIn(world));
    await world.say('Hello');
    expect(drawn).toHaveLength(2);
    expect(drawn[1]).toEqual(drawn[0]);
    const costs = (await world.runs()).map(({ costMicros }) => costMicros);
    expect(costs.reduce((sum, one) => sum + one, 0)).toBe(model.billed);
    await expectSound(world);
  });

  it('her turn is over -> Mother holds nothing of the month: what is drawn is what was used', async () => {
    const model = new MeteredModel();
    model.part = () => 0.1;
    const world = await open(model, { micros: 100 * DOLLAR });
    for (const words of ['Hello', 'Hello again']) {
      await world.say(words);
      expect((await world.mother()).allotment).toBeNull();
      expect((await drawnIn(world))?.micros).toBe(model.billed);
    }
  });

  it('many chats, one after the other -> most of the month is used before anybody is refused', async () => {
    const model = new MeteredModel();
    model.part = () => 0.2;
    const bound = 4 * DOLLAR;
    const first = await open(model, { micros: bound });
    const { database, tenantId, aheadMs } = first;
    let answered = 0;
    for (let world = first; answered < 1_000; answered += 1) {
      await world.say('Hello');
      if ((await lastSaid(world))[1] === 'budget_spent') break;
      world = await TestWorld.open(script, { database, tenantId, aheadMs, models: model.models });
    }
    expect(answered).toBeGreaterThan(50);
    expect(model.billed).toBeGreaterThan(0.9 * bound);
    expect(model.billed).toBeLessThanOrEqual(bound);
  });

  it('an agent’s process dies in the call, and then its task cannot be read -> what it held beside that call is given back', async () => {
    const model = new MeteredModel();
    const gate = new Gate();
    const delegating = [
      { id: 'c', name: 'delegate_to_agent', arguments: '{"agent_id":"planner","message":"Plan."}' },
    ];
    model.answer = () => ({ text: 'Well.', toolCalls: model.calls === 1 ? delegating : [] });
    model.before = () => (model.calls === 2 ? gate.pass() : undefined);
    const world = await open(model, { micros: 100 * DOLLAR });
    void world.say('Plan it');
    await gate.reached;
    const [{ id, subAgentId } = { id: '', subAgentId: '' }] = await world.tasks();
    const stateOf = () => world.database.get(paths.states.one(world.chat, subAgentId));
    const held = subAgentState.parse((await stateOf())?.data).allotment;
    const before = (await drawnIn(world))?.micros ?? 0;
    expect(held?.left.micros).toBeGreaterThan(0);
    world.store.die();
    await world.change(paths.tasks.one(world.chat, id), { title: 7 });
    const other = await world.another(script, { models: model.models });
    other.aheadMs += limits.leaseMs + 1_000;
    await other.sweepAll();
    expect((await stateOf())?.data).toMatchObject({ phase: 'ended', allotment: null });
    expect((await drawnIn(other))?.micros).toBe(before - (held?.left.micros ?? 0));
  });

  it('its chat is removed while Mother and an agent are in a call -> what both hold is given back, in one commit', async () => {
    const model = new MeteredModel();
    const gate = new Gate();
    const delegating = [
      { id: 'c', name: 'delegate_to_agent', arguments: '{"agent_id":"planner","message":"Plan."}' },
    ];
    model.answer = () => ({ text: 'Well.', toolCalls: model.calls === 1 ? delegating : [] });
    model.before = () => (model.calls === 1 ? undefined : gate.pass());
    const world = await open(model, { micros: 100 * DOLLAR });
    const planning = world.say('Plan it').catch(() => undefined);
    while (model.calls < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const saying = world.say('Hello').catch(() => undefined);
    while (model.calls < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    const states = await world.database.query(queries.allOf(paths.states.all(world.chat)));
    const held = states.map((one) => actorState.parse(one.data).allotment);
    expect(held).toEqual([expect.anything(), expect.anything()]);
    const before = (await drawnIn(world))?.micros ?? 0;
    const removal = { access: 'deleting', deleteAt: world.engine.now() } as const;
    await world.database.commit([update<Chat>(paths.chat(world.chat), removal)]);
    const remover = await world.another(script, { models: model.models });
    await remover.deliver(REMOVER);
    const left = held.reduce((sum, one) => sum + (one?.left.micros ?? 0), 0);
    expect((await drawnIn(world))?.micros).toBe(before - left);
    gate.letGo();
    await Promise.all([planning, saying]);
  });

  it('its chat is removed in the middle of a call, by two at once -> the call counts as what was reserved, the rest is given back once', async () => {
    const model = new MeteredModel();
    const gate = new Gate();
    model.before = () => gate.pass();
    const world = await open(model, { micros: 100 * DOLLAR });
    const saying = world.say('Hello').catch(() => undefined);
    await gate.reached;
    const { allotment } = await world.mother();
    const removal = { access: 'deleting', deleteAt: world.engine.now() } as const;
    await world.database.commit([update<Chat>(paths.chat(world.chat), removal)]);
    const removers = [1, 2].map(() => world.another(script, { models: model.models }));
    await Promise.all((await Promise.all(removers)).map((one) => one.deliver(REMOVER)));
    expect((await drawnIn(world))?.micros).toBe(allotment?.reserved.micros);
    gate.letGo();
    await saying;
    await world.sweepAll();
    expect(await world.database.get(paths.chat(world.chat))).toBeNull();
  });

  it('too small for one call -> no call is made, and the person is told who can raise it; raised -> Retry works', async () => {
    const model = new MeteredModel();
    const world = await open(model, { micros: DOLLAR / 100 });
    await world.say('Hello');
    expect(model.calls).toBe(0);
    expect(await lastSaid(world)).toEqual(['failed', 'budget_spent']);
    await setBudget(world, { micros: 10 * DOLLAR });
    world.aheadMs += limits.settingsKeptMs + 1_000;
    const failed = (await world.messages()).at(-1)?.id ?? '';
    await world.say('', { retry: { kind: 'message', id: failed } });
    expect(await lastSaid(world)).toEqual(['complete', null]);
  });

  it('of tokens -> bounded as one of money is', async () => {
    const model = new MeteredModel();
    const world = await open(model, { tokens: 60_000 });
    for (const words of ['One', 'Two', 'Three', 'Four']) await world.say(words);
    expect(model.calls).toBe(2);
    expect((await drawnIn(world))?.tokens).toBeLessThanOrEqual(60_000);
    expect(await lastSaid(world)).toEqual(['failed', 'budget_spent']);
  });

  it('ends in the middle of a task -> the task fails with the way out, and what it did not use is given back', async () => {
    const model = new MeteredModel();
    const calls = [
      [{ id: 'c', name: 'delegate_to_agent', arguments: '{"agent_id":"planner","message":"Plan."}' }],
      [{ id: 'c', name: 'current_time', arguments: '{"time_zone":"UTC"}' }],
    ];
    model.answer = () => ({ text: 'Well.', toolCalls: calls[model.calls - 1] ?? [] });
    const world = await open(model, { micros: 0.4 * DOLLAR });
    await world.say('Plan it');
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'budget_spent' } }]);
    const left = (await world.mother()).allotment?.left.micros ?? 0;
    expect((await drawnIn(world))?.micros).toBe(model.billed + left);
  });

  it('a call that was turned away costs nothing; one that broke off counts as what was reserved', async () => {
    const model = new MeteredModel();
    const world = await open(model, { micros: 10 * DOLLAR });
    model.failure = {
      error: new ModelError('model_quota', 'used up', { transient: false }),
      isBilled: false,
    };
    await world.say('Hello');
    const spent = async () =>
      ((await drawnIn(world))?.micros ?? 0) - ((await world.mother()).allotment?.left.micros ?? 0);
    expect(await spent()).toBe(0);
    model.failure = {
      error: new ModelError('model_unavailable', 'cut', { transient: false }),
      isBilled: true,
    };
    await world.say('Hello');
    expect(await spent()).toBeGreaterThanOrEqual(model.billed);
  });

  it('the provider does not say what was used -> each call counts as what was reserved, and the bound holds', async () => {
    const model = new MeteredModel();
    model.isCounted = false;
    const world = await open(model, { tokens: 60_000 });
    for (const words of ['One', 'Two', 'Three', 'Four']) await world.say(words);
    expect(model.calls).toBe(2);
    expect(await lastSaid(world)).toEqual(['failed', 'budget_spent']);
    const [first] = await world.runs();
    expect(first?.costMicros).toBeGreaterThan(0);
    expect(first?.usage).toEqual({ ...noUsage, modelCalls: 1 });
  });

  it('an answer that was cut, and what it used -> that is on record, and no more than that is spent', async () => {
    const model = new MeteredModel();
    const world = await open(model, { micros: 10 * DOLLAR });
    const usage = { modelCalls: 1, inputTokens: 1_000, cachedTokens: 0, outputTokens: 200 };
    const error = new ModelError('model_invalid_answer', 'cut', { transient: false, usage });
    model.failure = { error, isBilled: true };
    await world.say('Hello');
    const spent = { usage, costMicros: 3_000 };
    expect(await world.runs()).toMatchObject([{ ...spent, steps: [{ kind: 'model_call', ...spent }] }]);
    expect(await drawnIn(world)).toEqual({ tokens: 1_200, micros: 3_000 });
  });

  it('the process dies in the call -> it counts as what was reserved, and the next one has to be paid for anew', async () => {
    const model = new MeteredModel();
    const gate = new Gate();
    model.before = () => (model.calls === 1 ? gate.pass() : undefined);
    const world = await open(model, { micros: 10 * DOLLAR });
    void world.say('Hello');
    await gate.reached;
    const reserved = (await world.mother()).allotment?.reserved.micros ?? 0;
    expect(reserved).toBeGreaterThan(0);
    world.store.die();
    const other = await world.another(script, { models: model.models });
    other.aheadMs += limits.leaseMs + 1_000;
    await other.sweepAll();
    expect(await lastSaid(other)).toEqual(['complete', null]);
    const left = (await other.mother()).allotment?.left.micros ?? 0;
    expect(((await drawnIn(other))?.micros ?? 0) - left).toBe(model.billed + reserved);
  });
});

describe('50 chats at once', () => {
  it('and a budget that is nearly spent -> what is billed never goes over it, each person is answered or told, and some of both are there', async () => {
    const model = new MeteredModel();
    model.part = () => 0.2 + 0.8 * Math.random();
    const first = await TestWorld.open(script, { models: model.models });
    const bound = 2 * DOLLAR;
    await setBudget(first, { micros: bound });
    const { tenantId } = first;
    const worlds = await Promise.all(
      Array.from({ length: 50 }, () => TestWorld.open(script, { models: model.models, tenantId })),
    );
    await Promise.all(worlds.map((world) => world.say('Hello').catch(() => undefined)));
    for (const world of worlds) await world.sweepAll(3);
    const outcomes = await Promise.all(worlds.map(lastSaid));
    const answered = outcomes.filter(([status]) => status === 'complete').length;
    const told = outcomes.filter(([status, code]) => status === 'failed' && code === 'budget_spent').length;
    expect(answered + told).toBe(50);
    expect(answered).toBeGreaterThan(0);
    expect(told).toBeGreaterThan(0);
    expect(model.billed).toBeLessThanOrEqual(bound);
    expect((await drawnIn(first))?.micros).toBeLessThanOrEqual(bound);
    console.info(`${answered} of 50 answered; billed ${model.billed} of ${bound} micros`);
  });

  it('and a budget that is ample -> each is answered, however many draw and give back in that moment', async () => {
    const model = new MeteredModel();
    const first = await TestWorld.open(script, { models: model.models });
    await setBudget(first, { micros: 1_000 * DOLLAR });
    const { tenantId } = first;
    const worlds = await Promise.all(
      Array.from({ length: 50 }, () => TestWorld.open(script, { models: model.models, tenantId })),
    );
    await Promise.all(worlds.map((world) => world.say('Hello')));
    expect(await Promise.all(worlds.map(lastSaid))).toEqual(worlds.map(() => ['complete', null]));
    expect((await drawnIn(first))?.micros).toBe(model.billed);
  });
});
