import process from 'node:process';

import { MOTHER, paths, personalTenantId } from 'functions/contracts';

import {
  assistantMessage,
  chat,
  motherState,
  question,
  task,
  userMessage,
} from '../../../functions/test/support/factories.ts';
import { type Fields, makeDocuments, makePerson, withoutTriggers } from './emulators.ts';
import { stored } from './stored.ts';

// A long chat and a short one of the same kind, both of somebody who does nothing else. They are made before any test
// begins, since each message sets off a function. For the figures of a chat as it is after years:
// `MOTHER_MESSAGES=10000 npm test -- browser long-chat`. Functions are off while so many are made, and some of them answer
// under other names afterwards: not a thing to do before the other tests.

export const CAROL = {
  uid: 'carol',
  email: 'carol@example.com',
  password: 'carol-local',
  displayName: 'Carol',
};

const FEW = 500;
const messages = Number(process.env['MOTHER_MESSAGES'] ?? FEW);
const tasks = Math.floor(messages / 50);

export const LONG = {
  title: `${messages} messages`,
  chatId: 'long0000000000000000',
  rounds: Math.floor((messages - tasks) / 2),
  tasks,
};
export const SHORT = { title: '10 messages', chatId: 'short000000000000000', rounds: 4, tasks: 1 };

const MINUTE = 60_000;
const LONG_AGO = Date.UTC(2026, 0, 5, 9, 0);

/** What was said once, near the beginning, and what Mother kept of it. */
export const REMEMBERED = { round: 1, words: 'My hourly rate is 80 euros.' };

export const wordsOf = (round: number): string =>
  round === REMEMBERED.round
    ? REMEMBERED.words
    : `Note number ${round}: ${'so it was. '.repeat(1 + (round % 9))}`;
export const messageOf = (round: number): string => `note${String(round).padStart(16, '0')}`;
export const taskOf = (round: number): string => `task-${round}-0-0`;

/** Every so many rounds Mother hands one to an agent, which asks something; each other round is a note and a reply. */
function* documentsOf({
  title,
  chatId,
  rounds,
  tasks,
}: typeof LONG): Generator<[path: string, fields: Fields]> {
  const ref = { uid: CAROL.uid, chatId };
  const every = Math.floor(rounds / tasks);
  const at = (round: number, step: number) => LONG_AGO + round * 10 * MINUTE + step * MINUTE;
  for (let round = 0; round < rounds; round += 1) {
    const words = wordsOf(round);
    const mother = (id: string, fields: Parameters<typeof assistantMessage>[0]) =>
      [paths.messages.one(ref, id), stored(assistantMessage(fields))] as const;
    yield [
      paths.messages.one(ref, messageOf(round)),
      stored(userMessage({ content: words, status: 'handled', createdAt: at(round, 0) })),
    ];
    const hasTask = round % every === every - 1 && round < every * tasks;
    const reply = hasTask ? 'I’ve asked Researcher to look into it.' : `Noted: number **${round}**.`;
    yield [
      ...mother(`mother-${round}`, { content: reply, createdAt: at(round, 1), startedAt: at(round, 1) }),
    ];
    if (!hasTask) continue;
    const ids = { taskId: taskOf(round), subAgentId: `agent-${round}-0-0`, questionId: `question-${round}` };
    yield [
      paths.tasks.one(ref, ids.taskId),
      stored(
        task({
          title: `Look into number ${round}`,
          status: 'completed',
          subAgentId: ids.subAgentId,
          messageId: `mother-${round}`,
          questionId: null,
          result: `Number ${round} is all right.`,
          createdAt: at(round, 2),
          startedAt: at(round, 2),
          finishedAt: at(round, 5),
        }),
      ),
    ];
    yield [
      paths.questions.one(ref, ids.questionId),
      stored(
        question({
          ...ids,
          text: `Which year is number ${round} about?`,
          status: 'answered',
          answer: '2019',
          answeredBy: 'user',
          createdAt: at(round, 3),
          relayedAt: at(round, 4),
        }),
      ),
    ];
    yield [
      ...mother(`mother-${round}-asks`, {
        kind: 'question',
        content: `Agent Researcher needs input: Which year is number ${round} about?`,
        questionId: ids.questionId,
        createdAt: at(round, 4),
        startedAt: at(round, 4),
      }),
    ];
  }
  const tenantId = personalTenantId(CAROL.uid);
  const evidence = {
    messageId: messageOf(REMEMBERED.round),
    quote: REMEMBERED.words,
    saidAt: at(REMEMBERED.round, 0),
  };
  const facts = [{ text: 'The hourly rate is 80 euros.', evidence }];
  const memory = { recent: [], unfolded: [], summary: '', facts };
  // Her next message is called by her next step: it must be none of those that are there.
  yield [paths.states.one(ref, MOTHER), stored(motherState({ tenantId, step: rounds, memory }))];
  const times = { createdAt: LONG_AGO, lastMessageAt: at(rounds, 0) };
  yield [paths.chat(ref), stored(chat({ title, tenantId, ...times, counts: { running: 0, waiting: 0 } }))];
}

/** Before the first test. */
export default async function makeLongChats(): Promise<void> {
  await makePerson(CAROL);
  const make = () => makeDocuments([...documentsOf(LONG), ...documentsOf(SHORT)]);
  await (messages > FEW ? withoutTriggers(make) : make());
}
