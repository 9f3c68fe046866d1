import { paths } from 'functions/contracts';
import { collection, doc, getDocFromServer, setDoc } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { messageDocument, type Outgoing } from './outgoing.ts';
import { startChat } from './start-chat.ts';
import { beginSending, endSending, isUnderway } from './underway.ts';
import { forgetUnsent, keepUnsent, type Unsent, unsentOf } from './unsent.ts';

type Where = { readonly uid: string; readonly tenantId: string; readonly chatId: string | null };

/** A message with its id, and with that of its chat, if it is the first of one. */
export function compose({ uid, tenantId, chatId }: Where, outgoing: Outgoing): Unsent {
  const chats = collection(db(), paths.chats(uid));
  return {
    chatId: chatId ?? doc(chats).id,
    messageId: doc(chats).id,
    outgoing,
    startsIn: chatId === null ? tenantId : null,
    at: Date.now(),
  };
}

/** What was being sent when a page was left. */
export const leftBehind = (uid: string): Unsent[] =>
  unsentOf(uid).filter(({ messageId }) => !isUnderway(messageId));

function write(uid: string, { chatId, messageId: id, outgoing, startsIn }: Unsent): Promise<void> {
  const ref = { uid, chatId };
  if (startsIn !== null) return startChat(ref, { id, tenantId: startsIn, outgoing });
  return setDoc(doc(db(), paths.messages.one(ref, id)), messageDocument(outgoing));
}

/** Whether the server has it; null when the server cannot be asked. */
async function isStored(uid: string, { chatId, messageId }: Unsent): Promise<boolean | null> {
  try {
    return (await getDocFromServer(doc(db(), paths.messages.one({ uid, chatId }, messageId)))).exists();
  } catch {
    return null;
  }
}

/** The browser asks before the page goes, until what this gives is called. */
function holdPage(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener('beforeunload', ask);
  return () => window.removeEventListener('beforeunload', ask);
}

/**
 * Resolves once the server has it; rejects if the rules deny it. The page shows it at once. Until then it is kept on
 * this device: whoever opens the page next sends it again under the same id, which the server takes only once. Where it
 * cannot be kept, the page does not go without a question.
 */
export async function deliver(uid: string, unsent: Unsent): Promise<void> {
  beginSending(uid, unsent.messageId);
  const mayLeave = keepUnsent(uid, unsent) ? null : holdPage();
  try {
    await write(uid, unsent);
  } catch (error) {
    // It may be denied because it is there already: sent by another page, or by this one, and the word of it was lost.
    const stored = await isStored(uid, unsent);
    if (stored === null) return;
    if (!stored) {
      forgetUnsent(uid, unsent);
      throw error;
    }
  } finally {
    endSending(unsent.messageId);
    mayLeave?.();
  }
  forgetUnsent(uid, unsent);
}
