import type { Source } from '../../../lib/subscription/source.ts';

// What this page is sending. Whoever signs in after somebody else has nothing to do with what that one could not send: it
// waits until they are back, and may never come to an end here.

const underway = new Map<string, string>();
const subscribers = new Set<() => void>();

const tellAll = (): void => {
  for (const tell of subscribers) tell();
};

export function beginSending(uid: string, messageId: string): void {
  underway.set(messageId, uid);
  tellAll();
}

export function endSending(messageId: string): void {
  underway.delete(messageId);
  tellAll();
}

export const isUnderway = (messageId: string): boolean => underway.has(messageId);

function subscribe(onChange: () => void): () => void {
  subscribers.add(onChange);
  return () => void subscribers.delete(onChange);
}

/** Whether this page is sending anything of a person's. */
export const sendingOf = (uid: string): Source<boolean> => ({
  current: () => [...underway.values()].includes(uid),
  subscribe,
});
