const MARK_MS = 2_000;

/** What is to be shown of the conversation, by the id of its element, whether or not it is on the page by now. */
export type Reveal = { readonly element: string; readonly focus: boolean };

let shower: ((request: Reveal) => void) | undefined;

/** Whoever draws the conversation knows where in it an element is. Returns how to stop. */
export function onReveal(show: (request: Reveal) => void): () => void {
  shower = show;
  return () => {
    if (shower === show) shower = undefined;
  };
}

/** Brings an element of the conversation into view and marks it for a moment. */
export const reveal = (element: string, { focus }: { focus: boolean }): void => shower?.({ element, focus });

/** Marks what has been brought into view. */
export function mark(element: HTMLElement, { focus }: { focus: boolean }): void {
  if (focus) element.focus({ preventScroll: true });
  element.dataset['revealed'] = 'true';
  setTimeout(() => delete element.dataset['revealed'], MARK_MS);
}

const PARTS = /^#?(message|task)-(.+)$/u;

/** Whether a link to a part of the page leads into the conversation. */
export const leadsToRow = (hash: string): boolean => PARTS.test(hash);

/** The element ids that links inside the page go to. */
export const messageElement = (messageId: string): string => `message-${messageId}`;
export const taskElement = (taskId: string): string => `task-${taskId}`;

/** What an element id stands for. */
export function elementOf(id: string): { kind: 'message' | 'task'; id: string } | null {
  const [, kind, of] = PARTS.exec(id) ?? [];
  return (kind === 'message' || kind === 'task') && of !== undefined ? { kind, id: of } : null;
}
