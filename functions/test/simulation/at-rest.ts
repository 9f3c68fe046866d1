import {
  chat as chatSchema,
  isFinal,
  limits,
  message as messageSchema,
  question as questionSchema,
  run as runSchema,
  subAgentMessage,
  task as taskSchema,
} from '../../src/contracts/index.ts';
import type { z } from 'zod';
import type { Data } from '../../src/store/port.ts';
import type { Effect } from './bank.ts';
import { type Mirror, msOf } from './mirror.ts';

// What has to be true of a chat in which nothing is at work any more: nothing lost, nothing twice, nothing stuck.

type Documents = ReadonlyMap<string, Data>;

function all<S extends z.ZodType>(documents: Documents, chat: string, collection: string, schema: S) {
  const folder = `${chat}/${collection}/`;
  return [...documents].flatMap(([path, data]) => {
    const id = path.slice(folder.length);
    if (!path.startsWith(folder) || id.includes('/')) return [];
    return [{ id, data: schema.parse(data) }];
  });
}

const doubled = (ids: readonly string[]) => ids.filter((id, index) => ids.indexOf(id) !== index);

/** What is wrong with a chat at rest. `lost`: the wakes whose events were lost, which nobody takes any more. */
export function unsound(chat: string, mirror: Mirror, lost: ReadonlySet<string>, now: number): string[] {
  const documents = mirror.chat(chat);
  const own = mirror.get(chat);
  if (!own)
    return [...documents].flatMap(([path, data]) =>
      data['expiresAt'] || lost.has(path) ? [] : [`${path} is left over of a chat that is gone`],
    );
  const parsed = chatSchema.parse(own);
  if (parsed.access === 'deleting')
    return parsed.deleteAt !== null && parsed.deleteAt < now ? [`${chat} is deleted and still there`] : [];
  return [
    ...leftOver(documents, lost, now),
    ...conversation(chat, documents),
    ...tasks(chat, documents, parsed),
  ];
}

function leftOver(documents: Documents, lost: ReadonlySet<string>, now: number): string[] {
  return [...documents].flatMap(([path, data]) => {
    const kind = path.split('/').at(-2);
    if (kind === 'mail') return [`${path} was not consumed`];
    if (kind === 'wakes' && !lost.has(path)) return [`${path} was not taken`];
    if (kind === 'state') {
      const { owner } = data;
      const dueAt = msOf(data['dueAt']);
      return [
        ...(owner === null ? [] : [`${path} still has an owner`]),
        ...(dueAt !== null && dueAt < now - 60 * 60_000 ? [`${path} was due at ${dueAt}`] : []),
        ...(data['intent'] ? [`${path} has calls that nobody settled`] : []),
      ];
    }
    const isPending = data['status'] === 'sent' || data['status'] === 'streaming';
    return isPending && (kind === 'messages' || kind === 'sub_agent_messages')
      ? [`${path} is still ${String(data['status'])}`]
      : [];
  });
}

/** Everything that the person wrote is handled or refused, and followed by something to see. */
function conversation(chat: string, documents: Documents): string[] {
  const messages = all(documents, chat, 'messages', messageSchema);
  const replied = new Set(messages.flatMap(({ data }) => (data.role === 'assistant' ? data.inReplyTo : [])));
  const stops = messages.filter(({ data }) => data.role === 'user' && data.status === 'handled' && data.stop);
  return messages.flatMap(({ id, data }) => {
    if (data.role !== 'user' || data.status !== 'handled') return [];
    if (data.retry || data.stop || replied.has(id)) return [];
    const isStopped = stops.some((stop) => stop.data.createdAt >= data.createdAt);
    return isStopped ? [] : [`${id} was handled, and nothing follows on it`];
  });
}

/** What waits has a question that one can see; what has ended was told of once; the badges count what there is. */
function tasks(chat: string, documents: Documents, { counts }: z.output<typeof chatSchema>): string[] {
  const wrong: string[] = [];
  const found = all(documents, chat, 'tasks', taskSchema);
  const questions = all(documents, chat, 'questions', questionSchema);
  const messages = all(documents, chat, 'messages', messageSchema);
  const unfinished = found.filter(({ data }) => !isFinal(data.status));
  for (const { id, data } of unfinished) {
    if (data.status === 'running') wrong.push(`${id} is running, and nobody works on it`);
    const atWork = unfinished.filter((one) => one.data.status !== 'queued').length;
    if (data.status === 'queued' && atWork < limits.parallelTasks)
      wrong.push(`${id} is queued beside a free slot`);
  }
  const relayed = questions.filter(({ data }) => data.status === 'relayed');
  for (const { id, data } of questions)
    if (data.status === 'open') wrong.push(`${id} is open, and nobody checks it`);
  for (const { id, data } of relayed) {
    const root = data.sameAs ?? id;
    const card = messages.find((one) => one.id === `question-${root}`);
    if (!card?.data.content.includes(data.name)) wrong.push(`${id} is relayed, and not to be seen`);
  }
  const cards = new Set(relayed.map(({ id, data }) => data.sameAs ?? id));
  if (counts.running !== unfinished.length)
    wrong.push(`the badge says ${counts.running} at work, there are ${unfinished.length}`);
  if (counts.waiting !== cards.size)
    wrong.push(`the badge says ${counts.waiting} wait, there are ${cards.size}`);
  const told = messages.flatMap(({ data }) => (data.role === 'assistant' ? data.taskIds : []));
  for (const id of doubled(told)) wrong.push(`the end of ${id} was told twice`);
  for (const { id, data } of found) {
    const isTold = data.status === 'completed' || data.status === 'failed';
    if (isTold && !told.includes(id)) wrong.push(`the end of ${id} was not told`);
    wrong.push(...transcript(`${chat}/sub_agents/${data.subAgentId}`, documents));
  }
  return wrong;
}

/** A transcript has no gap, and each call one result at most. */
function transcript(subAgent: string, documents: Documents): string[] {
  const lines = all(documents, subAgent, 'sub_agent_messages', subAgentMessage)
    .map(({ data }) => data)
    .toSorted((a, b) => a.index - b.index);
  const results = lines.flatMap((one) =>
    one.role === 'assistant' || one.toolCallId === null ? [] : [one.toolCallId],
  );
  const gap = lines.findIndex(({ index }, n) => index !== n);
  return [
    ...(gap === -1 ? [] : [`${subAgent} has a gap at ${gap}`]),
    ...doubled(results).map((id) => `${subAgent} has two results of ${id}`),
  ];
}

/** What was done outside was done once, and is on record: as done, or as unknown. */
export function unsettled(effects: ReadonlyMap<string, Effect>, mirror: Mirror): string[] {
  const recorded = new Map<string, number>();
  for (const [path, data] of mirror.entries()) {
    if (!path.startsWith('orchestration_runs/')) continue;
    const { uid, chatId, actorId, steps } = runSchema.parse(data);
    for (const step of steps) {
      if (step.kind !== 'tool_call' || !(step.ok || step.unknown)) continue;
      const what = `${uid}-${chatId}-${actorId} ${step.name}`;
      recorded.set(what, (recorded.get(what) ?? 0) + 1);
    }
  }
  const done = [...effects].filter(([, effect]) => effect.done > 0);
  const byActor = Map.groupBy(done, ([key, { tool }]) => `${key.split('-').slice(0, -2).join('-')} ${tool}`);
  return [
    ...done.flatMap(([key, { tool, done: times }]) =>
      times > 1 ? [`${tool} was done ${times} times under ${key}`] : [],
    ),
    ...[...byActor].flatMap(([what, { length }]) =>
      length > (recorded.get(what) ?? 0)
        ? [`${what} was done ${length} times, and is on record ${recorded.get(what) ?? 0} times`]
        : [],
    ),
  ];
}
