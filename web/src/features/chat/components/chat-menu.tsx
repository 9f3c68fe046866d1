import type { Chat } from 'functions/contracts';
import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Ref } from 'react';
import { IconButton } from '../../../components/ui/icon-button.tsx';
import { menuItem, menuPanel } from '../../../components/ui/menu.ts';
import { useManaging } from './managing.ts';

type Props = {
  id: string;
  chat: Chat;
  trigger: Ref<HTMLButtonElement>;
  onRename: () => void;
  className?: string;
};

/** Rename, pin, delete. */
export function ChatMenu({ id, chat, trigger, onRename, className }: Props) {
  const { pin, remove } = useManaging();
  const PinIcon = chat.pinned ? PinOff : Pin;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton
          ref={trigger}
          aria-label={`Options for ${chat.title}`}
          title="Options"
          className={className}
        >
          <Ellipsis size={17} aria-hidden="true" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" sideOffset={4} className={`${menuPanel} w-44`}>
        <DropdownMenu.Item className={menuItem} onSelect={onRename}>
          <Pencil size={15} aria-hidden="true" className="text-faint" />
          Rename
        </DropdownMenu.Item>
        <DropdownMenu.Item className={menuItem} onSelect={() => pin(id, !chat.pinned)}>
          <PinIcon size={15} aria-hidden="true" className="text-faint" />
          {chat.pinned ? 'Unpin' : 'Pin'}
        </DropdownMenu.Item>
        <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
        <DropdownMenu.Item className={`${menuItem} text-danger-ink`} onSelect={() => remove(id, chat.title)}>
          <Trash2 size={15} aria-hidden="true" />
          Delete
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
