import { Palette } from '../components/ui/palette.tsx';
import type { DialogsProps } from './chat-commands.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { useCommands } from './use-commands.tsx';

export function ChatDialogs({ dialogs, of }: DialogsProps) {
  const { open, shortcuts, close } = dialogs;
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
