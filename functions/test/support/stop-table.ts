import { expect } from 'vitest';
import { joinParts, paths, type Stop } from '../../src/contracts/index.ts';
import type { Write } from '../../src/store/port.ts';
import { patient } from './patient.ts';
import { expectSound } from './soundness.ts';
import { taskOf, type Held, type MachineState } from './stop-scene.ts';
import type { SeenStates } from './seen-states.ts';
import type { TestWorld } from './test-world.ts';

/** What became of a stop in one state: a row of the table. */
export type Row = {
  readonly state: string;
  readonly stop: Stop['kind'];
  readonly became: string;
  readonly reply: string;
  readonly planner: string;
  readonly writer: string;
  /** What Mother has said since, by kind. */
  readonly said: string;
  /** Which calls of the stopped agent's are on record although nothing came of them. */
  readonly recorded: string;
};

/** How a chat looks: the reply that a stop names, and both tasks. */
type Look = { readonly reply: string; readonly planner: string; readonly writer: string };

async function look(world: TestWorld, replyId: string): Promise<Look> {
  const reply = (await world.said()).find(({ id }) => id === replyId);
  const words = reply?.content || joinParts(await world.parts(replyId));
  return {
    reply: reply ? `${reply.status}${words === '' ? '' : ` “${words}”`}` : '–',
    planner: await lookOf(world, 'Planner'),
    writer: await lookOf(world, 'Writer'),
  };
}

async function lookOf(world: TestWorld, name: string): Promise<string> {
  const task = (await world.tasks()).find(({ agentName }) => agentName === name);
  if (!task) return '–';
  const questions = (await world.questions()).filter(({ taskId }) => taskId === task.id);
  const lines = (await world.transcript(task.subAgentId)).length;
  const asked = questions.map(({ status }) => `, question ${status}`).join('');
  return `${task.status}${asked}, ${lines} ${lines === 1 ? 'line' : 'lines'}`;
}

const change = (before: string, after: string) => (before === after ? before : `${before} → ${after}`);

/** All that is stored of a task, its agent's transcript and state included, without what a mere look changes. */
async function everythingOf(world: TestWorld, name: string): Promise<unknown> {
  const { id, subAgentId } = await taskOf(world, name);
  const { chat, database } = world;
  const one = async (path: string) => (await database.get(path))?.data;
  return {
    task: await one(paths.tasks.one(chat, id)),
    subAgent: await one(paths.subAgents.one(chat, subAgentId)),
    state: await one(paths.states.one(chat, subAgentId)),
    transcript: await world.transcript(subAgentId),
    questions: (await world.questions()).filter(({ taskId }) => taskId === id),
  };
}

/** Follows everything that is stored from now on, and tells what was written about what had ended. */
class Watch {
  readonly #world: TestWorld;
  readonly #replyId: string;
  readonly #ended = new Set<string>();
  readonly #late: string[] = [];
  #callsAtEnd: number | null = null;

  constructor(world: TestWorld, replyId: string) {
    this.#world = world;
    this.#replyId = replyId;
    const tell = world.store.onCommitted;
    world.store.onCommitted = (writes) => {
      for (const write of writes) this.#note(write);
      for (const write of writes) this.#noteEnd(write);
      tell(writes);
    };
  }

  #noteEnd(write: Write): void {
    if (write.op !== 'update') return;
    const { path, data } = write;
    if (path.endsWith(`/messages/${this.#replyId}`) && data['status'] === 'stopped')
      this.#ended.add(this.#replyId);
    if (path.includes('/tasks/') && data['status'] === 'cancelled') {
      this.#ended.add(path.split('/').at(-1) ?? '');
      this.#callsAtEnd ??= this.#calls();
    }
  }

  /** Planner's model calls, without those that were aborted. */
  #calls = () => {
    const { requests, aborted } = this.#world.model;
    const ofPlanner = requests.filter(({ instructions }) => instructions.startsWith('You are Planner,'));
    return ofPlanner.filter((request) => !aborted.includes(request)).length;
  };

  /** What adds to what has ended: its words, its transcript, its questions and mail, its own status. */
  #note(write: Write): void {
    const [collection = '', id = '', inner] = write.path.split('/').slice(4);
    const isHeed = write.op === 'update' && inner !== undefined && write.data['status'] === 'handled';
    const isEnded = [...this.#ended].some((one) =>
      [id, id.replace(/^agent-/u, 'task-'), id.replace(/^agent-(.+)-q\d+$/u, 'task-$1')].includes(one),
    );
    if (!isEnded || isHeed) return;
    if (collection === 'state' || collection === 'wakes' || write.op === 'delete') return;
    this.#late.push(`${collection}${inner === undefined ? '' : `/${inner}`}`);
  }

  /** What was added afterwards to what the stop had ended, and the calls that were begun for it. */
  get late(): readonly string[] {
    const begun = this.#callsAtEnd === null ? 0 : this.#calls() - this.#callsAtEnd;
    return [...this.#late, ...Array.from({ length: begun }, () => 'model call')];
  }
}

/** The calls that are on record of Planner's stopped run: what was sent is never unknown. */
async function recorded(world: TestWorld): Promise<string> {
  const task = (await world.tasks()).find(({ agentName }) => agentName === 'Planner');
  const runs = (await world.runs()).filter(
    ({ actorId, outcome }) => actorId === task?.subAgentId && outcome === 'stopped',
  );
  const steps = runs.flatMap(({ steps: all }) =>
    all.flatMap((step) => {
      if (step.kind === 'tool_call') return [`${step.name} ${step.ok ? 'done' : 'failed'}`];
      return step.kind === 'model_call' ? [`model call ${step.error ?? 'answered'}`] : [];
    }),
  );
  return steps.join(', ') || '–';
}

function stopOf(kind: Stop['kind'], replyId: string, taskId: string): Stop {
  switch (kind) {
    case 'turn':
      return { kind, id: replyId };
    case 'task':
      return { kind, id: taskId };
    case 'all':
      return { kind };
    default:
      return kind satisfies never;
  }
}

/** Brings everything to its end: what was held, lost, put off or left by a dead process. */
async function settle({ world, letGo }: Held): Promise<void> {
  await letGo();
  world.inProcess = true;
  await world.takeWakes();
  await world.deliver();
  world.aheadMs += 240_000;
  await world.sweepAll();
}

const isSettled = async (world: TestWorld, id: string) =>
  (await world.messages()).some((one) => one.id === id && one.status !== 'sent');

/**
 * Writes one kind of stop in one state, lets everything come to its end, and checks what holds for every stop: it ends
 * handled or refused, and something can be seen of it; nothing is added to what it has ended; what it does not name is
 * as it was; and the chat is sound.
 */
export async function rowOf(
  { name, reach }: MachineState,
  kind: Stop['kind'],
  seen: SeenStates,
): Promise<Row> {
  const held = await reach();
  const { world, replyId, listens } = held;
  const before = await look(world, replyId);
  const writer = await everythingOf(world, 'Writer');
  const planner = before.planner === '–' ? null : await taskOf(world, 'Planner');
  await seen.look(world);
  const watch = new Watch(world, replyId);

  const known = new Set((await world.said()).map(({ id }) => id));
  const stopId = await world.write('', { stop: stopOf(kind, replyId, planner?.id ?? '') });
  const delivered = world.deliver();
  // A stop is not put off until a slow model has answered.
  if (listens) await expect.poll(() => isSettled(world, stopId), patient).toBe(true);
  else await delivered;
  await settle(held);
  await delivered;

  const after = await look(world, replyId);
  const stop = (await world.messages()).find(({ id }) => id === stopId);
  const became = stop?.role === 'user' ? stop : null;
  expect(['handled', 'refused']).toContain(became?.status);
  if (became?.status === 'refused') expect(became.refusal?.message).not.toBe('');
  if (kind !== 'all') expect(await everythingOf(world, 'Writer')).toEqual(writer);
  expect(watch.late).toEqual([]);
  await expectSound(world);
  expect(world.errors()).toEqual([]);
  return {
    state: name,
    stop: kind,
    became: became?.status ?? '–',
    reply: change(before.reply, after.reply),
    planner: change(before.planner, after.planner),
    writer: change(before.writer, after.writer),
    said: (await world.said()).flatMap(({ id, kind: of }) => (known.has(id) ? [] : [of])).join(', ') || '–',
    recorded: await recorded(world),
  };
}

const heads: readonly (readonly [keyof Row, string])[] = [
  ['state', 'State'],
  ['stop', 'Stop'],
  ['became', 'It is'],
  ['reply', 'Mother’s reply'],
  ['planner', 'The task'],
  ['writer', 'Another task'],
  ['said', 'Said since'],
  ['recorded', 'On record of the stopped agent'],
];

/** The rows as a table in Markdown, its columns as wide as they have to be. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [heads.map(([, title]) => title), ...rows.map((row) => heads.map(([key]) => row[key]))];
  const widths = heads.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const line = (all: readonly string[]) => `| ${all.join(' | ')} |`;
  const [head = [], ...body] = cells.map((all) => all.map((cell, n) => cell.padEnd(widths[n] ?? 0)));
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
