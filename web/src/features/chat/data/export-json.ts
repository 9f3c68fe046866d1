import type { Exported } from './export.ts';

/** Says what the file is; another shape gets another number. */
const VERSION = 1;

/** Times as ISO 8601. By the contracts' convention the fields that hold one, and only they, end in `At`. */
const readable = (key: string, value: unknown): unknown =>
  key.endsWith('At') && typeof value === 'number' ? new Date(value).toISOString() : value;

const rowsOf = (rows: readonly { readonly id: string; readonly data: object }[]) =>
  rows.map(({ id, data }) => ({ id, ...data }));

/** A chat for programs: its documents as they are stored. */
export function exportJson({ id, chat, messages, tasks, questions, complete, exportedAt }: Exported): string {
  const content = {
    version: VERSION,
    exportedAt,
    complete,
    chat: { id, title: chat.title, createdAt: chat.createdAt },
    messages: rowsOf(messages),
    tasks: rowsOf(tasks),
    questions: rowsOf(questions),
  };
  return `${JSON.stringify(content, readable, 2)}\n`;
}
