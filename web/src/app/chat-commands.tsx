import { useCallback, useState } from 'react';
import { onDemand } from '../lib/on-demand.ts';
import type { CommandsOf } from './use-commands.tsx';
import { useShortcutKeys } from './use-shortcut-keys.ts';

/** Which of the two dialogs of the keyboard is open. */
export function useDialogs() {
  const [open, setOpen] = useState<'commands' | 'shortcuts' | null>(null);
  return {
    open,
    commands: useCallback(() => setOpen('commands'), []),
    shortcuts: useCallback(() => setOpen('shortcuts'), []),
    close: useCallback(() => setOpen(null), []),
  };
}

const ChatDialogs = onDemand(async () => (await import('./chat-dialogs.tsx')).ChatDialogs);

export type DialogsProps = {
  dialogs: ReturnType<typeof useDialogs>;
  of: Omit<CommandsOf, 'onShortcuts'>;
};

/** The command palette and the page of shortcuts. */
export function ChatCommands({ dialogs, of }: DialogsProps) {
  useShortcutKeys({ onCommands: dialogs.commands, onShortcuts: dialogs.shortcuts, onFind: of.onFind });
  return <ChatDialogs wanted={dialogs.open !== null} of={{ dialogs, of }} />;
}
