import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OutsideEffect, type Tool, ToolError } from '../../src/connectors/index.ts';
import { REMOVER, limits, paths } from '../../src/contracts/index.ts';
import { Gate } from '../support/gate.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { plainMother } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// A call with an effect outside of the database has it at most once, or is reported as unknown.

const never = () => new Promise<never>(() => undefined);

const script: Script = {
  mother: (seen) =>
    seen.messages[0]
      ? { text: 'I’ve asked.', calls: [['delegate_to_agent', { agent_id: 'estimator', message: 'Pay.' }]] }
      : plainMother(seen),
  agents: {
    Estimator: ({ results: [paid] }) =>
      paid === undefined
        ? { calls: [['calculate', { expression: '1' }]] }
        : { calls: [['finish', { result: `It gave: ${paid}` }]] },
  },
};

const receipt = z.object({ receipt: z.string() });
type Outside = OutsideEffect<unknown, z.output<typeof receipt>>;

/** The other side: it takes payments, and remembers each by its key. What a test does comes after the payment. */
function bank(outside: Outside, afterwards: () => Promise<void> | void = () => undefined) {
  const payments: string[] = [];
  const tool: Tool<unknown, z.output<typeof receipt>> = {
    name: 'calculate',
    description: 'Pays.',
    verb: 'Paying',
    input: z.object({ expression: z.string() }),
    output: receipt,
    outside,
    run: async (_, { key }) => {
      payments.push(key);
      await afterwards();
      return { receipt: `receipt ${payments.length}` };
    },
  };
  return { payments, tools: [tool] };
}

const lasting: Outside = { idempotent: false };

/** A process that dies right before or after the payment; then another one, with the same other side, goes on. */
async function dieAt(
  side: 'before' | 'after',
  outside: Outside,
  meanwhile: (other: TestWorld) => void = () => undefined,
  afterAnother?: () => void,
) {
  const database = new MemoryStore();
  const died = Promise.withResolvers<void>();
  const die = () => {
    world.store.die();
    died.resolve();
    return never();
  };
  const first = bank(outside, side === 'after' ? die : undefined);
  const tools = side === 'after' ? first.tools : first.tools.map((tool) => ({ ...tool, run: die }));
  const world = await TestWorld.open(script, { database, tools });
  await Promise.race([world.say('Pay it'), died.promise]);
  const second = bank(outside, afterAnother);
  const other = await world.another(script, { tools: second.tools });
  other.aheadMs += limits.leaseMs + 1_000;
  meanwhile(other);
  await other.sweepAll();
  await expectSound(other);
  const [task] = await other.tasks();
  const runs = await other.runs();
  const calls = runs.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'tool_call'));
  return { payments: [...first.payments, ...second.payments], result: task?.result, calls };
}

async function stopTask(world: TestWorld): Promise<void> {
  const [task] = await world.tasks();
  await world.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
}

describe('a call with an effect outside', () => {
  it('is made once, and its result goes on', async () => {
    const { payments, tools } = bank(lasting);
    const world = await TestWorld.open(script, { database: new MemoryStore(), tools });
    await world.say('Pay it');
    expect(payments).toHaveLength(1);
    expect(await world.tasks()).toMatchObject([{ result: 'It gave: {"receipt":"receipt 1"}' }]);
    await expectSound(world);
  });

  it.each(['before', 'after'] as const)(
    'the process dies right %s it, and nobody can tell -> it is not made again, and reported as unknown',
    async (side) => {
      const { payments, result, calls } = await dieAt(side, lasting);
      expect(payments).toHaveLength(side === 'before' ? 0 : 1);
      expect(result).toContain('not known whether');
      expect(calls).toMatchObject([{ ok: false, unknown: true }]);
    },
  );

  it.each(['before', 'after'] as const)(
    'the process dies right %s it, and the other side takes a key once -> it is sent again under its key',
    async (side) => {
      const { payments, result } = await dieAt(side, { idempotent: true });
      expect(payments).toHaveLength(side === 'before' ? 1 : 2);
      expect(new Set(payments).size).toBe(1);
      expect(result).toContain('receipt 1');
    },
  );

  it('the process dies after it, and it is refused when it is sent again under its key -> unknown: it was done', async () => {
    const { payments, result, calls } = await dieAt('after', { idempotent: true }, undefined, () => {
      throw new ToolError('There is no money left.');
    });
    expect(new Set(payments).size).toBe(1);
    expect(result).toContain('not known whether');
    expect(calls).toMatchObject([{ ok: false, unknown: true }]);
  });

  it('the process dies after it, and it can be looked up -> it is found, and not made again', async () => {
    const found = { idempotent: false, lookUp: async () => ({ receipt: 'found' }) };
    const { payments, result } = await dieAt('after', found);
    expect(payments).toHaveLength(1);
    expect(result).toContain('found');
  });

  it('the process dies before it, and a look shows that it never arrived -> it is made, once', async () => {
    const { payments, result } = await dieAt('before', { idempotent: false, lookUp: async () => null });
    expect(payments).toHaveLength(1);
    expect(result).toContain('receipt 1');
  });

  it('the process dies before it, and its task is stopped while another looks it up -> it is not made', async () => {
    let stop = async (): Promise<void> => undefined;
    const lookUp = async () => {
      await stop();
      return null;
    };
    const { payments, result, calls } = await dieAt('before', { idempotent: false, lookUp }, (other) => {
      stop = () => stopTask(other);
    });
    expect({ payments, result }).toEqual({ payments: [], result: null });
    expect(calls).toMatchObject([{ ok: false, unknown: false }]);
  });

  it('the process dies before it, and its task is stopped before another sends it again under its key -> unknown', async () => {
    const { payments, result, calls } = await dieAt('before', { idempotent: true }, (other) => {
      // Its transcript is read when it has been taken over.
      other.store.beforeRead = async (what) => {
        if (typeof what === 'string' || !what.collection.endsWith('/sub_agent_messages')) return;
        other.store.beforeRead = () => undefined;
        await stopTask(other);
      };
    });
    expect({ payments, result }).toEqual({ payments: [], result: null });
    expect(calls).toMatchObject([{ ok: false, unknown: true }]);
  });

  it('its answer is lost on the way -> unknown; a refusal of the other side is none', async () => {
    const lost = bank(lasting, () => {
      throw new Error('socket hang up');
    });
    const world = await TestWorld.open(script, { database: new MemoryStore(), tools: lost.tools });
    await world.say('Pay it');
    expect((await world.tasks())[0]?.result).toContain('not known whether');
    expect(lost.payments).toHaveLength(1);

    const refused = bank(lasting, () => {
      throw new ToolError('The account is empty.');
    });
    const other = await TestWorld.open(script, { database: new MemoryStore(), tools: refused.tools });
    await other.say('Pay it');
    expect((await other.tasks())[0]?.result).toBe('It gave: The account is empty.');
  });

  it('stopped while it is under way -> what came of it is on record, and nothing goes on', async () => {
    const gate = new Gate();
    const { payments, tools } = bank(lasting, gate.pass);
    const world = await TestWorld.open(script, { database: new MemoryStore(), tools });
    const paying = world.say('Pay it');
    await gate.reached;
    const [task] = await world.tasks();
    await world.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
    gate.letGo();
    await paying;
    await world.sweepAll();
    expect(payments).toHaveLength(1);
    expect(await world.tasks()).toMatchObject([{ status: 'cancelled', result: null }]);
    const calls = (await world.runs()).flatMap(({ steps }) =>
      steps.filter(({ kind }) => kind === 'tool_call'),
    );
    expect(calls).toMatchObject([{ ok: true, unknown: false }]);
    await expectSound(world);
  });

  it('stopped before it is begun -> it is not made', async () => {
    const { payments, tools } = bank(lasting);
    const world = await TestWorld.open(script, { database: new MemoryStore(), tools });
    world.store.beforeCommit = async (writes) => {
      const begins = writes.some(({ path, op }) => path.includes('/state/') && op === 'update');
      const [task] = await world.tasks();
      if (!begins || !task || task.status !== 'running' || !world.model.requests[1]) return;
      world.store.beforeCommit = () => undefined;
      await world.change(paths.tasks.one(world.chat, task.id), { status: 'cancelled' });
      await world.change(paths.subAgents.one(world.chat, task.subAgentId), { status: 'cancelled' });
    };
    await world.say('Pay it');
    expect(payments).toEqual([]);
  });

  it('the process dies in it, and its task is stopped before another takes over -> on record as unknown', async () => {
    const database = new MemoryStore();
    const gate = new Gate();
    const world = await TestWorld.open(script, { database, tools: bank(lasting, gate.pass).tools });
    void world.say('Pay it');
    await gate.reached;
    world.store.die();
    const [task] = await world.tasks();
    const other = await world.another(script, { tools: bank(lasting).tools });
    await other.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
    await other.sweepAll();
    const calls = (await other.runs()).flatMap(({ steps }) =>
      steps.filter(({ kind }) => kind === 'tool_call'),
    );
    expect(calls).toMatchObject([{ ok: false, unknown: true }]);
    await expectSound(other);
  });

  it('the process dies in it, and the chat is closed -> on record as unknown', async () => {
    const gate = new Gate();
    const world = await TestWorld.open(script, {
      database: new MemoryStore(),
      tools: bank(lasting, gate.pass).tools,
    });
    void world.say('Pay it');
    await gate.reached;
    world.store.die();
    await world.change(paths.chat(world.chat), { access: 'closed' });
    const other = await world.another(script, { tools: bank(lasting).tools });
    other.aheadMs += limits.leaseMs + 1_000;
    await other.sweepAll();
    const runs = await other.runs();
    expect(runs.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'tool_call'))).toMatchObject([
      { ok: false, unknown: true },
    ]);
    expect(await other.tasks()).toMatchObject([{ status: 'cancelled' }]);
  });

  it.each(['the process dies in it', 'it is under way'])(
    '%s, and the chat is removed -> on record as unknown',
    async (which) => {
      const gate = new Gate();
      const tools = bank(lasting, gate.pass).tools;
      const world = await TestWorld.open(script, { database: new MemoryStore(), tools });
      const said = world.say('Pay it');
      await gate.reached;
      if (which === 'the process dies in it') world.store.die();
      await world.change(paths.chat(world.chat), { access: 'deleting', deleteAt: 0 });
      const other = await world.another(script, { tools });
      await other.deliver(REMOVER);
      gate.letGo();
      if (which === 'it is under way') await said;
      await other.deliver(REMOVER);
      expect(await other.database.get(paths.chat(world.chat))).toBeNull();
      const calls = (await other.runs()).flatMap(({ steps }) =>
        steps.filter(({ kind }) => kind === 'tool_call'),
      );
      expect(calls).toMatchObject([{ ok: false, unknown: true }]);
    },
  );

  it('the process dies after its result was stored, and its task is stopped -> the result is on record', async () => {
    const database = new MemoryStore();
    const died = Promise.withResolvers<void>();
    const world = await TestWorld.open(script, { database, tools: bank(lasting).tools });
    world.store.beforeCommit = (writes) => {
      if (!writes.some(({ path }) => path.endsWith('/m-0001'))) return undefined;
      world.store.die();
      died.resolve();
      return never();
    };
    void world.say('Pay it');
    await died.promise;
    const [task] = await world.tasks();
    const other = await world.another(script, { tools: bank(lasting).tools });
    other.aheadMs += limits.leaseMs + 1_000;
    await other.say('', { stop: { kind: 'task', id: task?.id ?? '' } });
    await other.sweepAll();
    const calls = (await other.runs()).flatMap(({ steps }) =>
      steps.filter(({ kind }) => kind === 'tool_call'),
    );
    expect(calls).toMatchObject([{ ok: true, unknown: false }]);
  });

  it('its mark took long to be stored -> the lease is renewed before anything is sent', async () => {
    const { payments, tools } = bank(lasting);
    const left: number[] = [];
    const [tool] = tools;
    const watched = tool && {
      ...tool,
      run: async (...given: Parameters<typeof tool.run>) => {
        const state = await world.subAgentState({ actorId: 'agent-0-0-0' });
        left.push((state.leaseEndsAt ?? 0) - world.engine.now());
        return tool.run(...given);
      },
    };
    const world = await TestWorld.open(script, {
      database: new MemoryStore(),
      tools: watched ? [watched] : [],
    });
    world.store.afterCommit = (writes) => {
      const isMark = writes.some((write) => write.op === 'update' && 'intent' in write.data);
      if (!isMark) return;
      world.store.afterCommit = () => undefined;
      world.aheadMs += limits.leaseMs - (limits.toolMs + limits.clockSkewMs);
    };
    await world.say('Pay it');
    expect(payments).toHaveLength(1);
    expect(left[0]).toBeGreaterThanOrEqual(2 * limits.toolMs + limits.clockSkewMs);
  });
});
