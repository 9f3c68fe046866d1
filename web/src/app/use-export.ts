import type { ChatRef } from 'functions/contracts';
import { exportJson } from '../features/chat/data/export-json.ts';
import { exportMarkdown } from '../features/chat/data/export-markdown.ts';
import { type Exported, exportName } from '../features/chat/data/export.ts';
import { download } from '../lib/download.ts';
import { readChat } from './read-chat.ts';
import type { ChatNow } from './use-chat.ts';

/** How to take the open chat along; null while there is nothing to take. */
export function useExport(ref: ChatRef | null, now: ChatNow) {
  const { chat, parsedMessages, tasksById, questionsById } = now;
  if (!ref || chat.status !== 'ready' || !chat.entry.ok || parsedMessages.length === 0) return null;
  const { title, createdAt } = chat.entry.data;
  const exported = async (): Promise<Exported> => ({
    id: ref.chatId,
    chat: { title, createdAt },
    ...(await readChat(ref, {
      messages: parsedMessages.toReversed(),
      tasks: [...tasksById.values()].toReversed(),
      questions: [...questionsById.values()].toReversed(),
    })),
    exportedAt: Date.now(),
  });
  const markdown = async () => {
    const content = await exported();
    download(exportName(content, 'md'), 'text/markdown;charset=utf-8', exportMarkdown(content));
  };
  const json = async () => {
    const content = await exported();
    download(exportName(content, 'json'), 'application/json', exportJson(content));
  };
  return { markdown: () => void markdown(), json: () => void json() };
}

export type ChatExport = NonNullable<ReturnType<typeof useExport>>;
