import { expect } from 'vitest';
import { paths } from '../../src/contracts/index.ts';
import { ModelError } from '../../src/model/index.ts';
import type { Write } from '../../src/store/port.ts';
import { Gate } from './gate.ts';
import { patient } from './patient.ts';
import type { MotherView, Reply } from './scripted-model.ts';
import {
  LITTLE,
  atRest,
  busyOnce,
  died,
  heldAt,
  isMother,
  planners,
  streaming,
  withBoth,
  withWriter,
  type Held,
  type MachineState,
} from './stop-scene.ts';
import type { TestWorld } from './test-world.ts';

/** Says one word to what is new, and is held before she ends. */
const slow =
  (gate: Gate, more: Reply = {}) =>
  (seen: MotherView): Reply | null =>
    seen.messages[0]?.text === 'Tell' ? { text: 'Once', ...more, afterText: gate.pass() } : null;

/** Reads an older message before she says anything. */
function reading(seen: MotherView): Reply | null {
  if (seen.messages[0]?.text !== 'Tell') return null;
  return seen.exchanges.length > 0
    ? { text: 'Once' }
    : { text: 'Once', calls: [['read_message', { id: 'mother-0' }]] };
}

const tells = (seen: MotherView): Reply | null =>
  seen.messages[0]?.text === 'Tell' ? { text: 'Once' } : null;

const sets = (status: string, folder: string) => (writes: readonly Write[]) =>
  writes.some((one) => one.op === 'update' && one.path.includes(folder) && one.data['status'] === status);
const closesReply = sets('complete', '/messages/mother-');
/** Writes what Mother is to reply to, and delivers it; what comes of it is held somewhere. */
async function telling(world: TestWorld): Promise<{ working: Promise<void> }> {
  await world.write('Tell');
  return { working: world.deliver() };
}

async function inMothersCall(): Promise<Held> {
  const gate = new Gate();
  const world = await withBoth();
  world.model.beforeAnswer = async () => {
    await world.store.everyListenerHeard();
    await gate.pass();
  };
  const { working } = await telling(world);
  return heldAt(world, gate, working, true);
}

async function whileStreaming(more: Reply = {}): Promise<Held> {
  const gate = new Gate();
  const world = await withBoth({ mother: slow(gate, more) });
  const { working } = await telling(world);
  return streaming(world, gate, working);
}

export const motherStates: readonly MachineState[] = [
  { name: 'nothing to do', reach: async () => atRest(await withBoth()) },
  {
    name: 'nothing to do, the last reply failed',
    reach: async () => {
      const error = new ModelError('model_refused', '400', { transient: false });
      const world = await withBoth({ mother: (seen) => tells(seen) && { error } });
      await world.say('Tell');
      return atRest(world);
    },
  },
  {
    name: 'nothing to do, the last reply was stopped',
    reach: async () => {
      const held = await whileStreaming();
      const { world, replyId } = held;
      await world.write('', { stop: { kind: 'turn', id: replyId } });
      const isStopped = async () =>
        (await world.said()).some(({ id, status }) => id === replyId && status === 'stopped');
      await expect.poll(isStopped, patient).toBe(true);
      await held.letGo();
      return atRest(world);
    },
  },
  {
    name: 'a message is there, nobody has taken it yet',
    reach: async () => {
      const world = await withBoth();
      await world.write('Tell');
      return atRest(world);
    },
  },
  { name: 'claimed, in a model call that has said nothing yet', reach: inMothersCall },
  { name: 'words stream', reach: () => whileStreaming() },
  {
    name: 'words and a delegation stream',
    reach: () =>
      whileStreaming({ calls: [['delegate_to_agent', { agent_id: 'estimator', message: 'Estimate.' }]] }),
  },
  {
    name: 'between two model calls of a turn',
    reach: async () => {
      const gate = new Gate();
      const world = await withBoth({ mother: reading });
      const read = paths.messages.one(world.chat, 'mother-0');
      world.store.beforeRead = (what) => (what === read ? gate.pass() : undefined);
      world.model.beforeAnswer = () => world.store.everyListenerHeard();
      const { working } = await telling(world);
      return heldAt(world, gate, working);
    },
  },
  {
    name: 'the answer is decided, its commit not sent yet',
    reach: async () => {
      const gate = new Gate();
      const world = await withBoth();
      world.store.beforeCommit = (writes) => (closesReply(writes) ? gate.pass() : undefined);
      const { working } = await telling(world);
      return heldAt(world, gate, working);
    },
  },
  {
    name: 'the answer is stored, its owner does not know yet',
    reach: async () => {
      const gate = new Gate();
      const world = await withBoth();
      world.store.afterCommit = async (writes) => {
        if (!closesReply(writes)) return;
        await gate.pass();
        throw new Error('14 UNAVAILABLE');
      };
      const { working } = await telling(world);
      return heldAt(world, gate, working);
    },
  },
  {
    name: 'checking a question',
    reach: async () => {
      const gate = new Gate();
      const world = await withWriter();
      world.model.beforeAnswer = async (request) => {
        await world.store.everyListenerHeard();
        if (isMother(request) && request.toolChoice === 'required') await gate.pass();
      };
      await world.write('Ask Planner');
      return heldAt(world, gate, world.deliver(), true);
    },
  },
  {
    name: 'writing a result',
    reach: async () => {
      const gate = new Gate();
      const world = await withWriter({
        planner: planners.isDone,
        mother: (seen) => (seen.results[0] ? { text: 'Result', afterText: gate.pass() } : null),
      });
      await world.write('Ask Planner');
      const working = world.deliver();
      await gate.reached;
      return streaming(world, gate, working);
    },
  },
  {
    name: 'folding older messages',
    reach: async () => {
      const gate = new Gate();
      const world = await withBoth();
      const unfolded = Array.from({ length: 10 }, (_, n) => ({
        id: `old-${n}`,
        from: 'person',
        text: 'Old.',
        createdAt: 0,
      }));
      await world.change(paths.states.one(world.chat, 'mother'), { 'memory.unfolded': unfolded });
      world.model.beforeAnswer = async ({ instructions }) => {
        await world.store.everyListenerHeard();
        if (instructions.startsWith('You condense ')) await gate.pass();
      };
      const { working } = await telling(world);
      return heldAt(world, gate, working, true);
    },
  },
  { name: 'died while words streamed', reach: async () => died(await whileStreaming()) },
  {
    name: 'died when the answer was decided and not stored',
    reach: async () => {
      const gate = new Gate();
      const world = await withBoth();
      world.store.beforeCommit = (writes) => (closesReply(writes) ? gate.pass() : undefined);
      const { working } = await telling(world);
      return died(await heldAt(world, gate, working));
    },
  },
  {
    name: 'handed over in the middle of a turn',
    reach: async () => {
      const world = await withBoth({ mother: reading });
      await world.write('Tell');
      await world.deliver('mother', LITTLE);
      return atRest(world);
    },
  },
  {
    name: 'waits for a busy provider',
    reach: async () => {
      const world = await withBoth({ mother: busyOnce(tells) });
      await world.say('Tell');
      return atRest(world);
    },
  },
];
