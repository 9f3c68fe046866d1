import { documentId } from 'functions/contracts';
import { z } from 'zod';
import { type Outgoing, outgoing } from './outgoing.ts';

// What the server has not confirmed yet outlives the page, as drafts do. Each message has a place of its own, so that
// two tabs never overwrite each other's.

const unsent = z.object({
  chatId: documentId,
  messageId: documentId,
  outgoing,
  /** Of the first message of a chat, which comes to be with it: whose chat it will be. */
  startsIn: z.string().nullable(),
  at: z.number(),
});
export type Unsent = Readonly<z.infer<typeof unsent>>;

const prefix = (uid: string): string => `mother.unsent.${uid}.`;
const placeOf = (uid: string, { messageId }: Unsent): string => prefix(uid) + messageId;

/**
 * To stop everything is meant for what is at work now, not for what will be when the page is opened again; and so is a
 * yes: whoever comes back later is asked again.
 */
const isForNow = (sent: Outgoing): boolean =>
  'consent' in sent || ('stop' in sent && sent.stop.kind === 'all');

/** False where it would be lost with the page: there is no storage, or no more of it. */
export function keepUnsent(uid: string, one: Unsent): boolean {
  if (isForNow(one.outgoing)) return true;
  try {
    localStorage.setItem(placeOf(uid, one), JSON.stringify(one));
    return true;
  } catch {
    return false;
  }
}

export function forgetUnsent(uid: string, one: Unsent): void {
  try {
    localStorage.removeItem(placeOf(uid, one));
  } catch {
    // Nothing was kept.
  }
}

function read(text: string): Unsent[] {
  try {
    const { success, data } = unsent.safeParse(JSON.parse(text));
    return success ? [data] : [];
  } catch {
    return [];
  }
}

/** Everything that a person has written on this device and that may not have been stored, the oldest first. */
export function unsentOf(uid: string): Unsent[] {
  try {
    return Object.entries(localStorage)
      .flatMap(([place, text]) => (place.startsWith(prefix(uid)) ? read(String(text)) : []))
      .toSorted((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}

/** Whether a chat's first message is still on its way from here: until the server has it, there is no such chat. */
export const isBeginning = (uid: string, chatId: string): boolean =>
  unsentOf(uid).some((one) => one.chatId === chatId && one.startsIn !== null);
