import { useRef } from 'react';
import { focusComposer } from '../../lib/focus-composer.ts';

/** For what opens from anywhere, also by a key: it remembers itself whom to give the focus back to. */
export function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const element = before.current;
      if (element instanceof HTMLElement && element.isConnected && element !== document.body) element.focus();
      else focusComposer();
    },
  };
}
