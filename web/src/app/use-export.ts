import type { ChatRef } from 'functions/contracts';
import { exportJson } from '../features/chat/data/export-json.ts';
import { exportMarkdown } from '../features/chat/data/export-markdown.ts';
import { type Exported, exportName } from '../features/chat/data/export.ts';
import { SHOWN } from '../features/chat/data/messages.ts';
import { download } from '../lib/download.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import type { ChatNow } from './use-chat.ts';

/** How to take the open chat along; null while there is nothing to take. */
export function useExport(ref: ChatRef | null, now: ChatNow) {
  const { chat, messages, parsedMessages, tasksById, questionsById } = now;
  if (!ref || chat.status !== 'ready' || !chat.entry.ok || parsedMessages.length === 0) return null;
  const { title, createdAt } = chat.entry.data;
  const exported = (): Exported => ({
    id: ref.chatId,
    chat: { title, createdAt },
    messages: parsedMessages.toReversed(),
    tasks: [...tasksById.values()].toReversed(),
    questions: [...questionsById.values()].toReversed(),
    complete: entriesOf(messages).length < SHOWN,
    exportedAt: Date.now(),
  });
  return {
    markdown: () => {
      const content = exported();
      download(exportName(content, 'md'), 'text/markdown;charset=utf-8', exportMarkdown(content));
    },
    json: () => {
      const content = exported();
      download(exportName(content, 'json'), 'application/json', exportJson(content));
    },
  };
}

export type ChatExport = NonNullable<ReturnType<typeof useExport>>;
