import type { Chat } from 'functions/contracts';
import { SquarePen } from 'lucide-react';
import { useState } from 'react';
import { Link, NavLink } from 'react-router';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { entriesOf, type Listing } from '../../../lib/subscription/listing.ts';
import { chatsWith, isListed } from '../data/chat-search.ts';
import { ChatSearch } from './chat-search.tsx';

type Props = { chats: Listing<Chat>; onNavigate: () => void };

/** All chats, the newest first, with what runs and what waits in each. */
export function ChatList({ chats, onNavigate }: Props) {
  const [search, setSearch] = useState('');
  const listed = entriesOf(chats).filter(isListed);
  const found = chatsWith(listed, search);
  return (
    <nav aria-label="Chats" className="flex min-h-0 flex-1 flex-col">
      <div className="px-3 pb-2">
        <Link
          to="/"
          onClick={onNavigate}
          className="flex min-h-10 items-center gap-2.5 rounded-xl border border-line bg-surface px-3.5 text-sm font-medium shadow-rest hover:border-line-strong"
        >
          <SquarePen size={16} aria-hidden="true" className="text-accent" />
          New chat
        </Link>
      </div>
      {listed.length === 0 ? null : (
        <ChatSearch value={search} onChange={setSearch} found={found.length} of={listed.length} />
      )}
      <Content
        status={chats.status}
        shown={found}
        isSearched={search.trim() !== ''}
        onNavigate={onNavigate}
      />
    </nav>
  );
}

type ContentProps = {
  status: Listing<Chat>['status'];
  shown: readonly Entry<Chat>[];
  isSearched: boolean;
  onNavigate: () => void;
};

function Content({ status, shown, isSearched, onNavigate }: ContentProps) {
  if (status === 'loading') return null;
  if (status === 'failed') {
    return (
      <p className="px-5 py-3 text-sm text-danger-ink">Your chats could not be read. Reload the page.</p>
    );
  }
  if (shown.length === 0) {
    return (
      <p className="px-5 py-3 text-sm text-faint">
        {isSearched ? 'No title has these words.' : 'No chats yet.'}
      </p>
    );
  }
  return (
    <ul className="min-h-0 flex-1 space-y-0.5 overflow-y-auto px-3 pb-3">
      {shown.map((entry) => (
        <li key={entry.id}>
          {entry.ok ? (
            <ChatLink id={entry.id} chat={entry.data} onNavigate={onNavigate} />
          ) : (
            <BrokenRow error={{ ...entry.error, message: 'This chat cannot be read.' }} />
          )}
        </li>
      ))}
    </ul>
  );
}

function ChatLink({ id, chat, onNavigate }: { id: string; chat: Chat; onNavigate: () => void }) {
  const { running, waiting } = chat.counts;
  return (
    <NavLink
      to={`/chat/${id}`}
      onClick={onNavigate}
      className="flex min-h-10 items-center gap-2 rounded-xl px-3.5 py-2 text-sm text-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-ink"
    >
      <span className="min-w-0 flex-1 truncate">{chat.title}</span>
      {waiting > 0 ? (
        <span className="rounded-full bg-needs-fill px-2 py-px text-xs font-semibold text-needs-fill-ink">
          {waiting}
          <span className="sr-only"> waiting for you</span>
        </span>
      ) : null}
      {running > 0 ? (
        <span className="inline-flex items-center gap-1.5 text-xs text-faint">
          <span aria-hidden="true" className="breathe size-1.5 rounded-full bg-accent" />
          {running}
          <span className="sr-only"> running</span>
        </span>
      ) : null}
    </NavLink>
  );
}
