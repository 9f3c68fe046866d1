import { describe, expect, it } from 'vitest';
import { limits, paths, type Agent } from '../../src/contracts/index.ts';
import { update } from '../../src/store/documents.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { plainMother } from '../support/scenes.ts';
import type { Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';
import { Till } from '../support/till.ts';

// A task fails after it has paid, and the person presses Retry. Nothing is paid twice.

const mother: Script['mother'] = (seen) =>
  seen.messages[0]
    ? { text: 'I’ve asked.', calls: [['delegate_to_agent', { agent_id: 'estimator', message: 'Pay.' }]] }
    : plainMother(seen);

/** Pays once, unless it sees that it has; and reports what it sees. */
const paying: Script = {
  mother,
  agents: {
    Estimator: ({ results }) =>
      results.length === 0
        ? { calls: [['calculate', { expression: '49' }]] }
        : { calls: [['finish', { result: `It gave: ${results.join(' / ')}` }]] },
  },
};

async function open(script: Script, agent: Partial<Agent>) {
  const till = new Till();
  const world = await TestWorld.open(script, { database: new MemoryStore(), tools: [till.tool] });
  await world.database.commit([update<Agent>(paths.agents.one(world.tenantId, 'estimator'), agent)]);
  world.aheadMs += limits.settingsKeptMs + 1_000;
  await world.say('Pay it');
  return { till, world };
}

async function retry(world: TestWorld) {
  const [task] = await world.tasks();
  await world.say('', { retry: { kind: 'task', id: task?.id ?? '' } });
  await world.takeWakes();
}

describe('a task that has paid, and failed', () => {
  it('in its last step -> tried again, it knows that it has paid', async () => {
    const { till, world } = await open(paying, {
      limits: { steps: 1, minutes: 10, toolCalls: 8, asks: 2 },
    });
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'too_many_steps' } }]);
    await retry(world);
    expect(till.paid).toEqual(['49']);
    const [, again] = await world.tasks();
    expect(again?.result).toContain('paid 49');
    await expectSound(world);
  });

  it('waiting for an answer, to a question beside the payment, that never came -> the same', async () => {
    const asking: Script = {
      mother,
      agents: {
        Estimator: ({ results }) =>
          results.length === 0
            ? {
                calls: [
                  ['calculate', { expression: '49' }],
                  ['ask_user', { question: 'Who is it for?' }],
                ],
              }
            : { calls: [['finish', { result: `It gave: ${results.join(' / ')}` }]] },
      },
    };
    const { till, world } = await open(asking, {});
    world.aheadMs += limits.questionMs + 60_000;
    await world.sweepAll();
    expect(await world.tasks()).toMatchObject([{ status: 'failed', error: { code: 'question_expired' } }]);
    await retry(world);
    expect(till.paid).toEqual(['49']);
    await expectSound(world);
  });
});
