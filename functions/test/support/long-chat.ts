import { paths, type AssistantMessage, type Task, type UserMessage } from '../../src/contracts/index.ts';
import { create } from '../../src/store/documents.ts';
import type { Write } from '../../src/store/port.ts';
import { assistantMessage, task, userMessage } from './factories.ts';
import type { TestWorld } from './test-world.ts';

const AT_ONCE = 500;

/** Stores many documents, past the engine, in commits of the size that Firestore takes. */
async function store({ database }: TestWorld, writes: readonly Write[]): Promise<void> {
  const commits: Promise<unknown>[] = [];
  for (let from = 0; from < writes.length; from += AT_ONCE)
    commits.push(database.commit(writes.slice(from, from + AT_ONCE)));
  await Promise.all(commits);
}

const numbered = (length: number, write: (id: string, n: number) => Write) =>
  Array.from({ length: Math.max(0, length) }, (_, n) => write(idOf(n), n));

const idOf = (n: number) => `old${String(n).padStart(17, '0')}`;

const words = 'Something that was said long ago.';

/** Fills a chat with messages of long ago: each of the person's, and a reply to it. */
export const seedMessages = (world: TestWorld, count: number): Promise<void> =>
  store(
    world,
    numbered(count, (id, n) => {
      const path = paths.messages.one(world.chat, id);
      if (n % 2 === 0) return create<UserMessage>(path, userMessage({ content: words, status: 'handled' }));
      return create<AssistantMessage>(path, assistantMessage({ content: words, inReplyTo: [idOf(n - 1)] }));
    }),
  );

/** Fills a chat with tasks that were completed long ago. */
export const seedTasks = (world: TestWorld, count: number): Promise<void> =>
  store(
    world,
    numbered(count, (id) =>
      create<Task>(
        paths.tasks.one(world.chat, `task-${id}`),
        task({
          status: 'completed',
          result: 'Something that was found long ago.',
          subAgentId: `agent-${id}`,
        }),
      ),
    ),
  );
