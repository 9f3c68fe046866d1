import type { ChatRef } from 'functions/contracts';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { BrokenRow } from '../components/ui/broken-row.tsx';
import { ReloadButton } from '../components/ui/reload-button.tsx';
import { EmptyChat } from '../features/chat/components/empty-chat.tsx';
import { MessageLog } from '../features/chat/components/message-log.tsx';
import { useSuggestions } from '../features/chat/components/use-suggestions.ts';
import type { History, HistoryReady } from '../features/chat/data/history.ts';
import { type Anchored, timelineOf } from '../features/chat/data/timeline.ts';
import { messageOfTask } from '../features/tasks/data/tasks.ts';
import type { Tenancy } from '../features/tenants/data/tenancies.ts';
import { elementOf } from '../lib/reveal.ts';
import { onDemand } from '../lib/on-demand.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import { useMember } from './member.ts';
import type { ChatNow } from './use-chat.ts';
import { useLinkedRow } from './use-linked-row.ts';

type Props = { chat: ChatRef | null; now: ChatNow; onPick: (prompt: string) => void };

/** The middle of the page: the conversation, or what stands in its place. */
export function ChatBody({ chat, now, onPick }: Props) {
  const failed = now.chat.status === 'failed' || now.history.status === 'failed';
  if (!chat) return <NewChat onPick={onPick} />;
  if (now.chat.status === 'missing') return <Missing />;
  if (failed) return <Unreadable />;
  return <Log key={chat.chatId} chat={chat} now={now} />;
}

const Place = onDemand(async () => (await import('./new-chat-place.tsx')).NewChatPlace);

/** Whoever is in one tenant only, which delegates, has nothing to choose and nothing to be told. */
const needsPlace = (tenancies: readonly Tenancy[]): boolean =>
  tenancies.length > 1 || tenancies.some(({ orchestrates }) => !orchestrates);

function NewChat({ onPick }: { onPick: (prompt: string) => void }) {
  const { person, tenantId, tenancies } = useMember();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyChat
        personName={person.name}
        suggestions={useSuggestions(tenantId)}
        onPick={onPick}
        place={<Place wanted={needsPlace(tenancies)} of={{}} />}
      />
    </div>
  );
}

function Unreadable() {
  return (
    <Stand
      title="This chat could not be read"
      action={<ReloadButton look="primary" size="normal" className="mt-5 self-start" />}
    >
      You may not have access to it, or the database does not answer. Reload the page, or{' '}
      <Link to="/" className="text-accent underline underline-offset-4">
        start a new chat
      </Link>
      .
    </Stand>
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

function Stand({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-1 flex-col justify-center px-6 py-10">
      <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
      <p className="mt-2 text-soft">{children}</p>
      {action}
    </div>
  );
}

function Log({ chat, now }: { chat: ChatRef; now: ChatNow }) {
  const { history, moves } = now;
  const broken = [
    now.chat.status === 'ready' ? now.chat.entry : null,
    ...entriesOf(now.tasks),
    ...entriesOf(now.questions),
  ].flatMap((entry) => (entry && !entry.ok ? [<BrokenRow key={entry.id} error={entry.error} />] : []));
  if (history.status !== 'ready' || !moves) {
    return <p className="flex-1 p-6 text-sm text-faint">Opening the chat…</p>;
  }
  return (
    <>
      {broken.length === 0 ? null : (
        <div className="max-h-40 shrink-0 space-y-2 overflow-y-auto px-4 pt-3">{broken}</div>
      )}
      <Rows chat={chat} now={now} history={history} moves={moves} />
    </>
  );
}

type RowsProps = { chat: ChatRef; now: ChatNow; history: HistoryReady; moves: History };

function Rows({ chat, now, history, moves }: RowsProps) {
  const { shown, tasksById } = now;
  const blocks = useMemo<Anchored[]>(
    () =>
      [...tasksById.values()].map(({ id, data }) => ({
        id,
        messageId: data.messageId,
        createdAt: data.createdAt,
      })),
    [tasksById],
  );
  const { older, newer } = history;
  const rows = useMemo(
    () => timelineOf(shown, blocks, { fromStart: older === 'end', toEnd: newer === 'end' }),
    [shown, blocks, older, newer],
  );
  useLinkedRow();
  return (
    <MessageLog
      rows={rows}
      newest={history.newest}
      older={older}
      newer={newer}
      moves={moves}
      find={(element) => findMessage(chat, element)}
    />
  );
}

/** The message that an element of the conversation belongs to. */
async function findMessage(chat: ChatRef, element: string): Promise<string | null> {
  const of = elementOf(element);
  if (!of) return null;
  return of.kind === 'message' ? of.id : messageOfTask(chat, of.id);
}
