import type { Tool } from '../../src/connectors/index.ts';
import type { Message, Question } from '../../src/contracts/index.ts';
import type { ModelRequest } from '../../src/model/index.ts';
import type { AgentView, MotherView, Reply, Script } from './scripted-model.ts';
import type { Intent, TestWorld } from './test-world.ts';

/** The scenes that several tests play. Each is a script: who is asked what, and what they answer. */

/** Words what is new: a result is reported, anything else is greeted. */
export function plainMother(seen: MotherView): Reply {
  const [result] = seen.results;
  if (result) return { text: `${result.agent} is done: ${result.text}` };
  const [asked] = seen.questions;
  if (asked) return { calls: [['ask_user', { sub_agent_id: asked.sub_agent_id }]] };
  return { text: 'Hello there, nice to meet you.' };
}

/**
 * Scenario A: the planner needs the zone, which the person has not said; they are asked, and their answer
 * reappears in the result.
 */
export const scenarioA: Script = {
  mother: (seen) => {
    const [said] = seen.messages;
    const [waiting] = seen.waiting;
    if (said && waiting) {
      const evidence = [{ message_id: said.id, quote: said.text }];
      return {
        text: 'Thanks, I’ve told Planner.',
        calls: [
          [
            'reply_to_agent',
            { sub_agent_id: waiting.sub_agent_id, answer: said.text, confidence: 0.9, evidence },
          ],
        ],
      };
    }
    if (said)
      return {
        text: 'I’ve asked Planner.',
        calls: [['delegate_to_agent', { agent_id: 'planner', message: 'Plan a call.' }]],
      };
    return plainMother(seen);
  },
  agents: {
    Planner: ({ results }) =>
      results[0] === undefined
        ? { calls: [['ask_user', { question: 'Which time zone?' }]] }
        : { calls: [['finish', { result: `Call planned: ${results[0]}` }]] },
  },
};

/** Scenario B: the estimator needs the rate, which stands in what the person said at first. */
export const scenarioB: Script = {
  mother: (seen) => {
    const [asked] = seen.questions;
    const said = seen.conversation.find(({ from, text }) => from === 'person' && text.includes('80 euros'));
    if (asked && said) {
      const evidence = [{ message_id: said.id, quote: 'My rate is 80 euros' }];
      return {
        calls: [
          [
            'reply_to_agent',
            { sub_agent_id: asked.sub_agent_id, answer: '80 euros', confidence: 0.95, evidence },
          ],
        ],
      };
    }
    if (seen.messages[0]) {
      return {
        text: 'I’ve asked Estimator.',
        calls: [['delegate_to_agent', { agent_id: 'estimator', message: 'Estimate 24 hours.' }]],
      };
    }
    return plainMother(seen);
  },
  agents: {
    Estimator: ({ results }) => {
      if (results[0] === undefined)
        return { calls: [['ask_user', { question: 'What is the hourly rate?' }]] };
      if (results[1] === undefined) return { calls: [['calculate', { expression: '24 * 80' }]] };
      return { calls: [['finish', { result: `Total: ${results[1]}` }]] };
    },
  },
};

/** What the person sees: the page shows no more. */
export type Page = {
  readonly messages: readonly (Message & { id: string })[];
  readonly questions: readonly (Question & { id: string })[];
};

export type Line = { readonly id: string; readonly content: string; readonly intent?: Intent };

/** A script with the person in it, who writes one line at a time when there is a reason to. */
export type Scene = {
  readonly name: string;
  readonly script: Script;
  readonly person: (page: Page) => Line | null;
  /** What agents' tools really do; the built-in ones if none are given. */
  readonly tools?: readonly Tool[];
  /** What there is before it begins. */
  readonly prepare?: (world: TestWorld) => Promise<unknown>;
  /** What happens while a model is asked, outside of the process; may throw what the provider says. */
  readonly meanwhile?: (world: TestWorld, request: ModelRequest) => Promise<void>;
  /** How much time each invocation has, and how much passes after each line; in milliseconds. */
  readonly leftMs?: number;
  readonly waitsMs?: number;
  /** What every play of it comes to, however it was interrupted; everything, if nothing is said here. */
  readonly outcome?: (world: TestWorld) => Promise<unknown>;
  /** Nothing of the chat is there at the end. */
  readonly isRemoved?: true;
};

/** The same message has the same id in every run. */
export const lineId = (name: string) => name.padEnd(20, '0');

function person(opening: string, answer: (question: Page['questions'][number]) => Omit<Line, 'id'> | null) {
  return ({ messages, questions }: Page): Line | null => {
    if (messages.length === 0) return { id: lineId('opening'), content: opening };
    const asked = questions.find(({ status }) => status === 'relayed');
    const line = asked && answer(asked);
    const id = lineId(`answer${questions.length}`);
    return line && !messages.some((one) => one.id === id) ? { id, ...line } : null;
  };
}

const withChip: Scene = {
  name: 'scenario A, answered with the chip',
  script: scenarioA,
  person: person('Plan a call', ({ id }) => ({ content: 'Berlin', intent: { replyTo: id } })),
};

const inProse: Scene = {
  name: 'scenario A, answered in prose',
  script: scenarioA,
  person: person('Plan a call', () => ({ content: 'They are in Berlin' })),
};

const fromContext: Scene = {
  name: 'scenario B, answered from context',
  script: scenarioB,
  person: person('My rate is 80 euros. Estimate 24 hours.', () => null),
};

export const scenes = { withChip, inProse, fromContext };

/**
 * Two agents at once, each of which asks and is answered with the chip. How Mother's turns fall together depends on
 * when things arrive, so that clean runs differ in form.
 */
export const twoAtOnce: Scene = {
  name: 'two agents, each answered with the chip',
  script: {
    mother: (seen) => {
      if (!seen.messages[0]) return wordAll(seen);
      const tell = (id: string) => ['delegate_to_agent', { agent_id: id, message: `Ask, ${id}.` }] as const;
      return { text: 'I’ve asked both.', calls: [tell('planner'), tell('writer')] };
    },
    agents: { Planner: askThenFinish('Which time zone?'), Writer: askThenFinish('Which audience?') },
  },
  person: ({ messages, questions }) => {
    if (messages.length === 0) return { id: lineId('opening'), content: 'Plan the call and announce it' };
    const open = questions.find(
      (one) => one.status === 'relayed' && !messages.some(({ id }) => id === lineId(`answer${one.name}`)),
    );
    if (!open) return null;
    return { id: lineId(`answer${open.name}`), content: `For ${open.name}`, intent: { replyTo: open.id } };
  },
};

/** The same, but both ask the same: the person answers whichever they see, and one answer may be for both. */
export const twoAlike: Scene = {
  ...twoAtOnce,
  name: 'two agents that ask the same',
  script: {
    ...twoAtOnce.script,
    agents: { Planner: askThenFinish('Which year?'), Writer: askThenFinish('Which year?') },
  },
};

/** Deals with everything that is new in one answer. */
function wordAll({ questions, results }: MotherView): Reply {
  return {
    text: results.map(({ agent, text }) => `${agent}: ${text}`).join(' '),
    calls: questions.map((one) => ['ask_user', { sub_agent_id: one.sub_agent_id }]),
  };
}

function askThenFinish(question: string) {
  return ({ results: [answer] }: AgentView): Reply =>
    answer === undefined
      ? { calls: [['ask_user', { question }]] }
      : { calls: [['finish', { result: `Done with ${answer}` }]] };
}
