import type { ChatRef } from 'functions/contracts';
import type { Exported } from '../features/chat/data/export.ts';
import { part } from '../lib/on-demand.ts';
import { download } from '../lib/download.ts';
import { readChat } from './read-chat.ts';
import type { ChatNow } from './use-chat.ts';

const formats = part(() => import('../features/chat/data/export-formats.ts'));

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
  /** Gives nothing where neither the network nor this page has what makes the file. */
  const save = async (format: 'markdown' | 'json') => {
    await formats.load();
    const file = formats.current()?.[format](await exported());
    if (file) download(file);
  };
  return { markdown: () => void save('markdown'), json: () => void save('json') };
}

export type ChatExport = NonNullable<ReturnType<typeof useExport>>;
