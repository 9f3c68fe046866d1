import { type RefObject, useEffect } from 'react';

/** Opening a chat puts the cursor where one writes; not on a touch screen, where that would raise the keyboard. */
export function useFocusOnOpen(input: RefObject<HTMLTextAreaElement | null>, chatId: string | null): void {
  useEffect(() => {
    if (window.matchMedia('(hover: hover)').matches) input.current?.focus({ preventScroll: true });
  }, [input, chatId]);
}
