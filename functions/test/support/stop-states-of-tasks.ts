import { expect } from 'vitest';
import { paths } from '../../src/contracts/index.ts';
import type { Write } from '../../src/store/port.ts';
import { Gate } from './gate.ts';
import { patient } from './patient.ts';
import type { AgentView, Reply } from './scripted-model.ts';
import {
  LITTLE,
  atRest,
  busyOnce,
  died,
  heldAt,
  isMother,
  planners,
  taskOf,
  withBoth,
  withWriter,
  type Held,
  type MachineState,
} from './stop-scene.ts';
import type { TestWorld } from './test-world.ts';

const addsToTranscript = (writes: readonly Write[]) =>
  writes.some(({ op, path }) => op === 'create' && path.includes('/sub_agent_messages/m-0001'));

/** Planner is given its task, and held in its model call: the first, or the one after an answer. */
async function inPlannersCall(planner = planners.asks): Promise<Held> {
  const gate = new Gate();
  const world = await withWriter({ planner });
  world.model.beforeAnswer = async (request) => {
    await world.store.everyListenerHeard();
    if (!isMother(request)) await gate.pass();
  };
  await world.write('Ask Planner');
  return heldAt(world, gate, world.deliver());
}

async function atTool(): Promise<Held> {
  const tool = new Gate();
  const world = await withWriter({ planner: planners.looksUp, tool });
  await world.write('Ask Planner');
  return heldAt(world, tool, world.deliver());
}

async function atStep(side: 'beforeCommit' | 'afterCommit'): Promise<Held> {
  const gate = new Gate();
  const world = await withWriter({ planner: planners.looksUp });
  world.store[side] = (writes) => (addsToTranscript(writes) ? gate.pass() : undefined);
  await world.write('Ask Planner');
  const held = await heldAt(world, gate, world.deliver());
  const path = paths.tasks.one(world.chat, (await taskOf(world, 'Planner')).id);
  const letGo = async () => {
    await expect.poll(() => world.store.isHeard(path), patient).toBe(true);
    await held.letGo();
  };
  return { ...held, letGo };
}

/** Planner is given its task and woken, once, and nobody else hears of anything. */
async function plannerAlone(planner: (seen: AgentView) => Reply, leftMs?: number): Promise<TestWorld> {
  const world = await withWriter({ planner });
  world.inProcess = false;
  await world.say('Ask Planner');
  await world.deliver((await taskOf(world, 'Planner')).subAgentId, leftMs);
  return world;
}

async function withConsentAsked(): Promise<TestWorld> {
  const world = await withWriter({ planner: planners.looksUp, needsYes: true });
  await world.say('Ask Planner');
  return world;
}

export const taskStates: readonly MachineState[] = [
  {
    name: 'queued',
    reach: async () => {
      const world = await withWriter({}, 'Ask four');
      await world.say('Ask Planner');
      return atRest(world);
    },
  },
  {
    name: 'running, before its first model call',
    reach: async () => {
      const world = await withWriter();
      world.inProcess = false;
      await world.say('Ask Planner');
      return atRest(world);
    },
  },
  { name: 'in a model call', reach: () => inPlannersCall() },
  { name: 'a tool is at work', reach: atTool },
  { name: 'a step is decided, its commit not sent yet', reach: () => atStep('beforeCommit') },
  { name: 'between two steps', reach: () => atStep('afterCommit') },
  {
    name: 'handed over between two steps',
    reach: async () => atRest(await plannerAlone(planners.looksUp, LITTLE)),
  },
  {
    name: 'waits for a busy provider',
    reach: async () => {
      const once = busyOnce(planners.asks);
      return atRest(await plannerAlone((seen) => once(seen) ?? {}));
    },
  },
  {
    name: 'has asked; nobody has looked at it yet',
    reach: async () => atRest(await plannerAlone(planners.asks)),
  },
  { name: 'its question waits for the person', reach: async () => atRest(await withBoth()) },
  {
    name: 'its call waits for a person’s yes',
    reach: async () => atRest(await withConsentAsked()),
  },
  {
    name: 'its call has its yes, not gone on yet',
    reach: async () => {
      const world = await withConsentAsked();
      world.inProcess = false;
      const question = (await world.questions()).find(({ kind }) => kind === 'consent');
      const hash = question?.consent?.hash ?? '';
      await world.say('', { consent: { questionId: question?.id ?? '', hash, decision: 'yes' } });
      return atRest(world);
    },
  },
  {
    name: 'answered, not gone on yet',
    reach: async () => {
      const world = await withBoth();
      world.inProcess = false;
      const { questionId } = await taskOf(world, 'Planner');
      await world.say('Berlin', { replyTo: questionId ?? '' });
      return atRest(world);
    },
  },
  {
    name: 'answered, in the model call after it',
    reach: async () => {
      const gate = new Gate();
      const world = await withBoth();
      world.model.beforeAnswer = async () => {
        await world.store.everyListenerHeard();
        await gate.pass();
      };
      const { questionId } = await taskOf(world, 'Planner');
      await world.write('Berlin', { replyTo: questionId ?? '' });
      return heldAt(world, gate, world.deliver());
    },
  },
  {
    name: 'finished; Mother does not know yet',
    reach: async () => atRest(await plannerAlone(planners.isDone)),
  },
  {
    name: 'completed and told',
    reach: async () => {
      const world = await withWriter({ planner: planners.isDone });
      await world.say('Ask Planner');
      return atRest(world);
    },
  },
  {
    name: 'failed and told',
    reach: async () => {
      const world = await withWriter({ planner: () => ({ refusal: 'No.' }) });
      await world.say('Ask Planner');
      return atRest(world);
    },
  },
  {
    name: 'cancelled already',
    reach: async () => {
      const world = await withBoth();
      await world.say('', { stop: { kind: 'task', id: (await taskOf(world, 'Planner')).id } });
      return atRest(world);
    },
  },
  { name: 'died in a model call', reach: async () => died(await inPlannersCall()) },
  {
    name: 'died while a tool was at work',
    reach: async () => died(await atTool(), { planner: planners.looksUp }),
  },
];
