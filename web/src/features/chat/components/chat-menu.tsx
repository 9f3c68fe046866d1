import type { Chat } from 'functions/contracts';
import { Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { OptionsItem, OptionsLine, OptionsMenu } from '../../../components/ui/options-menu.tsx';
import { useManaging } from './managing.ts';

type Props = {
  id: string;
  chat: Chat;
  trigger: Ref<HTMLButtonElement>;
  onRename: () => void;
  className?: string;
  /** What else can be done where the chat is open. */
  more?: ReactNode;
  onCloseAutoFocus?: () => void;
};

/** Rename, pin, delete. */
export function ChatMenu({ id, chat, trigger, onRename, className, more, onCloseAutoFocus }: Props) {
  const { pin, remove } = useManaging();
  const PinIcon = chat.pinned ? PinOff : Pin;
  return (
    <OptionsMenu
      name={`Options for ${chat.title}`}
      trigger={trigger}
      className={className}
      wide={more !== undefined}
      onCloseAutoFocus={onCloseAutoFocus}
    >
      <OptionsItem icon={<Pencil size={15} />} onSelect={onRename}>
        Rename
      </OptionsItem>
      <OptionsItem icon={<PinIcon size={15} />} onSelect={() => pin(id, !chat.pinned)}>
        {chat.pinned ? 'Unpin' : 'Pin'}
      </OptionsItem>
      <OptionsLine />
      {more === undefined ? null : (
        <>
          {more}
          <OptionsLine />
        </>
      )}
      <OptionsItem
        icon={<Trash2 size={15} />}
        className="text-danger-ink"
        onSelect={() => remove(id, chat.title)}
      >
        Delete
      </OptionsItem>
    </OptionsMenu>
  );
}
