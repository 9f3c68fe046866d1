import { expect } from 'vitest';
import { isFinal, paths, subAgentStatusOf } from '../../src/contracts/index.ts';
import type { TestWorld } from './test-world.ts';

/**
 * What has to be true of every chat in which nothing is at work: the invariants of the system, as far as one can see
 * them in the documents.
 */
export async function expectSound(world: TestWorld): Promise<void> {
  const [chat, messages, tasks, subAgents, questions, states] = await Promise.all([
    world.chatDocument(),
    world.messages(),
    world.tasks(),
    world.subAgents(),
    world.questions(),
    world.documents(paths.states.all(world.chat)),
  ]);
  const waiting = questions.filter(({ status }) => status === 'relayed');
  const unfinished = tasks.filter(({ status }) => !isFinal(status));

  // Nothing is left over: no mail, no wake, no lease, no message that streams.
  expect({ mail: await world.mail(), wakes: await world.wakes() }).toEqual({ mail: [], wakes: [] });
  expect(states.filter(({ data }) => data['owner'] !== null || data['leaseEndsAt'] !== null)).toEqual([]);
  expect(messages.filter(({ status }) => status === 'sent' || status === 'streaming')).toEqual([]);

  // Every message of the person's that was handled is followed by something to see. A stop is drawn with what became of
  // it, and is what follows on a message that it left without a reply.
  const replied = new Set(messages.flatMap((one) => (one.role === 'assistant' ? one.inReplyTo : [])));
  const stops = messages.filter((one) => one.role === 'user' && one.status === 'handled' && one.stop);
  const unheard = messages.filter(
    (one) =>
      one.role === 'user' &&
      one.status === 'handled' &&
      !one.retry &&
      !one.stop &&
      !replied.has(one.id) &&
      !stops.some(({ createdAt }) => createdAt >= one.createdAt),
  );
  expect(unheard).toEqual([]);

  // A waiting task has its one relayed question, which is in the main chat once: in a card of its own, or in that of
  // another task's question that asks the same.
  expect(tasks.flatMap(({ questionId }) => questionId ?? []).toSorted()).toEqual(
    waiting.map(({ id }) => id).toSorted(),
  );
  expect(questions.filter(({ status }) => status === 'open')).toEqual([]);
  const asked = messages.flatMap((one) =>
    one.role === 'assistant' && one.kind === 'question' ? (one.questionId ?? []) : [],
  );
  expect(asked).toEqual([...new Set(asked)]);
  for (const { id, sameAs } of waiting) expect(asked).toContain(sameAs ?? id);
  for (const { id, sameAs } of questions) if (sameAs !== null) expect(asked).not.toContain(id);
  const cards = new Set(waiting.map(({ id, sameAs }) => sameAs ?? id));
  for (const root of cards) {
    const inCard = waiting.filter(({ id, sameAs }) => (sameAs ?? id) === root);
    const card = messages.find((one) => one.role === 'assistant' && one.id === `question-${root}`);
    for (const { name } of inCard) expect(card?.content).toContain(name);
  }

  // A sub-agent is what its task is, and the badges count what there is.
  for (const one of subAgents) {
    const task = tasks.find(({ id }) => id === one.taskId);
    expect({ id: one.id, status: one.status }).toEqual({
      id: one.id,
      status: task && subAgentStatusOf(task.status),
    });
  }
  expect(chat.counts).toEqual({ running: unfinished.length, waiting: cards.size });

  // Every ended task is told of once; a cancelled one was somebody's wish. Where a chat is closed, nothing more is said.
  const ended = tasks.filter(({ status }) => status === 'completed' || status === 'failed');
  const tellings = messages.flatMap((one) => (one.role === 'assistant' ? one.taskIds : []));
  const isToldOf = ({ id }: { id: string }) => chat.access === 'open' || tellings.includes(id);
  expect(tellings.toSorted()).toEqual(
    ended
      .filter(isToldOf)
      .map(({ id }) => id)
      .toSorted(),
  );

  for (const { id } of subAgents) await expectSoundTranscript(world, id);
}

/** A transcript has no gap, everything in it was acted on, and each call has one result at most. */
async function expectSoundTranscript(world: TestWorld, subAgentId: string): Promise<void> {
  const transcript = await world.transcript(subAgentId);
  expect(transcript.map(({ index }) => index)).toEqual(transcript.map((_, index) => index));
  expect(transcript.filter((one) => one.role === 'user' && one.status === 'sent')).toEqual([]);
  const results = transcript.flatMap((one) =>
    one.role === 'assistant' || one.toolCallId === null ? [] : [one.toolCallId],
  );
  expect(results).toEqual([...new Set(results)]);
}
