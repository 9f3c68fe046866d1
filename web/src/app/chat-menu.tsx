import { Braces, Command, FileText, Keyboard } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { IconButton } from '../components/ui/icon-button.tsx';
import { Keys } from '../components/ui/keys.tsx';
import { commandKey } from '../lib/keys.ts';
import type { ChatExport } from './use-export.ts';

type Props = { chatExport: ChatExport | null; onCommands: () => void; onShortcuts: () => void };

const item =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none data-[highlighted]:bg-sunken';

/** What can be done with the chat as a whole. */
export function ChatMenu({ chatExport, onCommands, onShortcuts }: Props) {
  // A dialog opens after the menu has given the focus back: then it knows whom to give it back to.
  const next = useRef<(() => void) | null>(null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton aria-label="Chat menu">
          <Command size={17} aria-hidden="true" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        collisionPadding={12}
        onCloseAutoFocus={() => {
          const then = next.current;
          next.current = null;
          if (then) requestAnimationFrame(then);
        }}
        className="rise z-30 w-60 rounded-2xl border border-line bg-surface p-1.5 shadow-float"
      >
        {chatExport ? (
          <>
            <DropdownMenu.Item className={item} onSelect={chatExport.markdown}>
              <FileText size={16} aria-hidden="true" className="text-faint" />
              Export as Markdown
            </DropdownMenu.Item>
            <DropdownMenu.Item className={item} onSelect={chatExport.json}>
              <Braces size={16} aria-hidden="true" className="text-faint" />
              Export as JSON
            </DropdownMenu.Item>
            <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
          </>
        ) : null}
        <DropdownMenu.Item
          className={item}
          onSelect={() => {
            next.current = onCommands;
          }}
        >
          <Command size={16} aria-hidden="true" className="text-faint" />
          Commands
          <span className="ml-auto">
            <Keys keys={[commandKey, 'K']} />
          </span>
        </DropdownMenu.Item>
        <DropdownMenu.Item
          className={item}
          onSelect={() => {
            next.current = onShortcuts;
          }}
        >
          <Keyboard size={16} aria-hidden="true" className="text-faint" />
          Keyboard shortcuts
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
