import { type ChatRef, paths, SCHEMA_VERSION } from 'functions/contracts';
import { doc, serverTimestamp, writeBatch } from 'firebase/firestore';
import { db } from '../../../lib/firebase/firestore.ts';
import { messageDocument, type Outgoing } from './outgoing.ts';
import { titleFrom } from './title.ts';

type First = { readonly id: string; readonly tenantId: string; readonly outgoing: Outgoing };

/** A chat comes to be with its first message, in one batch. */
export function startChat(ref: ChatRef, { id, tenantId, outgoing }: First): Promise<void> {
  const now = serverTimestamp();
  const batch = writeBatch(db());
  batch.set(doc(db(), paths.chat(ref)), {
    title: titleFrom(outgoing.content),
    tenantId,
    schemaVersion: SCHEMA_VERSION,
    createdAt: now,
    lastMessageAt: now,
    access: 'open',
  });
  batch.set(doc(db(), paths.messages.one(ref, id)), messageDocument(outgoing));
  return batch.commit();
}
