import { onDocumentUpdated } from 'firebase-functions/firestore';
import { MOTHER, isFinal, patterns, taskStatus } from '../contracts/index.ts';
import { eventSettings } from '../environment.ts';
import { run } from './run.ts';

/** A task began to wait, or ended: wakes Mother, who has mail about it. */
export const onTaskTurned = onDocumentUpdated(
  { ...eventSettings, document: patterns.task },
  async (event) => {
    const before: unknown = event.data?.before.get('status');
    const after = taskStatus.safeParse(event.data?.after.get('status'));
    if (!after.success || after.data === before) return;
    if (after.data !== 'waiting' && !isFinal(after.data)) return;
    const { uid, chatId } = event.params;
    await run({ uid, chatId, actorId: MOTHER });
  },
);
