import { MOTHER, SCHEMA_VERSION, limits, paths, type Mail, type Wake } from '../../src/contracts/index.ts';
import { create, remove } from '../../src/store/documents.ts';
import { SERVER_TIME, type Write } from '../../src/store/port.ts';
import { scenarioA } from './scenes.ts';
import { TestWorld } from './test-world.ts';

// Chats that are broken, each in one way that no process can bring about: somebody wrote in the database, or a bug did.

const versioned = { schemaVersion: SCHEMA_VERSION } as const;

/** A chat in which the planner waits for the person. */
export async function waiting() {
  const world = await TestWorld.open(scenarioA);
  await world.say('Plan a call');
  const [[task], [question]] = [await world.tasks(), await world.questions()];
  if (!task || !question) throw new Error('Nobody has asked');
  return { world, task, question };
}

/** A chat in which a task has been done and told of. */
export async function done() {
  const found = await waiting();
  await found.world.say('Berlin', { replyTo: found.question.id });
  return found;
}

type Finished = Extract<Mail, { kind: 'finished' }>;

const mail = (fields: Partial<Finished>) => ({
  ...versioned,
  to: MOTHER,
  kind: 'finished' as const,
  taskId: 'task-1',
  questionId: null,
  createdAt: SERVER_TIME,
  ...fields,
});

type Broken = {
  readonly name: string;
  readonly rules: readonly string[];
  readonly scene: () => ReturnType<typeof waiting>;
  readonly break: (found: Awaited<ReturnType<typeof waiting>>) => Promise<unknown>;
};

const state = ({ chat }: TestWorld, actorId: string) => paths.states.one(chat, actorId);

export const mended: readonly Broken[] = [
  {
    name: 'a badge that counts too many at work',
    rules: ['badge'],
    scene: waiting,
    break: ({ world }) => world.change(paths.chat(world.chat), { 'counts.running': 7 }),
  },
  {
    name: 'both badges',
    rules: ['badge', 'badge'],
    scene: done,
    break: ({ world }) => world.change(paths.chat(world.chat), { 'counts.running': -1, 'counts.waiting': 2 }),
  },
  {
    name: 'a wake without an actor',
    rules: ['wake'],
    scene: done,
    break: ({ world }) =>
      world.database.commit([
        create<Wake>(`${paths.wakes.all(world.chat)}/nobody-3`, {
          ...versioned,
          actorId: 'nobody',
          createdAt: SERVER_TIME,
        }),
      ]),
  },
  {
    name: 'mail about the end of a task that was told of',
    rules: ['mail'],
    scene: done,
    break: ({ world, task }) =>
      world.database.commit([create<Mail>(paths.mail.one(world.chat, 'again'), mail({ taskId: task.id }))]),
  },
  {
    name: 'mail with a question of a task that has ended',
    rules: ['mail'],
    scene: done,
    break: ({ world, task, question }) =>
      world.database.commit([
        create<Mail>(paths.mail.one(world.chat, 'asked-again'), {
          ...mail({ taskId: task.id }),
          kind: 'asked',
          questionId: question.id,
        }),
      ]),
  },
  {
    name: 'mail about a task that there is not',
    rules: ['mail'],
    scene: waiting,
    break: ({ world }) =>
      world.database.commit([create<Mail>(paths.mail.one(world.chat, 'of-none'), mail({}))]),
  },
  {
    name: 'mail to somebody who is not there',
    rules: ['mail'],
    scene: waiting,
    break: ({ world, task }) =>
      world.database.commit([
        create<Mail>(paths.mail.one(world.chat, 'to-nobody'), mail({ to: 'nobody', taskId: task.id })),
      ]),
  },
  {
    name: 'an owner without a lease',
    rules: ['lease'],
    scene: done,
    break: ({ world }) => world.change(state(world, MOTHER), { owner: 'somebody' }),
  },
  {
    name: 'a lease without an owner',
    rules: ['lease'],
    scene: waiting,
    break: ({ world, task }) =>
      world.change(state(world, task.subAgentId), { leaseEndsAt: world.engine.now() + limits.leaseMs }),
  },
  {
    name: 'a sub-agent that waits, of a task that is done',
    rules: ['sub_agent'],
    scene: done,
    break: ({ world, task }) =>
      world.change(paths.subAgents.one(world.chat, task.subAgentId), { status: 'waiting_for_user' }),
  },
  {
    name: 'a sub-agent that has failed, of a task that waits',
    rules: ['sub_agent'],
    scene: waiting,
    break: ({ world, task }) =>
      world.change(paths.subAgents.one(world.chat, task.subAgentId), { status: 'failed' }),
  },
];

export const lost: readonly Broken[] = [
  {
    name: 'a task whose sub-agent’s state is gone',
    rules: ['lost_task'],
    scene: waiting,
    break: ({ world, task }) => world.database.commit([remove(state(world, task.subAgentId))]),
  },
  {
    name: 'a task whose sub-agent has ended',
    rules: ['lost_task'],
    scene: waiting,
    break: ({ world, task }) => world.change(state(world, task.subAgentId), { phase: 'ended', dueAt: null }),
  },
  {
    name: 'a running task whose sub-agent’s state is gone, and its question answered',
    rules: ['lost_task'],
    scene: waiting,
    break: ({ world, task, question }) =>
      world.database.commit([
        remove(state(world, task.subAgentId)),
        ...(
          [
            [paths.tasks.one(world.chat, task.id), { status: 'running', questionId: null }],
            [paths.questions.one(world.chat, question.id), { status: 'answered', answer: 'Berlin' }],
            [paths.subAgents.one(world.chat, task.subAgentId), { status: 'active' }],
            [paths.chat(world.chat), { 'counts.waiting': 0 }],
          ] as const
        ).map(([path, data]): Write => ({ op: 'update', path, data })),
      ]),
  },
];
