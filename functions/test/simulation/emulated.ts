import process from 'node:process';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { firestoreStore } from '../../src/store/firestore.ts';
import type { Store } from '../../src/store/port.ts';

/** A database of its own in the Firestore emulator: each project has one. */
export function emulated(seed: number): { readonly store: Store; readonly clear: () => Promise<void> } {
  const projectId = `demo-seed-${seed}`;
  const app = initializeApp({ projectId }, projectId);
  const all = `http://${process.env['FIRESTORE_EMULATOR_HOST']}/emulator/v1/projects/${projectId}/databases/(default)/documents`;
  return {
    store: firestoreStore(getFirestore(app)),
    clear: async () => {
      await deleteApp(app);
      await fetch(all, { method: 'DELETE' });
    },
  };
}
