import type { ChatRef, Question, Task } from 'functions/contracts';
import { useMemo } from 'react';
import { chatAt } from '../features/chat/data/chat.ts';
import { correctedIn } from '../features/chat/data/corrections.ts';
import { messagesOf } from '../features/chat/data/messages.ts';
import { questionsOf } from '../features/tasks/data/questions.ts';
import { tasksOf } from '../features/tasks/data/tasks.ts';
import { type Parsed, parsedOf } from '../lib/subscription/entry.ts';
import { entriesOf, LOADING } from '../lib/subscription/listing.ts';
import { constant, useSubscription } from '../lib/subscription/source.ts';

const byId = <T>(rows: readonly Parsed<T>[]): ReadonlyMap<string, Parsed<T>> =>
  new Map(rows.map((row) => [row.id, row]));

/** Everything that the page of one chat shows, live. Without a chat, the one that is not there yet: nothing. */
export function useChat(ref: ChatRef | null) {
  const nothing = useMemo(() => constant(LOADING), []);
  const chat = useSubscription(useMemo(() => (ref ? chatAt(ref) : nothing), [ref, nothing]));
  const messages = useSubscription(useMemo(() => (ref ? messagesOf(ref) : nothing), [ref, nothing]));
  const tasks = useSubscription(useMemo(() => (ref ? tasksOf(ref) : nothing), [ref, nothing]));
  const questions = useSubscription(useMemo(() => (ref ? questionsOf(ref) : nothing), [ref, nothing]));
  const parsedMessages = useMemo(() => parsedOf(entriesOf(messages)), [messages]);
  return {
    chat,
    messages,
    parsedMessages,
    correctedIn: useMemo(() => correctedIn(parsedMessages), [parsedMessages]),
    tasks,
    tasksById: useMemo<ReadonlyMap<string, Parsed<Task>>>(() => byId(parsedOf(entriesOf(tasks))), [tasks]),
    questions,
    questionsById: useMemo<ReadonlyMap<string, Parsed<Question>>>(
      () => byId(parsedOf(entriesOf(questions))),
      [questions],
    ),
  };
}

export type ChatNow = ReturnType<typeof useChat>;
