import { MOTHER, REMOVER, isFinal, limits, paths, type Chat } from '../../src/contracts/index.ts';
import { ModelError } from '../../src/model/index.ts';
import { update } from '../../src/store/documents.ts';
import {
  busy,
  delegate,
  facts,
  factsOfAlike,
  failuresOf,
  finish,
  interrupt,
  leftOf,
  takesLong,
  person,
  plannerWorks,
  withoutTries,
  wordAll,
} from './interruptions.ts';
import {
  lineId,
  plainMother,
  scenarioA,
  scenarioB,
  scenes,
  twoAlike,
  twoAtOnce,
  type Scene,
} from './scenes.ts';
import { finalState } from './final-state.ts';
import { isPart } from './observed-store.ts';
import { orderTool, ordersOf } from './shop.ts';
import { LITTLE, isMother } from './stop-scene.ts';
import type { TestWorld } from './test-world.ts';

// The scenes in which every boundary is tried: those of scenes.ts, and one for each thing that can come between.

const taskIsStopped: Scene = {
  name: 'a task is stopped while its agent works',
  script: plannerWorks,
  person: person('Plan a call'),
  meanwhile: async (world, request) => {
    if (isMother(request)) return;
    const [task] = await world.tasks();
    await interrupt(world, { stop: { kind: 'task', id: task?.id ?? '' } });
    await takesLong();
  },
  outcome: withoutTries,
};

const allIsStopped: Scene = {
  name: 'everything is stopped while two agents work',
  script: twoAtOnce.script,
  person: person('Plan the call and announce it'),
  meanwhile: async (world, request) => {
    if (isMother(request)) return;
    if (request.instructions.includes('Planner')) await interrupt(world, { stop: { kind: 'all' } });
    await takesLong();
  },
  outcome: facts,
};

const turnIsStopped: Scene = {
  name: 'Mother is stopped while her words stream',
  script: { mother: () => ({ text: 'Once upon a time', afterText: takesLong() }) },
  person: person('Tell me a story'),
  meanwhile: (world) => {
    const stop = { kind: 'turn', id: 'mother-0' } as const;
    world.store.afterCommit = (writes) => (writes.every(isPart) ? interrupt(world, { stop }) : undefined);
    return Promise.resolve();
  },
  outcome: async (world) => (await world.messages()).map(({ id, status }) => `${id} ${status}`).toSorted(),
};

const isCorrected: Scene = {
  name: 'an answer is corrected after the end',
  script: scenarioB,
  person: person('My rate is 80 euros. Estimate 24 hours.', ({ messages, questions: [question] }) => {
    const isTold = messages.some((one) => one.role === 'assistant' && one.kind === 'result');
    if (!question || !isTold) return null;
    return { content: '', intent: { correct: { questionId: question.id, answer: '90 euros' } } };
  }),
};

const isRetried: Scene = {
  name: 'a message that failed is tried again',
  script: { mother: plainMother },
  person: person('Hello', ({ messages }) => {
    const failed = messages.find((one) => one.role === 'assistant' && one.status === 'failed');
    return failed ? { content: '', intent: { retry: { kind: 'message', id: failed.id } } } : null;
  }),
  meanwhile: async (world) => {
    if ((await failuresOf(world)) === 0) throw new ModelError('model_refused', '400', { transient: false });
  },
};

const taskIsRetried: Scene = {
  name: 'a task that failed is tried again',
  script: plannerWorks,
  person: person('Plan a call', ({ messages }) => {
    const told = messages.find((one) => one.role === 'assistant' && one.kind === 'result');
    const [id] = told?.role === 'assistant' ? told.taskIds : [];
    return id === undefined ? null : { content: '', intent: { retry: { kind: 'task', id } } };
  }),
  meanwhile: async (world, request) => {
    if (!isMother(request) && (await failuresOf(world)) === 0)
      throw new ModelError('model_refused', '400', { transient: false });
  },
  outcome: withoutTries,
};

const queues: Scene = {
  name: 'more tasks than may be at work',
  script: {
    mother: (seen) => {
      if (!seen.messages[0]) return wordAll(seen);
      const goals = Array.from({ length: limits.parallelTasks + 1 }, (_, n) => `Plan ${n}.`);
      return { text: 'I’ve asked Planner.', calls: goals.map((goal) => delegate('planner', goal)) };
    },
    agents: { Planner: ({ brief }) => finish(`Done: ${brief}`) },
  },
  person: person('Plan five calls'),
  outcome: facts,
};

const handsOver: Scene = {
  name: 'each invocation has time for one model call',
  script: {
    ...scenarioB,
    mother: (seen) => {
      const [said] = seen.messages;
      const reads = said !== undefined && seen.exchanges.length === 0;
      return reads ? { calls: [['read_message', { id: said.id }]] } : scenarioB.mother(seen);
    },
  },
  person: person('My rate is 80 euros. Estimate 24 hours.'),
  leftMs: LITTLE,
};

const expires: Scene = {
  name: 'a question is never answered',
  script: scenarioA,
  person: person('Plan a call'),
  waitsMs: limits.questionMs,
};

const folds: Scene = {
  name: 'older messages are folded',
  script: { mother: (seen) => ({ text: `Noted ${seen.messages[0]?.text ?? ''}` }) },
  prepare: async (world) => {
    await world.write('First', {}, lineId('first'));
    await world.deliver();
    const unfolded = Array.from({ length: limits.foldMessages }, (_, n) => ({
      id: `old-${n}`,
      from: 'person',
      text: 'Old.',
      createdAt: 0,
    }));
    await world.change(paths.states.one(world.chat, MOTHER), { 'memory.unfolded': unfolded });
  },
  // A folding that is cut off is taken up after the next turn.
  person: ({ messages }) => {
    const next = ['Second', 'Third'].find((text) => !messages.some(({ content }) => content === text));
    return next === undefined ? null : { id: lineId(next), content: next };
  },
};

const access = (world: TestWorld, change: Partial<Chat>) =>
  world.database.commit([update<Chat>(paths.chat(world.chat), change)]);

async function isAtItsEnd(world: TestWorld): Promise<unknown> {
  const { counts } = await world.chatDocument();
  return { counts, isAtItsEnd: (await world.tasks()).every(({ status }) => isFinal(status)) };
}

/** Whoever is outside remembers what came for as long as this process lives: not one for processes that are killed. */
export const orders: Scene = {
  name: 'an agent orders something outside',
  script: {
    mother: (seen) =>
      seen.messages[0] ? { text: 'Asked.', calls: [delegate('estimator', 'Order it.')] } : wordAll(seen),
    agents: {
      Estimator: ({ results: [ordered] }) =>
        ordered === undefined
          ? { calls: [['calculate', { expression: '1' }]] }
          : finish(`It gave ${ordered}`),
    },
  },
  person: person('Order it'),
  tools: [orderTool],
  outcome: async (world) => ({ ...(await finalState(world)), orders: ordersOf(world.chat) }),
};

const isRemoved: Scene = {
  name: 'the chat is removed while an agent works',
  script: plannerWorks,
  person: person('Plan a call'),
  meanwhile: async (world, request) => {
    if (isMother(request)) return;
    await access(world, { access: 'deleting', deleteAt: world.engine.now() });
    // The first time it takes the agent its lease, the second time it removes the rest.
    await world.deliver(REMOVER);
    world.deliverMeanwhile(REMOVER);
    await takesLong();
  },
  outcome: leftOf,
  isRemoved: true,
};

const isClosed: Scene = {
  name: 'the chat is closed while Mother works',
  script: plannerWorks,
  person: person('Plan a call'),
  meanwhile: async (world) => {
    await access(world, { access: 'closed' });
  },
  // Her answer was stored or not. If it was, the task that it began is at its end.
  outcome: isAtItsEnd,
};

const isClosedLater: Scene = {
  name: 'the chat is closed while an agent works',
  script: plannerWorks,
  person: person('Plan a call'),
  meanwhile: async (world, request) => {
    if (!isMother(request)) await access(world, { access: 'closed' });
  },
  // It was done in time or not; nobody is told of it.
  outcome: isAtItsEnd,
};

const motherIsBusy: Scene = {
  name: 'the provider is busy while Mother works',
  script: { mother: plainMother },
  person: person('Hello'),
  meanwhile: async (world) => {
    if ((await failuresOf(world)) === 0) throw busy();
  },
  waitsMs: 200_000,
};

const agentIsBusy: Scene = {
  name: 'the provider is busy while an agent works',
  script: plannerWorks,
  person: person('Plan a call'),
  meanwhile: async (world, request) => {
    if (!isMother(request) && (await failuresOf(world)) === 0) throw busy();
  },
  waitsMs: 200_000,
};

const looksUp: Scene = {
  name: 'Mother looks for an agent, and the agent looks the time up',
  script: {
    mother: (seen) => {
      if (!seen.messages[0]) return wordAll(seen);
      const looks = [
        { calls: [['find_agents', { tags: ['meeting'], text: '' }]] },
        { calls: [delegate('diviner', 'Plan.')] },
      ] as const;
      return (
        looks[seen.exchanges.filter(({ role }) => role === 'assistant').length] ?? plannerWorks.mother(seen)
      );
    },
    agents: {
      Planner: ({ results }) =>
        results.length === 0 ? { calls: [['current_time', { time_zone: 'UTC' }]] } : finish('Planned.'),
    },
  },
  person: person('Plan a call'),
  // What time it is stands in its transcript.
  outcome: facts,
};

/** The chats in which it has. */
const failed = new Set<string>();

const failsOnce: Scene = {
  name: 'the provider fails for a moment',
  script: { mother: plainMother },
  person: person('Hello'),
  meanwhile: ({ chat: { chatId } }) => {
    if (failed.has(chatId)) return Promise.resolve();
    failed.add(chatId);
    return Promise.reject(new ModelError('model_unavailable', '500', { transient: true }));
  },
  outcome: withoutTries,
};

export const interruptedScenes = {
  ...scenes,
  twoAtOnce: { ...twoAtOnce, outcome: facts },
  twoAlike: { ...twoAlike, outcome: factsOfAlike },
  taskIsStopped,
  allIsStopped,
  turnIsStopped,
  isCorrected,
  isRetried,
  taskIsRetried,
  queues,
  handsOver,
  expires,
  folds,
  looksUp,
  isRemoved,
  isClosed,
  isClosedLater,
  motherIsBusy,
  agentIsBusy,
  failsOnce,
} as const satisfies Record<string, Scene>;
