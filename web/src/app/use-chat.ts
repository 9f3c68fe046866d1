import type { ChatRef, Question, Task } from 'functions/contracts';
import { useEffect, useMemo } from 'react';
import { chatAt } from '../features/chat/data/chat.ts';
import { correctedIn } from '../features/chat/data/corrections.ts';
import { type HistoryNow, historyOf } from '../features/chat/data/history.ts';
import { IDS_AT_ONCE, questionsById, questionsOf } from '../features/tasks/data/questions.ts';
import { tasksBetween, tasksOf } from '../features/tasks/data/tasks.ts';
import { type Entry, type Parsed, parsedOf } from '../lib/subscription/entry.ts';
import { entriesOf, type Listing, LOADING } from '../lib/subscription/listing.ts';
import { constant, useSubscription } from '../lib/subscription/source.ts';

const byId = <T>(rows: readonly Parsed<T>[]): ReadonlyMap<string, Parsed<T>> =>
  new Map(rows.map((row) => [row.id, row]));

/** Gathered queries have no order among them. */
const newestFirst = <T extends { readonly createdAt: number }>(listing: Listing<T>): Parsed<T>[] =>
  parsedOf(entriesOf(listing)).toSorted((a, b) => b.data.createdAt - a.data.createdAt);

const NOTHING = constant(LOADING);
const NO_ENTRIES: readonly Entry<never>[] = [];

const sourcesOf = (ref: ChatRef) => ({
  chat: chatAt(ref),
  history: historyOf(ref),
  tasks: tasksOf(ref),
  questions: questionsOf(ref),
});
type Sources = ReturnType<typeof sourcesOf>;

/** Everything that the page of one chat shows, live. Without a chat, the one that is not there yet: nothing. */
export function useChat(ref: ChatRef | null) {
  const sources = useMemo(() => (ref ? sourcesOf(ref) : null), [ref]);
  const chat = useSubscription(sources?.chat ?? NOTHING);
  const history = useSubscription<HistoryNow>(sources?.history ?? NOTHING);
  const tasks = useSubscription<Listing<Task>>(sources?.tasks ?? NOTHING);
  const questions = useSubscription<Listing<Question>>(sources?.questions ?? NOTHING);

  const shown = history.status === 'ready' ? history.shown : NO_ENTRIES;
  const newest = history.status === 'ready' ? history.newest : NO_ENTRIES;
  const newestMessages = useMemo(() => parsedOf(newest), [newest]);
  const parsedMessages = useMemo(() => {
    const ids = new Set(newest.map(({ id }) => id));
    return [...newestMessages, ...parsedOf(shown.filter(({ id }) => !ids.has(id)))];
  }, [newest, newestMessages, shown]);
  const parsedTasks = useMemo(() => newestFirst(tasks), [tasks]);
  const parsedQuestions = useMemo(() => newestFirst(questions), [questions]);
  const now = {
    chat,
    history,
    /** What is shown of the conversation, the newest first. */
    shown,
    /** What goes on now, whatever is shown. */
    newestMessages,
    /** Every message that is loaded, the newest first. */
    parsedMessages,
    correctedIn: useMemo(() => correctedIn(parsedMessages), [parsedMessages]),
    tasks,
    tasksById: useMemo(() => byId(parsedTasks), [parsedTasks]),
    questions,
    questionsById: useMemo(() => byId(parsedQuestions), [parsedQuestions]),
    moves: sources?.history ?? null,
  };
  useCompanions(ref, sources, now);
  return now;
}

export type ChatNow = ReturnType<typeof useChat>;

type Known = Pick<ChatNow, 'history' | 'shown' | 'tasks' | 'questions'>;

/** Loads what belongs to older messages with them: the tasks that they started, and the questions that they show. */
function useCompanions(ref: ChatRef | null, sources: Sources | null, known: Known): void {
  const { history, shown, tasks, questions } = known;
  useEffect(() => {
    if (!ref || !sources || history.status !== 'ready') return;
    for (const { from, to } of history.spans) {
      sources.tasks.join(`${from.valueOf()} ${to.valueOf()}`, () => tasksBetween(ref, from, to));
    }
  }, [ref, sources, history]);
  useEffect(() => {
    if (!ref || !sources || questions.status !== 'ready' || !questions.live) return;
    const there = new Set(questions.entries.map(({ id }) => id));
    const missing = new Set(
      [...parsedOf(shown), ...parsedOf(entriesOf(tasks))].flatMap(({ data }) => {
        const id = 'questionId' in data ? data.questionId : null;
        return id === null || there.has(id) ? [] : [id];
      }),
    );
    const ids = [...missing].toSorted();
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const some = ids.slice(at, at + IDS_AT_ONCE);
      sources.questions.join(some.join(' '), () => questionsById(ref, some));
    }
  }, [ref, sources, shown, tasks, questions]);
}
