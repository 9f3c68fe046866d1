import type { Chat } from 'functions/contracts';
import { Menu } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from '../components/ui/icon-button.tsx';
import { OptionsMenu } from '../components/ui/options-menu.tsx';
import { DemoPill } from '../features/chat/components/demo-pill.tsx';
import { waitingInAll } from '../features/chat/data/chat-search.ts';
import { demoModel } from '../lib/env.ts';
import type { Single } from '../lib/subscription/document.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import { ChatTitle, titleLook } from '../features/chat/components/chat-title.tsx';
import { useChats } from './chats.ts';
import { useDrawer } from './drawer.ts';
import type { useMenuOptions } from './use-menu-options.tsx';

type Props = { chat: Single<Chat>; isNew: boolean; menu: ReturnType<typeof useMenuOptions> };

const titleOf = (chat: Single<Chat>, isNew: boolean): string => {
  if (isNew) return 'New chat';
  if (chat.status === 'missing') return 'Not found';
  return chat.status === 'ready' && chat.entry.ok ? chat.entry.data.title : 'Chat';
};

/** The chat's title, also in the browser's tab, where it is preceded by how much waits for the person in all chats. */
export function ChatHeader({ chat, isNew, menu }: Props) {
  const waiting = waitingInAll(entriesOf(useChats()));
  const { open } = useDrawer();
  const title = titleOf(chat, isNew);
  const entry = chat.status === 'ready' && !isNew ? chat.entry : null;
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${title} · Mother`;
  }, [title, waiting]);
  return (
    <header className="flex min-h-14 items-center gap-2 border-b border-line px-3 sm:px-5">
      <IconButton aria-label="Open the chat list" onClick={open} className="md:hidden">
        <Menu size={20} aria-hidden="true" />
      </IconButton>
      {entry?.ok && entry.data.access !== 'deleting' ? (
        <ChatTitle
          key={entry.id}
          id={entry.id}
          chat={entry.data}
          more={menu.groups}
          onMenuClosed={menu.onClosed}
        >
          {demoModel ? <DemoPill /> : null}
        </ChatTitle>
      ) : (
        <>
          <h1 className={titleLook}>{title}</h1>
          {demoModel ? <DemoPill /> : null}
          <OptionsMenu name="Options" groups={menu.groups} onCloseAutoFocus={menu.onClosed} />
        </>
      )}
    </header>
  );
}
