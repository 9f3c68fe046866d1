import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { SCHEMA_VERSION, orchestration, paths, type Member } from '../../src/contracts/index.ts';
import { create, update } from '../../src/store/documents.ts';
import { SERVER_TIME, type Store } from '../../src/store/port.ts';
import { runJob } from '../../src/tenants/jobs.ts';
import { removeMember } from '../../src/tenants/members.ts';
import { saveOrchestration } from '../../src/tenants/orchestration.ts';
import { readChat } from '../../src/upkeep/read-chat.ts';
import { wrongWith } from '../../src/upkeep/rules.ts';
import { Gate } from '../support/gate.ts';
import { patient } from '../support/patient.ts';
import { plainMother, scenarioA } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, TestWorld } from '../support/test-world.ts';

// What somebody loses or an admin switches off, while their agents are in each of the states that there are.

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Gives the chat's person a boss, who is the owner. */
async function withBoss(world: TestWorld): Promise<string> {
  const { tenantId, chat, database } = world;
  const boss = `boss-${randomUUID()}`;
  await database.commit([
    update<Member>(paths.members.one(tenantId, chat.uid), { role: 'member' }),
    create<Member>(paths.members.one(tenantId, boss), {
      schemaVersion: SCHEMA_VERSION,
      uid: boss,
      role: 'owner',
      name: 'Boss',
      email: '',
      createdAt: SERVER_TIME,
    }),
  ]);
  return boss;
}

const work = async (world: TestWorld, job: string | null) => {
  const now = () => world.engine.now();
  await runJob({ store: world.database, now, endsAt: now() + 60_000 }, job ?? '');
};

/** What is done to the person's chats, and how what was under way ends. */
const changes = {
  'the person is removed': {
    code: 'chat_closed',
    async happen(world: TestWorld) {
      const { tenantId, chat } = world;
      const boss = await withBoss(world);
      await work(world, await removeMember(world.database, boss, { tenantId, uid: chat.uid }));
    },
  },
  'agents are switched off': {
    code: 'orchestration_off',
    async happen(world: TestWorld) {
      const settings = orchestration.parse({ enabled: false, confidenceThreshold: 0.8, persona: '' });
      await work(world, await saveOrchestration(world.database, world.chat.uid, world.tenantId, settings));
    },
  },
} as const;
const cases = Object.entries(changes).flatMap(([name, change]) =>
  (
    [
      ['Firestore', (script: Script) => TestWorld.open(script)],
      ['the store in memory', (script: Script) => openInMemory(script)],
    ] as const
  ).map(([store, open]) => ({ name, change, store, open: (script: Script) => open(script) })),
);

/** Planner works until `go` is called, then hands in. */
function working(): { script: Script; go: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const finish = { calls: [['finish', { result: 'Planned.' }]] as const, after: promise };
  return { script: { ...scenarioA, agents: { Planner: () => finish } }, go: resolve };
}

/** Six tasks, of which two are queued. */
const six: Script = {
  mother: (seen) => {
    const [said] = seen.messages;
    if (!said) return plainMother(seen);
    const call = (n: number) =>
      ['delegate_to_agent', { agent_id: 'planner', message: `${n}, ${said.text}` }] as const;
    return { text: 'On it.', calls: [call(1), call(2), call(3)] };
  },
  agents: { Planner: ({ brief }) => ({ calls: [['ask_user', { question: `Which zone? ${brief}` }]] }) },
};

/** Everything has ended for that reason, nothing is left lying, and nobody is woken again. */
async function expectEnded(world: TestWorld, code: string): Promise<void> {
  const tasks = await world.tasks();
  expect(tasks.map(({ status, error }) => [status, error?.code])).toEqual(
    tasks.map(() => ['cancelled', code]),
  );
  expect((await world.chatDocument()).counts).toEqual({ running: 0, waiting: 0 });
  expect(new Set((await world.questions()).map(({ status }) => status)).has('relayed')).toBe(false);
  expect(await world.mail()).toEqual([]);
  expect(await world.wakes()).toEqual([]);
  world.aheadMs += 24 * 3_600_000;
  expect(await world.sweepAll()).toBe(0);
  expect(world.errors()).toEqual([]);
  await expectSound(world);
}

async function takeAllWakes(world: TestWorld): Promise<void> {
  while ((await world.takeWakes()) > 0);
}

describe.each(cases)('$name, on $store', ({ change, open }) => {
  it('while an agent works -> its model is stopped, the task ends, and its result goes nowhere', async () => {
    const { script, go } = working();
    const world = await open(script);
    await world.write('Plan a call');
    const delivered = world.deliver();
    await expect.poll(() => world.model.requests.length, patient).toBe(2);
    await change.happen(world);
    await takeAllWakes(world);
    go();
    await delivered;
    await takeAllWakes(world);
    expect(await world.tasks()).toHaveLength(1);
    await expectEnded(world, change.code);
  });

  it('while an agent waits for an answer -> the question is taken back', async () => {
    const world = await open(scenarioA);
    await world.say('Plan a call');
    expect(await world.questions()).toMatchObject([{ status: 'relayed' }]);
    await change.happen(world);
    await takeAllWakes(world);
    expect(await world.questions()).toMatchObject([{ status: 'withdrawn' }]);
    await expectEnded(world, change.code);
  });

  it('while tasks are queued -> none of them begins', async () => {
    const world = await open(six);
    await world.say('First three');
    await world.say('Second three');
    await change.happen(world);
    await takeAllWakes(world);
    expect(await world.tasks()).toHaveLength(6);
    await expectEnded(world, change.code);
  });

  it('all events of it are lost -> the sweeper sees it through', async () => {
    const world = await open(scenarioA);
    await world.say('Plan a call');
    await change.happen(world);
    const wakes = await world.documents(paths.wakes.all(world.chat));
    await world.database.commit(wakes.map(({ path }) => ({ op: 'delete', path })));
    expect(await world.sweepAll()).toBeGreaterThan(0);
    await expectEnded(world, change.code);
  });
});

describe.each([
  ['Firestore', (script: Script) => TestWorld.open(script)],
  ['the store in memory', (script: Script) => openInMemory(script)],
] as const)('while Mother streams, on %s', (_, open) => {
  async function streaming() {
    const { promise, resolve } = Promise.withResolvers<void>();
    const world = await open({
      mother: ({ exchanges }) =>
        exchanges.length > 0
          ? { text: 'I’ll do it myself.' }
          : {
              text: 'I’ve asked Planner.',
              calls: [['delegate_to_agent', { agent_id: 'planner', message: 'Plan.' }]],
              afterText: promise,
            },
    });
    await world.write('Plan a call');
    const delivered = world.deliver();
    await expect.poll(() => world.model.requests.length, patient).toBe(1);
    return { world, go: resolve, delivered };
  }

  it('the person is removed -> nothing that she was about to start goes on', async () => {
    const { world, go, delivered } = await streaming();
    await changes['the person is removed'].happen(world);
    await takeAllWakes(world);
    go();
    await delivered;
    await takeAllWakes(world);
    await world.sweepAll();
    expect((await world.tasks()).filter(({ status }) => status !== 'cancelled')).toEqual([]);
    expect((await world.said()).filter(({ status }) => status === 'streaming')).toEqual([]);
    await expectEnded(world, 'chat_closed');
  });

  it('the person is removed -> her answer is closed at once, before its process notices anything', async () => {
    const { world, go, delivered } = await streaming();
    await changes['the person is removed'].happen(world);
    const other = await world.another({ mother: plainMother });
    await takeAllWakes(other);
    expect((await world.said()).map(({ status }) => status)).toEqual(['stopped']);
    expect((await world.messages()).filter(({ role }) => role === 'user')).toMatchObject([
      { status: 'refused', refusal: { code: 'chat_closed' } },
    ]);
    go();
    await delivered;
    expect((await world.said()).map(({ status }) => status)).toEqual(['stopped']);
    expect(await world.tasks()).toEqual([]);
  });

  it('agents are switched off -> she starts nothing any more, and ends her answer', async () => {
    const { world, go, delivered } = await streaming();
    await changes['agents are switched off'].happen(world);
    await takeAllWakes(world);
    go();
    await delivered;
    await takeAllWakes(world);
    await world.sweepAll();
    expect(await world.tasks()).toEqual([]);
    expect(await world.said()).toMatchObject([{ status: 'complete', content: 'I’ll do it myself.' }]);
    await expectEnded(world, 'orchestration_off');
  });
});

describe('agents are switched off while Mother thinks again, after she delegated what cannot be', () => {
  it('she starts nothing any more: what was looked at after her first thought is too old', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const delegate = (id: string) => ['delegate_to_agent', { agent_id: id, message: 'Plan.' }] as const;
    const world = await openInMemory({
      mother: ({ exchanges }) => {
        const thoughts = exchanges.filter(({ role }) => role === 'assistant').length;
        if (thoughts === 0) return { calls: [delegate('planner'), delegate('nobody')] };
        if (thoughts === 1) return { calls: [delegate('planner')], after: promise };
        return { text: 'I’ll do it myself.' };
      },
    });
    await world.write('Plan a call');
    const delivered = world.deliver();
    await expect.poll(() => world.model.requests.length, patient).toBe(2);
    await changes['agents are switched off'].happen(world);
    await takeAllWakes(world);
    resolve();
    await delivered;
    await takeAllWakes(world);
    await world.sweepAll();
    expect(await world.tasks()).toEqual([]);
    await expectEnded(world, 'orchestration_off');
  });
});

describe('agents are switched off, and right after it the person is removed', () => {
  it('what runs ends, and nothing more is said in the closed chat', async () => {
    const world = await openInMemory(scenarioA);
    await world.say('Plan a call');
    const said = (await world.said()).length;
    await changes['agents are switched off'].happen(world);
    await changes['the person is removed'].happen(world);
    await takeAllWakes(world);
    expect(await world.said()).toHaveLength(said);
    await expectEnded(world, 'chat_closed');
  });
});

describe('a task that was done as its person was removed', () => {
  it('its end is told nowhere any more, and nothing is wrong with that', async () => {
    const world = await openInMemory(
      { ...plainPlan, agents: { Planner: () => ({ calls: [['finish', { result: 'Planned.' }]] }) } },
      { inProcess: false },
    );
    await world.say('Plan a call');
    const [agent] = await world.subAgents();
    await world.deliver(agent?.id ?? '');
    await changes['the person is removed'].happen(world);
    await takeAllWakes(world);
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    const path = paths.chat(world.chat);
    const documents = [...(await readChat(world.database, path))].map(
      ([one, { data }]) => [one, data] as const,
    );
    expect(wrongWith(path, new Map(documents), world.engine.now())).toEqual([]);
  });
});

describe('in the moment between her look at the chat and her turn', () => {
  it.each([
    ['her first', []],
    ['a later', ['Hello']],
  ])('%s: the person is removed -> it does not begin', async (_, before) => {
    const world = await openInMemory(plainPlan);
    for (const line of before) await world.say(line);
    const asked = world.model.requests.length;
    const said = (await world.said()).length;
    await world.write('Plan a call');
    let isFirst = true;
    world.store.beforeCommit = async () => {
      if (!isFirst) return;
      isFirst = false;
      await changes['the person is removed'].happen(world);
    };
    await world.deliver().catch(() => undefined);
    await takeAllWakes(world);
    await world.sweepAll();
    expect(isFirst).toBe(false);
    expect(world.model.requests.length).toBe(asked);
    expect(await world.tasks()).toEqual([]);
    expect(await world.said()).toHaveLength(said);
    expect((await world.messages()).at(-1)).toMatchObject({ refusal: { code: 'chat_closed' } });
    await expectEnded(world, 'chat_closed');
  });
});

describe('in the moment between the job’s look at Mother, whom nobody has woken yet, and its closing of the chat', () => {
  it('she is woken -> nothing of what she decides begins', async () => {
    const gate = new Gate();
    const world = await openInMemory({
      mother: async (seen) => ({ ...(await plainPlan.mother?.(seen)), after: gate.pass() }),
    });
    await world.write('Plan a call');
    const { database, tenantId, chat } = world;
    const job = await removeMember(database, await withBoss(world), { tenantId, uid: chat.uid });
    let waking: Promise<unknown> | undefined;
    const store: Store = {
      get: (path) => database.get(path),
      query: (query) => database.query(query),
      listen: (query, onChange) => database.listen(query, onChange),
      listenTo: (path, onChange) => database.listenTo(path, onChange),
      commit: async (writes) => {
        if (!waking && writes.some(({ path }) => path === paths.chat(chat))) {
          waking = world.deliver().catch(() => undefined);
          await gate.reached;
        }
        return database.commit(writes);
      },
    };
    const now = () => world.engine.now();
    await runJob({ store, now, endsAt: now() + 60_000 }, job ?? '');
    gate.letGo();
    await waking;
    await takeAllWakes(world);
    await world.sweepAll();
    expect(await world.tasks()).toEqual([]);
    expect(await world.said()).toMatchObject([{ status: 'stopped' }]);
    await expectEnded(world, 'chat_closed');
  });
});

/** She answers, and gives Planner what is about a call. */
const plainPlan: Script = {
  mother: (seen) =>
    seen.messages[0]?.text === 'Plan a call'
      ? { text: 'Asked.', calls: [['delegate_to_agent', { agent_id: 'planner', message: 'Plan.' }]] }
      : plainMother(seen),
};

describe('afterwards', () => {
  it('the person joins again -> a new chat works, and the closed one stays closed', async () => {
    const world = await openInMemory(scenarioA);
    await world.say('Plan a call');
    await changes['the person is removed'].happen(world);
    await takeAllWakes(world);
    await world.database.commit([
      create<Member>(paths.members.one(world.tenantId, world.chat.uid), {
        schemaVersion: SCHEMA_VERSION,
        uid: world.chat.uid,
        role: 'member',
        name: '',
        email: '',
        createdAt: SERVER_TIME,
      }),
    ]);
    const id = await world.say('Still there?');
    expect((await world.messages()).find((one) => one.id === id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'chat_closed' },
    });
    const chatId = 'anotherchat000000001';
    const chat = { uid: world.chat.uid, chatId };
    const old = (await world.database.get(paths.chat(world.chat)))?.data ?? {};
    await world.database.commit([
      create(paths.chat(chat), {
        ...old,
        access: 'open',
        createdAt: SERVER_TIME,
        lastMessageAt: SERVER_TIME,
      }),
    ]);
    const fresh = await world.another(scenarioA, { chat, tenantId: world.tenantId });
    await fresh.say('Plan a call');
    expect(await fresh.questions()).toMatchObject([{ status: 'relayed' }]);
  });
});
