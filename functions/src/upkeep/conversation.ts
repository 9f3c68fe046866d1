import { isFinal, subAgentMessage, type Chat } from '../contracts/index.ts';
import { allOf, endsTold, type ChatView, type Documents } from './documents.ts';
import type { Finding } from './finding.ts';

const doubled = (ids: readonly string[]) => ids.filter((id, index) => ids.indexOf(id) !== index);

/** Everything that the person wrote is handled or refused, and followed by something to see. */
export function unanswered({ messages }: ChatView): Finding[] {
  const replied = new Set(messages.flatMap(({ data }) => (data.role === 'assistant' ? data.inReplyTo : [])));
  const stops = messages.filter(({ data }) => data.role === 'user' && data.status === 'handled' && data.stop);
  return messages.flatMap(({ id, path, data }) => {
    if (data.role !== 'user' || data.status !== 'handled') return [];
    if (data.retry || data.stop || replied.has(id)) return [];
    const isStopped = stops.some((stop) => stop.data.createdAt >= data.createdAt);
    const says = `${id} was handled, and nothing follows on it`;
    return isStopped ? [] : [{ rule: 'unanswered', path, says, since: data.createdAt }];
  });
}

/** A question that waits can be seen, once; what has ended was told of, once; the badges count what there is. */
export function told(view: ChatView, { counts, access }: Chat): Finding[] {
  const { chat, tasks, messages, questions, documents, movedAt: since } = view;
  const found: Finding[] = [];
  const relayed = questions.filter(({ data }) => data.status === 'relayed');
  for (const { id, path, data } of relayed) {
    const card = messages.find((one) => one.id === `question-${data.sameAs ?? id}`);
    if (!card?.data.content.includes(data.name))
      found.push({ rule: 'question', path, says: `${id} is relayed, and not to be seen`, since });
  }
  const asked = messages.flatMap(({ data }) =>
    data.role === 'assistant' && data.kind === 'question' ? (data.questionId ?? []) : [],
  );
  for (const id of doubled(asked))
    found.push({ rule: 'question', path: chat, says: `${id} was put to the person twice`, since });
  const badge = (name: string, says: number, are: number) => {
    if (says === are) return;
    found.push({
      rule: 'badge',
      path: chat,
      says: `the badge says ${says} ${name}, there are ${are}`,
      since,
    });
  };
  const { running, waiting } = countsOf(view);
  badge('at work', counts.running, running);
  badge('wait', counts.waiting, waiting);
  const ends = endsTold(messages);
  for (const id of doubled(ends))
    found.push({ rule: 'untold', path: chat, says: `the end of ${id} was told twice`, since });
  for (const { id, path, data } of tasks) {
    // In a closed chat nothing more is said, and of a failed task nothing once another one has taken its place.
    const hasEnd = data.status === 'completed' || (data.status === 'failed' && data.supersededBy === null);
    const isToTell = access === 'open' && hasEnd;
    if (isToTell && !ends.includes(id))
      found.push({ rule: 'untold', path, says: `the end of ${id} was not told`, since });
    found.push(...transcript(`${chat}/sub_agents/${data.subAgentId}`, documents, since));
  }
  return found;
}

/** What the badges should say: tasks that have not ended, and cards that wait for the person. */
export function countsOf({ tasks, questions }: ChatView): Chat['counts'] {
  const cards = new Set(
    questions.flatMap(({ id, data }) => (data.status === 'relayed' ? [data.sameAs ?? id] : [])),
  );
  return { running: tasks.filter(({ data }) => !isFinal(data.status)).length, waiting: cards.size };
}

/** A transcript has no gap, and each call one result at most. */
function transcript(subAgent: string, documents: Documents, since: number): Finding[] {
  const lines = allOf(documents, `${subAgent}/sub_agent_messages`, subAgentMessage)
    .map(({ data }) => data)
    .toSorted((a, b) => a.index - b.index);
  const results = lines.flatMap((one) =>
    one.role === 'assistant' || one.toolCallId === null ? [] : [one.toolCallId],
  );
  const gap = lines.findIndex(({ index }, n) => index !== n);
  const finding = (says: string): Finding => ({ rule: 'transcript', path: subAgent, says, since });
  return [
    ...(gap === -1 ? [] : [finding(`${subAgent} has a gap at ${gap}`)]),
    ...doubled(results).map((id) => finding(`${subAgent} has two results of ${id}`)),
  ];
}
