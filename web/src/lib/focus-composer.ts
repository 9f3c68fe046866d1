/** Of the one place to write, for those who want to lead there from elsewhere on the page. */
export const COMPOSER = 'composer';

/** Puts the focus where one writes; not on a touch screen, where that would raise the keyboard. */
export function focusComposer(): void {
  if (window.matchMedia('(hover: hover)').matches) {
    document.getElementById(COMPOSER)?.focus({ preventScroll: true });
  }
}
