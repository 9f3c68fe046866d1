import type { Chat } from 'functions/contracts';
import type { ReactNode } from 'react';
import type { OptionsPanelProps } from '../../../components/ui/options-menu.tsx';
import { ChatMenu } from './chat-menu.tsx';
import { useManaging } from './managing.ts';
import { RenameField } from './rename-field.tsx';
import { useRenaming } from './use-renaming.ts';

export const titleLook = 'min-w-0 flex-1 truncate text-left text-[0.9375rem] font-semibold';

type Props = {
  id: string;
  chat: Chat;
  /** What else its menu offers, and what happens when that has closed. */
  more: OptionsPanelProps['groups'];
  onMenuClosed: () => void;
  /** Between the title and its menu. */
  children: ReactNode;
};

/** The open chat's title, and what can be done to it. */
export function ChatTitle({ id, chat, more, onMenuClosed, children }: Props) {
  const { rename } = useManaging();
  const { trigger, renaming, start, end } = useRenaming();
  return (
    <>
      <h1 dir="auto" className={renaming ? 'sr-only' : titleLook}>
        {chat.title}
      </h1>
      {renaming ? (
        <div className="min-w-0 flex-1 py-2">
          <RenameField title={chat.title} onSave={(title) => rename(id, title)} onClose={end} />
        </div>
      ) : null}
      {children}
      {renaming ? null : (
        <ChatMenu
          id={id}
          chat={chat}
          trigger={trigger}
          onRename={start}
          more={more}
          onCloseAutoFocus={onMenuClosed}
        />
      )}
    </>
  );
}
