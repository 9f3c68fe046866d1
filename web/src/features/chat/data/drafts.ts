import { useSyncExternalStore } from 'react';

// A draft outlives the page: it is kept per person and chat, and shared by all tabs and all parts of the page that
// show it.

const memory = new Map<string, string>();
/** Why a draft was not sent. */
const problems = new Map<string, string>();
const subscribers = new Set<() => void>();

const PREFIX = 'mother.draft.';
const storageKey = (key: string): string => PREFIX + key;

const tellAll = (): void => {
  for (const tell of subscribers) tell();
};

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

/** Gone in storage; where there is none, nothing was kept. */
function removeDraft(key: string): void {
  try {
    localStorage.removeItem(storageKey(key));
  } catch {
    // The draft lasts until the page is left.
  }
}

export function writeDraft(key: string, text: string): void {
  memory.set(key, text);
  try {
    if (text === '') removeDraft(key);
    else localStorage.setItem(storageKey(key), text);
  } catch {
    // An older version of it must not come back as if it were this one.
    removeDraft(key);
  }
  tellAll();
}

/** Puts back what could not be sent, above whatever has been written since. */
export function returnDraft(key: string, text: string): void {
  const since = readDraft(key);
  writeDraft(key, since.trim() === '' ? text : `${text}\n\n${since}`);
}

/** Says beside the draft why it could not be sent; null: that is over. */
export function tellProblem(key: string, problem: string | null): void {
  if (problem === null) problems.delete(key);
  else problems.set(key, problem);
  tellAll();
}

/** Another tab has the newer draft: what this one knows is forgotten, and read anew. */
function onStorage({ key }: StorageEvent): void {
  if (!key?.startsWith(PREFIX)) return;
  memory.delete(key.slice(PREFIX.length));
  tellAll();
}

// For as long as the page is there: what it knows of a draft can become old while nothing of it shows one.
window.addEventListener('storage', onStorage);

function subscribe(onChange: () => void): () => void {
  subscribers.add(onChange);
  return () => void subscribers.delete(onChange);
}

export const useDraft = (key: string): string => useSyncExternalStore(subscribe, () => readDraft(key));

export const useDraftProblem = (key: string): string | null =>
  useSyncExternalStore(subscribe, () => problems.get(key) ?? null);
