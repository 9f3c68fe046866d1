import type { ChatRef } from 'functions/contracts';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { BrokenRow } from '../components/ui/broken-row.tsx';
import { EmptyChat } from '../features/chat/components/empty-chat.tsx';
import { MessageLog } from '../features/chat/components/message-log.tsx';
import { useSuggestions } from '../features/chat/components/use-suggestions.ts';
import { type Anchored, timelineOf } from '../features/chat/data/timeline.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import { useMember } from './member.ts';
import type { ChatNow } from './use-chat.ts';
import { useLinkedRow } from './use-linked-row.ts';

type Props = { chat: ChatRef | null; now: ChatNow; onPick: (prompt: string) => void };

/** The middle of the page: the conversation, or what stands in its place. */
export function ChatBody({ chat, now, onPick }: Props) {
  const failed = now.chat.status === 'failed' || now.messages.status === 'failed';
  if (!chat) return <NewChat onPick={onPick} />;
  if (now.chat.status === 'missing') return <Missing />;
  if (failed) {
    return (
      <Stand title="This chat could not be read">
        You may not have access to it, or the database does not answer. Reload the page, or{' '}
        <Link to="/" className="text-accent underline underline-offset-4">
          start a new chat
        </Link>
        .
      </Stand>
    );
  }
  return <Log key={chat.chatId} now={now} />;
}

function NewChat({ onPick }: { onPick: (prompt: string) => void }) {
  const { person, tenantId } = useMember();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyChat personName={person.name} suggestions={useSuggestions(tenantId)} onPick={onPick} />
    </div>
  );
}

function Missing() {
  return (
    <Stand title="This chat is not here">
      It may have been deleted, or it belongs to another account.{' '}
      <Link to="/" className="text-accent underline underline-offset-4">
        Start a new chat
      </Link>
    </Stand>
  );
}

function Stand({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-1 flex-col justify-center px-6 py-10">
      <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
      <p className="mt-2 text-soft">{children}</p>
    </div>
  );
}

function Log({ now }: { now: ChatNow }) {
  const { messages, tasks, chat } = now;
  const blocks = useMemo<Anchored[]>(
    () =>
      entriesOf(tasks).flatMap((entry) =>
        entry.ok ? [{ id: entry.id, messageId: entry.data.messageId, createdAt: entry.data.createdAt }] : [],
      ),
    [tasks],
  );
  const rows = useMemo(() => timelineOf(entriesOf(messages), blocks), [messages, blocks]);
  useLinkedRow(rows);
  const broken = [
    chat.status === 'ready' ? chat.entry : null,
    ...entriesOf(tasks),
    ...entriesOf(now.questions),
  ];
  return (
    <MessageLog rows={rows}>
      <h2 className="sr-only">Conversation</h2>
      {broken.map((entry) => (entry && !entry.ok ? <BrokenRow key={entry.id} error={entry.error} /> : null))}
      {messages.status === 'loading' ? <p className="text-sm text-faint">Opening the chat…</p> : null}
    </MessageLog>
  );
}
