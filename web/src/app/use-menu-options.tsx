import { Braces, Command, FileText, Keyboard, Search } from 'lucide-react';
import { useRef } from 'react';
import type { Option } from '../components/ui/options-menu.tsx';
import { commandKey } from '../lib/keys.ts';
import type { ChatExport } from './use-export.ts';

type Offers = {
  chatExport: ChatExport | null;
  onFind: (() => void) | null;
  onCommands: () => void;
  onShortcuts: () => void;
};

const ICON = 15;

/** What the menu above a conversation offers beside managing the chat. What takes the focus opens once the menu has closed. */
export function useMenuOptions({ chatExport, onFind, onCommands, onShortcuts }: Offers): {
  groups: readonly (readonly Option[])[];
  onClosed: () => void;
} {
  const next = useRef<(() => void) | null>(null);
  const onClosed = () => {
    const then = next.current;
    next.current = null;
    if (then) requestAnimationFrame(then);
  };
  const afterwards = (then: () => void) => () => {
    next.current = then;
  };
  const taken: Option[] = chatExport
    ? [
        { label: 'Export as Markdown', icon: <FileText size={ICON} />, onSelect: chatExport.markdown },
        { label: 'Export as JSON', icon: <Braces size={ICON} />, onSelect: chatExport.json },
      ]
    : [];
  const found: Option[] = onFind
    ? [
        {
          label: 'Find in this chat',
          icon: <Search size={ICON} />,
          keys: [commandKey, 'F'],
          onSelect: afterwards(onFind),
        },
      ]
    : [];
  const helped: Option[] = [
    {
      label: 'Commands',
      icon: <Command size={ICON} />,
      keys: [commandKey, 'K'],
      onSelect: afterwards(onCommands),
    },
    { label: 'Keyboard shortcuts', icon: <Keyboard size={ICON} />, onSelect: afterwards(onShortcuts) },
  ];
  const groups = [...(chatExport ? [taken] : []), [...found, ...helped]];
  return { groups, onClosed };
}
