// What a person does in one chat for some minutes, and how long everything takes.
import type { Chat, Message } from './person.ts';

/** Milliseconds from the writing of a message. */
export type Latency = {
  readonly toFirstSign: number[];
  readonly toReply: number[];
  readonly toResult: number[];
};

const GIVEN_UP_MS = 240_000;

const openings = [
  { words: 'Hello', often: 5, asks: false },
  {
    words: 'My hourly rate is 80 euros. Estimate what a website of 24 hours will cost',
    often: 2,
    asks: false,
  },
  { words: 'Plan a 30-minute kick-off call with the design team for tomorrow', often: 3, asks: true },
] as const;
const bag = openings.flatMap((one) => Array.from({ length: one.often }, () => one));

const isReplyTo = (id: string) => (one: Message) => one.role === 'assistant' && one.inReplyTo.includes(id);

/** Writes, waits for what follows, answers what is asked, and thinks a while; until the time is over. */
export async function converse(
  chat: Chat,
  { until, thinkMs, latency }: { until: number; thinkMs: () => number; latency: Latency },
): Promise<void> {
  const pause = () =>
    new Promise((resolve) => setTimeout(resolve, Math.max(0, Math.min(thinkMs(), until - Date.now()))));
  await pause();
  while (Date.now() < until) {
    const opening = bag[Math.floor(Math.random() * bag.length)];
    if (!opening) return;
    const known = new Set(chat.seen[0]?.keys());
    const id = await chat.say(opening.words);
    const sentAt = Date.now();
    const first = await chat.until((all) => all.find(isReplyTo(id)), GIVEN_UP_MS);
    if (first) latency.toFirstSign.push(Date.now() - sentAt);
    const isDone = (one: Message) => isReplyTo(id)(one) && one.status !== 'streaming';
    const reply = await chat.until((all) => all.find(isDone), GIVEN_UP_MS);
    if (reply) latency.toReply.push(Date.now() - sentAt);
    if (opening.asks) await answer(chat, known, latency);
    await pause();
  }
}

async function answer(chat: Chat, known: ReadonlySet<string>, latency: Latency): Promise<void> {
  const isNew = (one: Message) => !known.has(one.id);
  const question = await chat.until(
    (all) => all.find((one) => isNew(one) && one.kind === 'question'),
    GIVEN_UP_MS,
  );
  if (!question?.questionId) return;
  await chat.say('Berlin', question.questionId);
  const answeredAt = Date.now();
  const isResult = (one: Message) => isNew(one) && one.kind === 'result' && one.status !== 'streaming';
  if (await chat.until((all) => all.find(isResult), GIVEN_UP_MS))
    latency.toResult.push(Date.now() - answeredAt);
}
