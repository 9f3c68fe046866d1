import { onDocumentCreated } from 'firebase-functions/firestore';
import { patterns, wake } from '../contracts/index.ts';
import { remove } from '../store/documents.ts';
import { eventSettings, theStore } from '../environment.ts';
import { run } from './run.ts';

/** Somebody asked for a fresh invocation of an actor: takes the request, and wakes it. */
export const onWake = onDocumentCreated({ ...eventSettings, document: patterns.wake }, async (event) => {
  const asked = wake.safeParse(event.data?.data());
  if (!event.data || !asked.success) return;
  const { uid, chatId } = event.params;
  await run({ uid, chatId, actorId: asked.data.actorId });
  await theStore().commit([remove(event.data.ref.path)]);
});
