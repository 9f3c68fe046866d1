import type { Chat } from 'functions/contracts';
import { SquarePen } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { ReloadButton } from '../../../components/ui/reload-button.tsx';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { entriesOf, type Listing } from '../../../lib/subscription/listing.ts';
import { groupChats } from '../data/chat-groups.ts';
import { chatsWith, isListed } from '../data/chat-search.ts';
import { ChatRow } from './chat-row.tsx';
import { ChatSearch } from './chat-search.tsx';

type Props = { chats: Listing<Chat>; onNavigate: () => void };

/** All chats, or those that a search finds: the pinned ones, then the others, the newest first. */
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
        live={chats.status === 'ready' && chats.live}
        shown={found}
        isSearched={search.trim() !== ''}
        onNavigate={onNavigate}
      />
    </nav>
  );
}

type ContentProps = {
  status: Listing<Chat>['status'];
  live: boolean;
  shown: readonly Entry<Chat>[];
  isSearched: boolean;
  onNavigate: () => void;
};

function Content({ status, live, shown, isSearched, onNavigate }: ContentProps) {
  if (status === 'loading') return null;
  // Only the server knows that there are none.
  const none = live ? 'No chats yet.' : 'Your chats are shown once the server answers.';
  if (status === 'failed') {
    return (
      <div className="px-5 py-3 text-sm">
        <p className="text-danger-ink">Your chats could not be read. Reload the page.</p>
        <ReloadButton className="mt-2" />
      </div>
    );
  }
  if (shown.length === 0) {
    return <p className="px-5 py-3 text-sm text-faint">{isSearched ? 'No title has these words.' : none}</p>;
  }
  const { pinned, others } = groupChats(shown);
  if (pinned.length === 0) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        <Rows entries={others} onNavigate={onNavigate} />
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 space-y-3 overflow-y-auto px-3 pb-3">
      <Rows title="Pinned" entries={pinned} onNavigate={onNavigate} />
      {others.length === 0 ? null : <Rows title="Recent" entries={others} onNavigate={onNavigate} />}
    </div>
  );
}

type RowsProps = { title?: string; entries: readonly Entry<Chat>[]; onNavigate: () => void };

function Rows({ title, entries, onNavigate }: RowsProps) {
  const titleId = useId();
  return (
    <div>
      {title === undefined ? null : (
        <p id={titleId} className="px-3.5 pt-1 pb-1 text-xs font-medium text-faint">
          {title}
        </p>
      )}
      <ul aria-labelledby={title === undefined ? undefined : titleId} className="space-y-0.5">
        {entries.map((entry) => (
          <li key={entry.id}>
            {entry.ok ? (
              <ChatRow id={entry.id} chat={entry.data} onNavigate={onNavigate} />
            ) : (
              <BrokenRow error={{ ...entry.error, message: 'This chat cannot be read.' }} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
