import type { Chat } from 'functions/contracts';
import { Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import type { Ref } from 'react';
import { type OptionsPanelProps, OptionsMenu } from '../../../components/ui/options-menu.tsx';
import { useManaging } from './managing.ts';

type Props = {
  id: string;
  chat: Chat;
  trigger: Ref<HTMLButtonElement>;
  onRename: () => void;
  className?: string;
  /** What else can be done where the chat is open. */
  more?: OptionsPanelProps['groups'];
  onCloseAutoFocus?: () => void;
};

/** Rename, pin, delete. */
export function ChatMenu({ id, chat, trigger, onRename, className, more = [], onCloseAutoFocus }: Props) {
  const { pin, remove } = useManaging();
  const PinIcon = chat.pinned ? PinOff : Pin;
  return (
    <OptionsMenu
      name={`Options for ${chat.title}`}
      trigger={trigger}
      className={className}
      groups={[
        [
          { label: 'Rename', icon: <Pencil size={15} />, onSelect: onRename },
          {
            label: chat.pinned ? 'Unpin' : 'Pin',
            icon: <PinIcon size={15} />,
            onSelect: () => pin(id, !chat.pinned),
          },
        ],
        ...more,
        [
          {
            label: 'Delete',
            icon: <Trash2 size={15} />,
            isDangerous: true,
            onSelect: () => remove(id, chat.title),
          },
        ],
      ]}
      onCloseAutoFocus={onCloseAutoFocus}
    />
  );
}
