const MARK_MS = 2_000;

const calm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** How to scroll: without movement for those who asked for less of it. */
export const scrollBehavior = (): ScrollBehavior => (calm() ? 'auto' : 'smooth');

/** Brings an element of the conversation into view and marks it for a moment. */
export function reveal(elementId: string, { focus }: { focus: boolean }): void {
  const element = document.getElementById(elementId);
  if (!element) return;
  element.scrollIntoView({ behavior: scrollBehavior(), block: 'center' });
  if (focus) element.focus({ preventScroll: true });
  element.dataset['revealed'] = 'true';
  setTimeout(() => delete element.dataset['revealed'], MARK_MS);
}

/** The element ids that links inside the page go to. */
export const messageElement = (messageId: string): string => `message-${messageId}`;
export const taskElement = (taskId: string): string => `task-${taskId}`;
