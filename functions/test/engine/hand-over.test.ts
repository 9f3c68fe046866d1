import { describe, expect, it } from 'vitest';
import { MOTHER, limits, paths } from '../../src/contracts/index.ts';
import { ModelError } from '../../src/model/index.ts';
import { plainMother, scenarioA, scenarioB } from '../support/scenes.ts';
import type { MotherView, Reply } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { openInMemory, type TestWorld } from '../support/test-world.ts';

/** Less than another model call may take. */
const LITTLE = limits.callMs;

/** Reads a message before she answers. */
const reading = (seen: MotherView): Reply => {
  const [said] = seen.messages;
  if (!said || seen.exchanges.length > 0) return plainMother(seen);
  return { calls: [['read_message', { id: said.id }]] };
};

describe('an invocation with little time left', () => {
  it('Mother hands over what she has -> a fresh one goes on, and asks nothing again', async () => {
    const world = await openInMemory({ mother: reading });
    await world.write('Hello');
    await world.deliver(MOTHER, LITTLE);
    expect(world.model.requests).toHaveLength(1);
    expect(await world.mother()).toMatchObject({
      owner: null,
      leaseEndsAt: null,
      attempts: 0,
      turn: { answers: [{ toolCalls: [{ name: 'read_message' }] }] },
    });
    expect(await world.wakes()).toHaveLength(1);

    await world.takeWakes();

    expect(world.model.requests).toHaveLength(2);
    expect(world.model.requests[1]?.messages).toHaveLength(3);
    expect(await world.said()).toMatchObject([{ status: 'complete' }]);
    expect(await world.mother()).toMatchObject({ turn: null, dueAt: null });
    const runs = (await world.runs()).map(({ outcome, steps }) => `${outcome} after ${steps.length}`);
    expect(runs.toSorted()).toEqual(['answered after 1', 'released after 1']);
    await expectSound(world);
  });

  it('the wake of a hand-over is lost -> the sweeper makes another', async () => {
    const world = await openInMemory({ mother: reading });
    await world.write('Hello');
    await world.deliver(MOTHER, LITTLE);
    await world.database.commit(
      (await world.documents(paths.wakes.all(world.chat))).map(({ path }) => ({ op: 'delete', path })),
    );
    await world.sweepAll();
    expect(world.model.requests).toHaveLength(2);
    await expectSound(world);
  });

  it('something new is said in between -> the turn goes on with what it has, and the new message has the next one', async () => {
    const world = await openInMemory({ mother: reading });
    const first = await world.write('Hello');
    await world.deliver(MOTHER, LITTLE);
    const second = await world.write('Are you there?');
    await world.takeWakes();
    expect(await world.said()).toMatchObject([
      { status: 'complete', inReplyTo: [first] },
      { status: 'complete', inReplyTo: [second] },
    ]);
    // Two each: what the first one had read before is not asked for again.
    expect(world.model.requests).toHaveLength(4);
    await expectSound(world);
  });

  it('a sub-agent hands over between two steps -> a fresh one goes on from its transcript', async () => {
    const world = await openInMemory(scenarioB, { inProcess: false });
    await world.say('My rate is 80 euros. Estimate 24 hours.');
    const [{ subAgentId } = { subAgentId: '' }] = await world.tasks();
    await world.deliver(subAgentId);
    await world.deliver();
    const before = world.model.requests.length;

    // It calculates, and has no time left to look at what came out.
    await world.deliver(subAgentId, LITTLE);
    expect(world.model.requests.length - before).toBe(1);
    expect(await world.subAgentState({ actorId: subAgentId })).toMatchObject({
      owner: null,
      step: 2,
      attempts: 0,
    });
    expect(await world.wakes()).toHaveLength(1);
    await world.takeWakes();
    expect(world.model.requests.length - before).toBe(2);
    await world.deliver();
    expect(await world.tasks()).toMatchObject([
      { status: 'completed', result: expect.stringContaining('1920') },
    ]);
    await expectSound(world);
  });
});

describe('an invocation whose first model call took long', () => {
  /** Takes so long that there is no time for another one. */
  const slowly = (world: () => TestWorld) => {
    world().aheadMs += limits.invocationMs - LITTLE;
  };

  it('Mother finds new mail -> what needs no model is settled, and a fresh one takes the turn', async () => {
    const world: TestWorld = await openInMemory({
      mother: async (seen) => {
        slowly(() => world);
        if (world.model.requests.length === 1) {
          await world.write('Are you there?');
          await world.write('', { retry: { kind: 'message', id: 'none' } });
        }
        return plainMother(seen);
      },
    });
    await world.say('Hello');
    expect(world.model.requests).toHaveLength(1);
    expect(await world.mother()).toMatchObject({ owner: null, dueAt: null, attempts: 0 });
    const statuses = (await world.messages()).flatMap((one) => (one.role === 'user' ? one.status : []));
    expect(statuses).toEqual(['handled', 'sent', 'refused']);
    expect(await world.takeWakes()).toBe(1);
    expect(world.model.requests).toHaveLength(2);
    await expectSound(world);
  });

  it('an agent is given its task -> a fresh one begins with it', async () => {
    const world: TestWorld = await openInMemory({
      ...scenarioA,
      mother: (seen) => {
        slowly(() => world);
        return scenarioA.mother(seen);
      },
    });
    await world.say('Plan a call');
    const [task] = await world.tasks();
    expect(world.model.requests).toHaveLength(1);
    expect(await world.subAgentState({ actorId: task?.subAgentId ?? '' })).toMatchObject({ epoch: 0 });
    await world.takeWakes();
    expect(await world.tasks()).toMatchObject([{ status: 'waiting' }]);
    await expectSound(world);
  });

  /** Fails in a way that passes, and only after so long that there is no time for another call. */
  const silentAtFirst = <V>(world: () => TestWorld, play: (seen: V) => Reply | Promise<Reply>) => {
    let calls = 0;
    return (seen: V): Reply | Promise<Reply> => {
      calls += 1;
      if (calls > 1) return play(seen);
      world().aheadMs += limits.firstChunkMs;
      return { error: new ModelError('model_unavailable', 'silent', { transient: true }) };
    };
  };

  it('Mother’s call failed, in a way that passes -> not made again in place: a fresh one makes it', async () => {
    const world: TestWorld = await openInMemory({ mother: silentAtFirst(() => world, plainMother) });
    await world.say('Hello');
    expect(world.model.requests).toHaveLength(1);
    const [waiting] = await world.said();
    expect(waiting).toMatchObject({ status: 'streaming', retryAt: expect.any(Number) });
    expect(await world.mother()).toMatchObject({ owner: null, dueAt: waiting?.retryAt });
    await world.sweepAll();
    expect(world.model.requests).toHaveLength(2);
    expect(await world.said()).toMatchObject([{ status: 'complete', retryAt: null }]);
    await expectSound(world);
  });

  it('an agent’s call failed so -> the same', async () => {
    const finish = (): Reply => ({ calls: [['finish', { result: 'Planned.' }]] });
    const world: TestWorld = await openInMemory({
      ...scenarioA,
      agents: { Planner: silentAtFirst(() => world, finish) },
    });
    await world.say('Plan a call');
    const [task] = await world.tasks();
    expect(task).toMatchObject({ status: 'running' });
    expect(world.model.requests).toHaveLength(2);
    expect(await world.subAgentState({ actorId: task?.subAgentId ?? '' })).toMatchObject({ owner: null });
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'completed', result: 'Planned.' }]);
    await expectSound(world);
  });

  it('messages are to be folded -> after the next turn that leaves time', async () => {
    let isSlow = true;
    const folds: string[] = [];
    const world: TestWorld = await openInMemory({
      mother: (seen) => {
        if (isSlow) slowly(() => world);
        return plainMother(seen);
      },
      fold: () => {
        folds.push('fold');
        return { text: 'They counted.' };
      },
    });
    for (let sent = 0; sent < limits.recentMessages; sent += 1) await world.say(`Message ${sent}`);
    expect(folds).toEqual([]);
    isSlow = false;
    await world.say('And now?');
    expect(folds).toEqual(['fold']);
  });
});
