const MARK_MS = 2_000;

/** Tells the conversation around an element that the person looks elsewhere than at its end. */
export const REVEAL = 'mother:reveal';

/** Keeps an element in view that has just appeared in the middle of the conversation. */
export function stayAt(element: HTMLElement): void {
  element.dispatchEvent(new CustomEvent(REVEAL, { bubbles: true }));
  element.scrollIntoView({ block: 'nearest' });
}

/** Brings an element of the conversation into view and marks it for a moment. */
export function reveal(elementId: string, { focus }: { focus: boolean }): void {
  const element = document.getElementById(elementId);
  if (!element) return;
  element.dispatchEvent(new CustomEvent(REVEAL, { bubbles: true }));
  // At once, since a movement could be cut short by what is just being written.
  element.scrollIntoView({ block: 'center' });
  if (focus) element.focus({ preventScroll: true });
  element.dataset['revealed'] = 'true';
  setTimeout(() => delete element.dataset['revealed'], MARK_MS);
}

/** Whether a link to a part of the page leads into the conversation. */
export const leadsToRow = (hash: string): boolean => /^#(?:message|task)-./u.test(hash);

/** The element ids that links inside the page go to. */
export const messageElement = (messageId: string): string => `message-${messageId}`;
export const taskElement = (taskId: string): string => `task-${taskId}`;
