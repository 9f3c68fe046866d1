import type { Chat } from 'functions/contracts';
import { SquarePen } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { ReloadButton } from '../../../components/ui/reload-button.tsx';
import type { Entry } from '../../../lib/subscription/entry.ts';
import { entriesOf, type Listing } from '../../../lib/subscription/listing.ts';
import { groupChats } from '../data/chat-groups.ts';
import { chatsWith, isListed } from '../data/chat-search.ts';
import { ChatRow } from './chat-row.tsx';
import { ChatSearch } from './chat-search.tsx';

type Props = {
  chats: Listing<Chat>;
  /** Whether there may be older ones that are not among them. */
  older: 'none' | 'there' | 'loading';
  onOlder: () => void;
  onNavigate: () => void;
};

/** All chats, or those that a search finds: the pinned ones, then the others, the newest first. */
export function ChatList({ chats, older, onOlder, onNavigate }: Props) {
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
        searched={search.trim() === '' ? null : listed.length}
        older={older}
        onOlder={onOlder}
        onNavigate={onNavigate}
      />
    </nav>
  );
}

type ContentProps = Pick<Props, 'older' | 'onOlder' | 'onNavigate'> & {
  status: Listing<Chat>['status'];
  live: boolean;
  shown: readonly Entry<Chat>[];
  /** How many a search looked at; null: there is none. */
  searched: number | null;
};

function Content({ status, live, shown, searched, older, onOlder, onNavigate }: ContentProps) {
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
  const { pinned, others } = groupChats(shown);
  return (
    <div className="min-h-0 flex-1 space-y-3 overflow-y-auto px-3 pb-3">
      {shown.length === 0 && searched === null ? (
        <p className="px-2 py-3 text-sm text-faint">{none}</p>
      ) : null}
      {pinned.length === 0 ? null : <Rows title="Pinned" entries={pinned} onNavigate={onNavigate} />}
      {others.length === 0 ? null : (
        <Rows {...(pinned.length > 0 && { title: 'Recent' })} entries={others} onNavigate={onNavigate} />
      )}
      {searched !== null && (shown.length === 0 || older !== 'none') ? (
        <p className="px-2 text-sm text-faint">
          {searchText(shown.length, older === 'none' ? null : searched)}
        </p>
      ) : null}
      {older === 'none' ? null : (
        <Button aria-disabled={older === 'loading'} onClick={older === 'loading' ? undefined : onOlder}>
          {older === 'loading' ? 'One moment…' : 'Show older chats'}
        </Button>
      )}
    </div>
  );
}

/** `of`: how many were looked at, where there are more. */
function searchText(found: number, of: number | null): string {
  if (of === null) return 'No title has these words.';
  return found === 0 ? `No title of these ${of} chats has these words.` : `Found in ${of} chats.`;
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
