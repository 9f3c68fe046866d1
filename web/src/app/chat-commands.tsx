import { useCallback, useState } from 'react';
import { Palette } from '../components/ui/palette.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { type CommandsOf, useCommands } from './use-commands.tsx';
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

type Props = { dialogs: ReturnType<typeof useDialogs>; of: Omit<CommandsOf, 'onShortcuts'> };

/** The command palette and the page of shortcuts. */
export function ChatCommands({ dialogs, of }: Props) {
  const { open, commands, shortcuts, close } = dialogs;
  useShortcutKeys({ onCommands: commands, onShortcuts: shortcuts, onFind: of.onFind });
  return (
    <>
      <Palette
        open={open === 'commands'}
        onClose={close}
        commands={useCommands({ ...of, onShortcuts: shortcuts })}
      />
      <Shortcuts open={open === 'shortcuts'} onClose={close} />
    </>
  );
}
