import type { Chat } from 'functions/contracts';
import type { Entry } from '../../../lib/subscription/entry.ts';

/** What the person has just done to a chat, shown before the server has it. */
export type ChatChange = {
  readonly n: number;
  readonly chatId: string;
  readonly fields: Partial<Pick<Chat, 'title' | 'pinned' | 'access'>>;
};

/** The chat as the person has left it; the same object if they have done nothing to it. */
export function withChanges(entry: Entry<Chat>, changes: readonly ChatChange[]): Entry<Chat> {
  const own = changes.filter((change) => change.chatId === entry.id);
  if (!entry.ok || own.length === 0) return entry;
  return { ...entry, data: own.reduce((data, { fields }) => ({ ...data, ...fields }), entry.data) };
}
