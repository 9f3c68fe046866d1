import { useEffect } from 'react';
import { isCommand, isTyping } from '../lib/keys.ts';

type Dialogs = { readonly onCommands: () => void; readonly onShortcuts: () => void };

/** The keys that work everywhere on the page. */
export function useShortcutKeys({ onCommands, onShortcuts }: Dialogs): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      if (isCommand(event, 'k')) onCommands();
      else if (isCommand(event, '/') || (event.key === '?' && !isTyping(event.target))) onShortcuts();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onCommands, onShortcuts]);
}
