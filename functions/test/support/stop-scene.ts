import { expect } from 'vitest';
import { builtInTools, type Tool } from '../../src/connectors/index.ts';
import { limits } from '../../src/contracts/index.ts';
import type { Gate } from './gate.ts';
import { ModelError } from '../../src/model/index.ts';
import { patient } from './patient.ts';
import type { AgentView, MotherView, Reply, Script } from './scripted-model.ts';
import { openInMemory, type TestWorld } from './test-world.ts';

// Where the table of stops is played: one chat with an agent that has nothing to do with what is stopped (Writer, who
// waits for the person), one whose task may be stopped (Planner), and Mother. What each does is in what they are told.

/** A state that Mother or a task can be in when a stop is written, and how a chat comes to it. */
export type MachineState = { readonly name: string; readonly reach: () => Promise<Held> };

/** A chat that stands in one state of the machine, until it is let go. */
export type Held = {
  /** The process that hears of the stop; not the one that died, where one did. */
  readonly world: TestWorld;
  /** What a stop of the turn names: the reply that Mother is at, or her last one. */
  readonly replyId: string;
  /** Ends the holding; what was held goes on as far as it still may. */
  readonly letGo: () => Promise<void>;
  /** Mother is in a model call, and hears of what is written meanwhile. */
  readonly listens: boolean;
};

const delegate = (agent: string, message: string) =>
  ['delegate_to_agent', { agent_id: agent, message }] as const;

/** What a scene of the table may change. */
export type Twist = {
  readonly mother?: (seen: MotherView) => Reply | null;
  readonly planner?: (seen: AgentView) => Reply;
  /** Where the one tool that is used waits while it is at work. */
  readonly tool?: Gate;
  /** It has an effect outside, which the person has to allow. */
  readonly needsYes?: boolean;
};

const askZone: Reply = { calls: [['ask_user', { question: 'Which time zone?' }]] };
const lookUp: Reply = { calls: [['current_time', { time_zone: 'UTC' }]] };
const finish: Reply = { calls: [['finish', { result: 'Planned.' }]] };

/** What Planner does: it asks; or looks the time up first; or is done at once. */
export const planners = {
  asks: ({ results }: AgentView): Reply => (results.length === 0 ? askZone : finish),
  looksUp: ({ results }: AgentView): Reply => (results.length === 0 ? lookUp : finish),
  isDone: (): Reply => finish,
};

function motherSays(seen: MotherView): Reply {
  const [said] = seen.messages;
  if (said?.text === 'Ask Writer') return { text: 'Asked.', calls: [delegate('writer', 'Write.')] };
  if (said?.text === 'Ask four')
    return { text: 'Asked.', calls: Array.from({ length: 4 }, () => delegate('writer', 'Write.')) };
  if (said?.text === 'Ask Planner') return { text: 'Asked.', calls: [delegate('planner', 'Plan.')] };
  if (said) return { text: 'Once' };
  if (seen.results[0]) return { text: 'Result' };
  return { calls: seen.questions.map((one) => ['ask_user', { sub_agent_id: one.sub_agent_id }] as const) };
}

const scriptOf = ({ mother, planner = planners.asks }: Twist): Script => ({
  mother: (seen) => mother?.(seen) ?? motherSays(seen),
  agents: {
    Estimator: () => ({ calls: [['finish', { result: 'Estimated.' }]] }),
    Writer: () => ({ calls: [['ask_user', { question: 'For whom?' }]] }),
    Planner: planner,
  },
});

/** A chat in which Writer waits for the person. */
export async function withWriter(twist: Twist = {}, opening = 'Ask Writer'): Promise<TestWorld> {
  const { current_time: clock } = builtInTools;
  const gated = twist.tool && {
    ...clock,
    run: async (...given: Parameters<typeof clock.run>) => {
      await twist.tool?.pass();
      return clock.run(...given);
    },
  };
  const tool: Tool = gated ?? (twist.needsYes ? { ...clock, outside: { idempotent: false } } : clock);
  const world = await openInMemory(scriptOf(twist), { tools: [tool], asksConsent: true });
  await world.say(opening);
  return world;
}

/** The same, where Planner waits as well. */
export async function withBoth(twist: Twist = {}): Promise<TestWorld> {
  const world = await withWriter(twist);
  await world.say('Ask Planner');
  return world;
}

export async function taskOf(world: TestWorld, name: string) {
  const task = (await world.tasks()).find(({ agentName }) => agentName === name);
  if (!task) throw new Error(`${name} has no task`);
  return task;
}

/** Nothing is under way: the state is one at rest. */
export async function atRest(world: TestWorld): Promise<Held> {
  const { step } = await world.mother();
  const replyId = (await world.said()).findLast(({ id }) => id.startsWith('mother-'))?.id;
  const letGo = () => Promise.resolve();
  return { world, replyId: replyId ?? `mother-${step}`, letGo, listens: false };
}

/** Something is under way and stands at a gate. */
export async function heldAt(
  world: TestWorld,
  gate: Gate,
  working: Promise<unknown>,
  listens = false,
): Promise<Held> {
  const isHeld = await Promise.race([gate.reached.then(() => true), working.then(() => false)]);
  if (!isHeld) throw new Error('Everything came to its end, and nothing passed the gate');
  const letGo = async () => {
    gate.letGo();
    await working;
  };
  return { ...(await atRest(world)), letGo, listens };
}

/** Mother is in a model call, all of whose words so far can be seen. */
export async function streaming(world: TestWorld, gate: Gate, working: Promise<unknown>): Promise<Held> {
  const held = await heldAt(world, gate, working, true);
  await expect.poll(() => world.parts(held.replyId), patient).toHaveLength(1);
  await world.store.everyListenerHeard();
  return held;
}

/** The process dies where it stands, and its lease runs out; another one is there. */
export async function died({ world, replyId }: Held, twist: Twist = {}): Promise<Held> {
  world.store.die();
  const other = await world.another(scriptOf(twist), { aheadMs: world.aheadMs + limits.leaseMs + 1_000 });
  return { world: other, replyId, letGo: () => Promise.resolve(), listens: false };
}

/** Less than another model call may take. */
export const LITTLE = limits.callMs;

export const isMother = ({ instructions }: { instructions: string }): boolean =>
  instructions.startsWith('You are Mother.');

const busy = () => new ModelError('model_busy', '429', { transient: true, retryAfterMs: 200_000 });

/** Fails once, then goes on. */
export function busyOnce<T>(after: (seen: T) => Reply | null): (seen: T) => Reply | null {
  const errors = [busy()];
  return (seen) => {
    const reply = after(seen);
    const error = reply && errors.pop();
    return error ? { error } : reply;
  };
}
