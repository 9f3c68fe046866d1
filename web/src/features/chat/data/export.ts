import type { Chat, Message, Question, Task } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';

/** One chat as it is taken along, the oldest first. */
export type Exported = {
  readonly id: string;
  readonly chat: Pick<Chat, 'title' | 'createdAt'>;
  readonly messages: readonly Parsed<Message>[];
  readonly tasks: readonly Parsed<Task>[];
  readonly questions: readonly Parsed<Question>[];
  /** Whether nothing of the chat is left out. */
  readonly complete: boolean;
  readonly exportedAt: number;
};

/** "2026-03-12 10:42 UTC": the same for whoever reads it. */
export const timeInExport = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const NAME_LENGTH = 60;

/** A name that every system takes as a file's: letters and digits of the title, and the day. */
export function exportName({ chat, exportedAt }: Exported, extension: 'md' | 'json'): string {
  const words = chat.title.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['chat'];
  const title = [...words.join('-')].slice(0, NAME_LENGTH).join('').replace(/-$/u, '');
  return `${title}-${new Date(exportedAt).toISOString().slice(0, 10)}.${extension}`;
}
