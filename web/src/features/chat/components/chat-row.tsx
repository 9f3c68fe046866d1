import type { Chat } from 'functions/contracts';
import { NavLink } from 'react-router';
import { ChatMenu } from './chat-menu.tsx';
import { useManaging } from './managing.ts';
import { RenameField } from './rename-field.tsx';
import { useRenaming } from './use-renaming.ts';

type Props = { id: string; chat: Chat; onNavigate: () => void };

/** One chat of the list: its title, what runs and waits in it, and what can be done to it. */
export function ChatRow({ id, chat, onNavigate }: Props) {
  const { rename } = useManaging();
  const { trigger, renaming, start, end } = useRenaming();
  if (renaming) {
    return <RenameField title={chat.title} onSave={(title) => rename(id, title)} onClose={end} />;
  }
  return (
    <div className="group relative">
      <NavLink
        to={`/chat/${id}`}
        onClick={onNavigate}
        className="flex min-h-10 items-center gap-2 rounded-xl py-2 pr-10 pl-3.5 text-sm text-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-ink"
      >
        <span dir="auto" className="min-w-0 flex-1 truncate text-left">
          {chat.title}
        </span>
        <Counts {...chat.counts} />
      </NavLink>
      <ChatMenu
        id={id}
        chat={chat}
        trigger={trigger}
        onRename={start}
        className="absolute top-0.5 right-0.5 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 [@media(hover:hover)]:opacity-0"
      />
    </div>
  );
}

function Counts({ running, waiting }: Chat['counts']) {
  return (
    <>
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
    </>
  );
}
