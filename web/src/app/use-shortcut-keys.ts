import { useEffect } from 'react';
import { isCommand, isTyping } from '../lib/keys.ts';

type Keys = {
  readonly onCommands: () => void;
  readonly onShortcuts: () => void;
  /** Null where there is nothing to find: then the key is the browser's. */
  readonly onFind: (() => void) | null;
};

/** The keys that work everywhere on the page. */
export function useShortcutKeys({ onCommands, onShortcuts, onFind }: Keys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      // Pressed a second time, it is the browser's own search.
      const isFinding = event.target instanceof HTMLElement && event.target.closest('search') !== null;
      if (isCommand(event, 'k')) onCommands();
      else if (onFind && isCommand(event, 'f') && !isFinding) onFind();
      else if (isCommand(event, '/') || (event.key === '?' && !isTyping(event.target))) onShortcuts();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onCommands, onShortcuts, onFind]);
}
