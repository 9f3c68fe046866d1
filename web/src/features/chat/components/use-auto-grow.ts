import { type RefObject, useLayoutEffect } from 'react';

const grownByCss = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

/** Lets a text box be as high as its text, in browsers whose CSS cannot. */
export function useAutoGrow(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (grownByCss || !element) return;
    element.style.height = 'auto';
    // Nothing written yet: one row, however long the placeholder is.
    element.style.height = text === '' ? '' : `${element.scrollHeight}px`;
  }, [box, text]);
}
