import type { z } from 'zod';
import {
  MOTHER,
  actorState,
  message,
  question,
  subAgent,
  task,
  type ActorState,
  type Message,
  type Question,
  type SubAgent,
  type Task,
} from '../contracts/index.ts';
import type { Data } from '../store/port.ts';

/** The documents of one chat by path, the chat's own among them. */
export type Documents = ReadonlyMap<string, Data>;

/** A time at rest, in milliseconds since 1970; null where there is none. */
export function msOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('toMillis' in value)) return null;
  return typeof value.toMillis === 'function' ? Number(value.toMillis()) : null;
}

/** `users/{uid}/orch-chats/{chatId}`, if the document is a chat's. */
export function chatOf(path: string): string | null {
  const [users, uid, chats, chatId] = path.split('/');
  return users === 'users' && chats === 'orch-chats' ? `users/${uid}/orch-chats/${chatId}` : null;
}

export const kindOf = (path: string): string => path.split('/').at(-2) ?? '';
export const idOf = (path: string): string => path.split('/').at(-1) ?? '';

/** What can be read of a collection, in the order of the paths. */
export function allOf<S extends z.ZodType>(
  documents: Documents,
  collection: string,
  schema: S,
): { readonly id: string; readonly path: string; readonly data: z.output<S> }[] {
  return [...documents].flatMap(([path, data]) => {
    if (path !== `${collection}/${idOf(path)}`) return [];
    const parsed = schema.safeParse(data);
    return parsed.success ? [{ id: idOf(path), path, data: parsed.data }] : [];
  });
}

type Found<T> = readonly { readonly id: string; readonly path: string; readonly data: T }[];

/** A chat's documents, parsed: what the rules are about. */
export type ChatView = {
  readonly chat: string;
  readonly documents: Documents;
  readonly messages: Found<Message>;
  readonly tasks: Found<Task>;
  readonly questions: Found<Question>;
  readonly subAgents: Found<SubAgent>;
  readonly states: ReadonlyMap<string, ActorState>;
  /** When anything last happened in it, as far as its documents say; in the future while Mother is at work. */
  readonly movedAt: number;
};

export function viewOf(chat: string, documents: Documents): ChatView {
  return {
    chat,
    documents,
    messages: allOf(documents, `${chat}/messages`, message),
    tasks: allOf(documents, `${chat}/tasks`, task),
    questions: allOf(documents, `${chat}/questions`, question),
    subAgents: allOf(documents, `${chat}/sub_agents`, subAgent),
    states: new Map(allOf(documents, `${chat}/state`, actorState).map(({ id, data }) => [id, data])),
    movedAt: Math.max(busyUntil(documents.get(`${chat}/state/${MOTHER}`)), ...timesOf(documents)),
  };
}

/** The tasks whose ends have been told: what still streams may yet come to nothing. */
export const endsTold = (messages: ChatView['messages']): string[] =>
  messages.flatMap(({ data }) =>
    data.role === 'assistant' && data.status !== 'streaming' ? data.taskIds : [],
  );

/** Times at which something happened. Others say when something is to happen, or to be removed. */
const HAPPENED = [
  'createdAt',
  'startedAt',
  'finishedAt',
  'relayedAt',
  'answeredAt',
  'resumedAt',
  'lastMessageAt',
];

/** A wake that nobody takes, and the notes on how often one was made, are no sign of life. */
const NO_LIFE = new Set(['wakes', 'rescues']);

const timesOf = (documents: Documents): number[] =>
  [...documents].flatMap(([path, data]) =>
    NO_LIFE.has(kindOf(path)) ? [] : HAPPENED.flatMap((field) => msOf(data[field]) ?? []),
  );

/** Until when an actor is at work, or waits for a provider; 0 where it does neither. */
export const busyUntil = (state: Data | undefined): number =>
  Math.max(
    msOf(state?.['leaseEndsAt']) ?? 0,
    state?.['phase'] === 'waiting' ? 0 : (msOf(state?.['dueAt']) ?? 0),
  );
