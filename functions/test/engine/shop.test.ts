import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDemoModel, type DemoModel } from '../../../emulator-data/demo-model.ts';
import { shopAgents } from '../../../emulator-data/shop/agents.ts';
import { demoKeys } from '../../../emulator-data/shop/keys.ts';
import { allTools } from '../../src/connectors/index.ts';
import { SCHEMA_VERSION, paths, type Agent, type Member } from '../../src/contracts/index.ts';
import { createModel, type ModelPort } from '../../src/model/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { createPersonalTenant } from '../../src/tenants/create-personal-tenant.ts';
import { ShopAtWork } from '../support/demo-shop.ts';
import { emulatorStore } from '../support/emulator.ts';
import { member } from '../support/factories.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// A company's shop, end to end: the engine, the demo model and the demo shop, each by what it really speaks.

let shop: ShopAtWork;
let demo: DemoModel;

beforeAll(async () => {
  shop = await ShopAtWork.open();
  demo = await startDemoModel(0, { delayMs: { first: 0, piece: 0, check: 0 } });
});
afterAll(() => Promise.all([shop.close(), demo.stop()]));
beforeEach(() => shop.reset());

/** The demo model answers in its place. */
const nobody: Script = {
  mother: () => {
    throw new Error('Nobody asks this one.');
  },
};

/** All that models were told. */
const prompts: string[] = [];

const watched = (model: ModelPort): ModelPort => ({
  call: (request, options) => {
    prompts.push(JSON.stringify(request));
    return model.call(request, options);
  },
});

/** A member's chat in a tenant with the shop's agents; their connection leads to the demo shop. */
async function open(): Promise<TestWorld> {
  const database = await emulatorStore(true);
  const tenantId = await createPersonalTenant(database, { uid: `u${randomUUID()}`, name: 'Shop', email: '' });
  await database.commit(
    Object.entries(shopAgents).map(([id, agent]) =>
      create<Agent>(paths.agents.one(tenantId, id), {
        schemaVersion: SCHEMA_VERSION,
        ...agent,
        credentialId: 'shop-1',
        version: 1,
        archivedAt: null,
        createdAt: SERVER_TIME,
      }),
    ),
  );
  const world = await TestWorld.open(nobody, {
    database,
    tenantId,
    tools: allTools,
    asksConsent: true,
    model: watched(createModel({ api: 'chat', apiKey: 'demo', baseURL: demo.url, model: 'demo' })),
    around: (ports) => ({ ...ports, connect: () => Promise.resolve(shop.connection()) }),
  });
  const { uid } = world.chat;
  await database.commit([
    create<Member>(paths.members.one(tenantId, uid), { ...member({ uid }), createdAt: SERVER_TIME }),
  ]);
  return world;
}

async function asked(world: TestWorld) {
  const found = (await world.questions()).find(({ status }) => status === 'relayed');
  if (!found) throw new Error('The person is asked nothing.');
  return found;
}

async function decide(world: TestWorld, decision: 'yes' | 'no'): Promise<void> {
  const { id: questionId, consent } = await asked(world);
  await world.say('', { consent: { questionId, hash: consent?.hash ?? '', decision } });
  await world.takeWakes();
}

const refunds = async () => (await shop.changes()).filter(({ path }) => path.endsWith('/refunds'));
const lastSaid = async (world: TestWorld) => (await world.said()).at(-1)?.content;

const TASK = 'Where is order 1042? Refund it if it was paid twice';

describe('"Where is order 1042? Refund it if it was paid twice"', () => {
  it('found, asked for consent with exactly what will be done, refunded once, reported', async () => {
    const world = await open();
    await world.say(TASK);
    expect((await asked(world)).consent).toMatchObject({
      tool: 'refund_order',
      summary: 'Refund 49.00 EUR of order 1042',
      details: expect.arrayContaining([{ label: 'Amount', value: '49.00 EUR' }]) as unknown,
    });
    expect(await refunds()).toEqual([]);
    await decide(world, 'yes');
    expect(await refunds()).toMatchObject([{ path: '/orders/1042/refunds', body: { amount: '49.00' } }]);
    expect(await lastSaid(world)).toContain('I have refunded **49.00 EUR**');
    expect(await lastSaid(world)).toContain('DHL, parcel 00340434161094042557');
    const steps = (await world.runs()).flatMap((run) => run.steps);
    const calls = steps.flatMap((step) => (step.kind === 'tool_call' ? [[step.name, step.ok]] : []));
    expect(calls).toEqual(
      expect.arrayContaining([
        ['get_order', true],
        ['refund_order', true],
      ]),
    );
    await expectSound(world);
  });

  it.each(['cut', 'silent'])(
    'the refund’s answer is lost (%s) -> looked up, refunded once, reported',
    async (way) => {
      const world = await open();
      await world.say(TASK);
      await shop.misbehave(way, 'POST');
      await decide(world, 'yes');
      expect(await refunds()).toHaveLength(1);
      expect(await lastSaid(world)).toContain('I have refunded **49.00 EUR**');
    },
  );

  it('the shop breaks down instead -> it is said that nobody knows, and not tried again', async () => {
    const world = await open();
    await world.say(TASK);
    await shop.misbehave('broken', 'POST');
    await decide(world, 'yes');
    expect(await refunds()).toEqual([]);
    expect((await shop.log()).filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(await lastSaid(world)).toContain('It is **not known** whether the refund');
  });

  it('a no -> nothing is refunded, and that is said', async () => {
    const world = await open();
    await world.say(TASK);
    await decide(world, 'no');
    expect(await shop.changes()).toEqual([]);
    expect(await lastSaid(world)).toContain('You did not allow the refund');
  });

  it('"yes" in words -> nothing is refunded', async () => {
    const world = await open();
    await world.say(TASK);
    await world.say('Yes, please do it');
    expect(await shop.changes()).toEqual([]);
    expect(await lastSaid(world)).toContain('Words alone cannot allow anything');
  });

  it('the keys are in no document, no prompt and no line of the log', async () => {
    const world = await open();
    await world.say(TASK);
    await decide(world, 'yes');
    const stored = await Promise.all([
      world.messages(),
      world.tasks(),
      world.questions(),
      world.runs(),
      ...(await world.subAgents()).map(({ id }) => world.transcript(id)),
      ...(await world.subAgents()).map(({ id }) => world.subAgentState({ actorId: id })),
    ]);
    const everything = JSON.stringify([stored, world.logged, prompts]);
    expect(everything).toContain('00340434161094042557');
    const pair = Buffer.from(`${demoKeys.consumerKey}:${demoKeys.consumerSecret}`).toString('base64');
    for (const secret of [...Object.values(demoKeys), pair]) expect(everything).not.toContain(secret);
  });
});

describe('an agent without a model', () => {
  it('is told the number -> reads the order, asks nothing', async () => {
    const world = await open();
    await world.say('What is the status of order 1042?');
    expect(await world.questions()).toEqual([]);
    expect(await lastSaid(world)).toContain('**Order 1042** (1 × Pour-over Set Maren, 49.00 EUR)');
    expect((await world.tasks())[0]).toMatchObject({ agentName: 'Order status', status: 'completed' });
  });

  it('is not told it -> asks for it, and goes on with it', async () => {
    const world = await open();
    await world.say('Check an order status');
    const question = await asked(world);
    expect(question).toMatchObject({
      text: 'What is the order number?',
      field: { type: 'text' },
    });
    await world.say('1042', { replyTo: question.id });
    expect(await lastSaid(world)).toContain('**Order 1042**');
  });
});
