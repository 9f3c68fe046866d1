import { useSyncExternalStore } from 'react';

// A draft outlives the page: it is kept per person and chat, and shared by all parts of the page that show it.

const memory = new Map<string, string>();
const subscribers = new Set<() => void>();

const storageKey = (key: string): string => `mother.draft.${key}`;

/** `chatId` null: the chat that is not there yet. */
export const draftKey = (uid: string, chatId: string | null): string => `${uid}.${chatId ?? 'new'}`;

function readDraft(key: string): string {
  const known = memory.get(key);
  if (known !== undefined) return known;
  try {
    return localStorage.getItem(storageKey(key)) ?? '';
  } catch {
    return '';
  }
}

export function writeDraft(key: string, text: string): void {
  memory.set(key, text);
  try {
    if (text === '') localStorage.removeItem(storageKey(key));
    else localStorage.setItem(storageKey(key), text);
  } catch {
    // Without storage the draft lasts until the page is left.
  }
  for (const tell of subscribers) tell();
}

/** Puts back what could not be sent, above whatever has been written since. */
export function returnDraft(key: string, text: string): void {
  const since = readDraft(key);
  writeDraft(key, since.trim() === '' ? text : `${text}\n\n${since}`);
}

export const useDraft = (key: string): string =>
  useSyncExternalStore(
    (onChange) => {
      subscribers.add(onChange);
      return () => subscribers.delete(onChange);
    },
    () => readDraft(key),
  );
