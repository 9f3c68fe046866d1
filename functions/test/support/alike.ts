import { plainMother } from './scenes.ts';
import type { AgentView, MotherView, Reply, Script } from './scripted-model.ts';
import { TestWorld } from './test-world.ts';

// Planner, Writer and Estimator ask for the same year; what tests look at of the chat that follows.

/** Asks these questions one after the other, and then finishes with the answers. */
export const asking =
  (...questions: (string | readonly [question: string, ...options: string[]])[]) =>
  ({ results }: AgentView): Reply => {
    const next = questions[results.length];
    if (next === undefined) return { calls: [['finish', { result: results.join(' ') }]] };
    const [question, ...options] = typeof next === 'string' ? [next] : next;
    return { calls: [['ask_user', { question, options }]] };
  };

export const replyTo = (sub_agent_id: string, answer: string, { id, text }: { id: string; text: string }) =>
  [
    'reply_to_agent',
    {
      sub_agent_id,
      answer,
      confidence: 0.9,
      evidence: [{ message_id: id, quote: text.includes(answer) ? answer : text }],
    },
  ] as const;

/** Delegates to the agents that a message names, answers the first that waits with any other, relays what is asked. */
export function mother(seen: MotherView): Reply {
  const [said] = seen.messages;
  const relays = seen.questions.map((one) => ['ask_user', { sub_agent_id: one.sub_agent_id }] as const);
  if (!said) return seen.questions.length > 0 ? { calls: relays } : plainMother(seen);
  const named = ['planner', 'writer', 'estimator'].filter((id) => said.text.toLowerCase().includes(id));
  const tasks = named.map((id) => ['delegate_to_agent', { agent_id: id, message: `Do it, ${id}.` }] as const);
  const [waiting] = seen.waiting;
  if (named.length > 0 || !waiting) return { text: 'I’ve asked them.', calls: [...tasks, ...relays] };
  return { calls: [replyTo(waiting.sub_agent_id, said.text, said), ...relays] };
}

export const YEAR = 'Which year?';
export const script: Script = {
  mother,
  agents: { Planner: asking(YEAR), Writer: asking('which  YEAR'), Estimator: asking(YEAR) },
};

export const cards = async (world: TestWorld) =>
  (await world.said()).filter(({ kind }) => kind === 'question').map(({ content }) => content);

export const questionOf = async (world: TestWorld, name: string) => {
  const found = (await world.questions()).findLast((one) => one.name === name);
  if (!found) throw new Error(`${name} asks nothing`);
  return found;
};

export const taskOf = async (world: TestWorld, name: string) =>
  (await world.tasks()).findLast(({ agentName }) => agentName === name);

export const results = async (world: TestWorld) =>
  Object.fromEntries((await world.tasks()).map(({ agentName, result }) => [agentName, result]));

export const messageWith = async (world: TestWorld, id: string) =>
  (await world.messages()).find((one) => one.id === id);

/** Planner and Writer ask for the year: in one turn, or Writer a while after Planner. */
export async function bothAsk(how: 'in one turn' | 'one after the other', given: Script = script) {
  const world = await TestWorld.open(given);
  if (how === 'in one turn') await world.say('Planner and Writer, please');
  else {
    await world.say('Planner, please');
    await world.say('Writer too');
  }
  return world;
}
