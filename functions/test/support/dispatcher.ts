import { MOTHER, isFinal, paths, taskStatus } from '../../src/contracts/index.ts';
import { remove } from '../../src/store/documents.ts';
import type { Write } from '../../src/store/port.ts';
import type { Scene } from './scenes.ts';
import type { TestWorld } from './test-world.ts';

/** A trigger that fires: the function it belongs to, whom it wakes, and for `resume` the wake that it takes. */
export type TriggerEvent = {
  readonly trigger: 'orchestrator' | 'orchestrator-notify' | 'agent-loop' | 'resume';
  readonly actorId: string;
  readonly path: string;
};

/** Which trigger a stored write fires, as the functions in triggers/ decide it. */
export function eventsOf(write: Write): TriggerEvent[] {
  if (write.op === 'delete') return [];
  const { path, data } = write;
  const [collection = '', , inner] = path.split('/').slice(4);
  const isNew = write.op !== 'update';
  if (collection === 'messages' && inner === undefined && isNew && data['role'] === 'user')
    return [{ trigger: 'orchestrator', actorId: MOTHER, path }];
  if (collection === 'tasks' && !isNew) {
    const status = taskStatus.safeParse(data['status']);
    const isTurn = status.success && (status.data === 'waiting' || isFinal(status.data));
    return isTurn ? [{ trigger: 'orchestrator-notify', actorId: MOTHER, path }] : [];
  }
  if (collection === 'sub_agents' && inner !== undefined && isNew) {
    const isMail = data['role'] === 'user' && data['status'] === 'sent';
    return isMail ? [{ trigger: 'agent-loop', actorId: path.split('/')[5] ?? '', path }] : [];
  }
  if (collection === 'wakes' && isNew) return [{ trigger: 'resume', actorId: String(data['actorId']), path }];
  return [];
}

type Order = 'oldest first' | 'newest first';

/**
 * The platform's side of the triggers, in a test's hands: collects the events of everything that is stored, and
 * delivers them when, in which order and how often the test wants.
 */
export class Dispatcher {
  /** Everything that ever fired, in order. */
  readonly fired: TriggerEvent[] = [];
  readonly #world: TestWorld;
  #pending: TriggerEvent[] = [];

  constructor(world: TestWorld) {
    this.#world = world;
    world.store.onCommitted = (writes) => {
      const events = writes.flatMap(eventsOf);
      this.fired.push(...events);
      this.#pending.push(...events);
    };
  }

  /** Delivers one event, so many times at once. */
  async deliver({ trigger, actorId, path }: TriggerEvent, times = 1): Promise<void> {
    await Promise.all(Array.from({ length: times }, () => this.#world.deliver(actorId)));
    if (trigger === 'resume') await this.#world.store.commit([remove(path)]);
  }

  /** Delivers what is pending and what follows from it. */
  async drain(order: Order = 'oldest first', times = 1): Promise<void> {
    for (;;) {
      const event = order === 'oldest first' ? this.#pending.shift() : this.#pending.pop();
      if (!event) return;
      await this.deliver(event, times);
    }
  }

  /** Delivers everything that is pending at the same time, and then what follows from it. */
  async storm(times: number): Promise<void> {
    while (this.#pending.length > 0) {
      const events = this.#pending;
      this.#pending = [];
      await Promise.all(events.map((event) => this.deliver(event, times)));
    }
  }

  /** Delivers again everything that ever fired, the newest first. */
  async repeatAll(): Promise<void> {
    for (const event of this.fired.toReversed()) await this.deliver(event);
    await this.drain();
  }

  /** Lets everything pending get lost but the wakes. */
  loseAllButWakes(): void {
    this.#pending = this.#pending.filter(({ trigger }) => trigger === 'resume');
  }
}

/** Lets the person write their next line, if they have a reason to. */
export async function writeNextLine(world: TestWorld, { person }: Scene): Promise<boolean> {
  // Nobody can write in a chat that there is no more.
  if (!(await world.database.get(paths.chat(world.chat)))) return false;
  const line = person({ messages: await world.messages(), questions: await world.questions() });
  if (!line) return false;
  await world.write(line.content, line.intent, line.id);
  return true;
}

/** Plays a scene to its end: a line of the person's, then whatever `settle` does, and so on. */
export async function play(world: TestWorld, scene: Scene, settle: () => Promise<unknown>): Promise<void> {
  while (await writeNextLine(world, scene)) await settle();
}
