import { paths } from '../../src/contracts/index.ts';
import { ModelError } from '../../src/model/index.ts';
import { PreconditionFailed } from '../../src/store/port.ts';
import { finalState } from './final-state.ts';
import { lineId, type Line, type Page } from './scenes.ts';
import type { MotherView, Reply, Script } from './scripted-model.ts';
import type { Intent, TestWorld } from './test-world.ts';

// What scenes that are interrupted are made of: who says what, what comes between, and what has to be so in the end.

export const delegate = (agent: string, message: string) =>
  ['delegate_to_agent', { agent_id: agent, message }] as const;
/**
 * A model that takes its time: it is stopped long before. Where the emulator does not tell of the stop, it goes on.
 */
export const takesLong = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 10_000).unref();
  });
export const finish = (result: string): Reply => ({ calls: [['finish', { result }]] });

/** The opening, and what is written when the page gives a reason to. */
export const person =
  (opening: string, then: (page: Page) => Omit<Line, 'id'> | null = () => null) =>
  (page: Page): Line | null => {
    if (page.messages.length === 0) return { id: lineId('opening'), content: opening };
    const line = then(page);
    return line && !page.messages.some(({ id }) => id === lineId('then'))
      ? { id: lineId('then'), ...line }
      : null;
  };

/** The person writes once, while somebody is at work; the platform delivers it, and delivers it again. */
export async function interrupt(world: TestWorld, intent: Intent): Promise<void> {
  try {
    await world.write('', intent, lineId('interrupts'));
  } catch (error) {
    // It is there already, from before the process ended.
    if (!(error instanceof PreconditionFailed)) throw error;
  }
  world.deliverMeanwhile();
}

/** How often a provider has failed, as far as it is on record. */
export const failuresOf = async (world: TestWorld): Promise<number> =>
  (await world.runs()).flatMap(({ steps }) => steps).filter((one) => 'error' in one && one.error !== null)
    .length;

export const busy = () => new ModelError('model_busy', '429', { transient: true, retryAfterMs: 200_000 });

/** All of it but who did it: what a process that ended had tried is not on record, or is on another one's. */
export const withoutTries = async (world: TestWorld): Promise<unknown> =>
  JSON.parse(
    JSON.stringify(await finalState(world), (key, value: unknown) =>
      key === 'attempts' || key === 'failing' || key === 'runs' ? null : value,
    ),
  );

/** What became of each task and question, whichever turn of Mother's told of it. */
export async function facts(world: TestWorld): Promise<unknown> {
  const [chat, tasks, questions] = await Promise.all([
    world.chatDocument(),
    world.tasks(),
    world.questions(),
  ]);
  return {
    counts: chat.counts,
    tasks: tasks
      .map(({ agentName, goal, status, result }) => [agentName, goal, status, result].join())
      .toSorted(),
    questions: questions.map(({ name, status, answer }) => [name, status, answer].join()).toSorted(),
  };
}

/** As facts; either of two that ask the same may be asked first, and its answer be for both. */
export async function factsOfAlike(world: TestWorld): Promise<unknown> {
  const whoever = (text: string) => text.replaceAll(/For (?:Planner|Writer)/gu, 'For either');
  return JSON.parse(whoever(JSON.stringify(await facts(world)))) as unknown;
}

const collections = [
  ...['orch-chats', 'messages', 'parts', 'tasks', 'sub_agents', 'sub_agent_messages'],
  ...['questions', 'mail', 'state', 'wakes', 'rescues'],
];

/** What there is of a chat, wherever in it. */
export async function leftOf({ database, chat }: TestWorld): Promise<string[]> {
  const found = await Promise.all(
    collections.map((collection) => database.query({ collection, group: true, where: [], limit: 10_000 })),
  );
  const own = paths.chat(chat);
  return found.flatMap((documents) =>
    documents.map(({ path }) => path).filter((path) => path === own || path.startsWith(`${own}/`)),
  );
}

export const plannerWorks: Script = {
  mother: (seen) =>
    seen.messages[0] ? { text: 'Asked.', calls: [delegate('planner', 'Plan.')] } : wordAll(seen),
  agents: { Planner: () => finish('Planned.') },
};

export function wordAll({ results, questions }: MotherView): Reply {
  return {
    text: results.map(({ agent, text }) => `${agent}: ${text}`).join(' '),
    calls: questions.map((one) => ['ask_user', { sub_agent_id: one.sub_agent_id }]),
  };
}
