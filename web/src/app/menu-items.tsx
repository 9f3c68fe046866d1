import { Braces, Command, FileText, Keyboard } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Keys } from '../components/ui/keys.tsx';
import { OptionsItem, OptionsLine } from '../components/ui/options-menu.tsx';
import { commandKey } from '../lib/keys.ts';
import type { ChatExport } from './use-export.ts';

type Offers = { chatExport: ChatExport | null; onCommands: () => void; onShortcuts: () => void };

/** What the menu above a conversation offers beside managing the chat. A dialog opens once the menu has closed. */
export function useMenuItems({ chatExport, onCommands, onShortcuts }: Offers): {
  items: ReactNode;
  onClosed: () => void;
} {
  const next = useRef<(() => void) | null>(null);
  const onClosed = () => {
    const then = next.current;
    next.current = null;
    if (then) requestAnimationFrame(then);
  };
  const items = (
    <>
      {chatExport ? (
        <>
          <OptionsItem icon={<FileText size={15} />} onSelect={chatExport.markdown}>
            Export as Markdown
          </OptionsItem>
          <OptionsItem icon={<Braces size={15} />} onSelect={chatExport.json}>
            Export as JSON
          </OptionsItem>
          <OptionsLine />
        </>
      ) : null}
      <OptionsItem
        icon={<Command size={15} />}
        onSelect={() => {
          next.current = onCommands;
        }}
      >
        Commands
        <span className="ml-auto">
          <Keys keys={[commandKey, 'K']} />
        </span>
      </OptionsItem>
      <OptionsItem
        icon={<Keyboard size={15} />}
        onSelect={() => {
          next.current = onShortcuts;
        }}
      >
        Keyboard shortcuts
      </OptionsItem>
    </>
  );
  return { items, onClosed };
}
