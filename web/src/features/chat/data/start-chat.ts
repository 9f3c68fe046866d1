import { paths, SCHEMA_VERSION } from 'functions/contracts';
import { collection, doc, serverTimestamp, writeBatch } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { messageDocument } from './outgoing.ts';
import { titleFrom } from './title.ts';

type FirstMessage = { readonly uid: string; readonly tenantId: string; readonly content: string };

/** A chat comes to be with its first message, in one batch. The id is known, and the page moves on, before it is stored. */
export function startChat({ uid, tenantId, content }: FirstMessage): {
  chatId: string;
  stored: Promise<void>;
} {
  const chatRef = doc(collection(db(), paths.chats(uid)));
  const messageRef = doc(collection(db(), paths.messages.all({ uid, chatId: chatRef.id })));
  const now = serverTimestamp();
  const batch = writeBatch(db());
  batch.set(chatRef, {
    title: titleFrom(content),
    tenantId,
    schemaVersion: SCHEMA_VERSION,
    createdAt: now,
    lastMessageAt: now,
    access: 'open',
  });
  batch.set(messageRef, messageDocument({ content }));
  return { chatId: chatRef.id, stored: batch.commit() };
}
