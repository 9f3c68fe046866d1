import { onDocumentCreated } from 'firebase-functions/firestore';
import { MOTHER, patterns } from '../contracts/index.ts';
import { eventSettings } from '../environment.ts';
import { run } from './run.ts';

/** A person wrote: wakes Mother. Her own messages land in the same collection and are let go before any read. */
export const onUserMessage = onDocumentCreated(
  { ...eventSettings, document: patterns.message },
  async (event) => {
    if (event.data?.get('role') !== 'user') return;
    const { uid, chatId } = event.params;
    await run({ uid, chatId, actorId: MOTHER });
  },
);
