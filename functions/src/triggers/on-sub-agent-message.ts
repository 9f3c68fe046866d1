import { onDocumentCreated } from 'firebase-functions/firestore';
import { patterns } from '../contracts/index.ts';
import { eventSettings } from '../environment.ts';
import { run } from './run.ts';

/** A sub-agent got its brief or an answer: wakes it. What it says itself is let go before any read. */
export const onSubAgentMessage = onDocumentCreated(
  { ...eventSettings, document: patterns.transcriptMessage },
  async (event) => {
    if (event.data?.get('role') !== 'user' || event.data.get('status') !== 'sent') return;
    const { uid, chatId, subAgentId } = event.params;
    await run({ uid, chatId, actorId: subAgentId });
  },
);
