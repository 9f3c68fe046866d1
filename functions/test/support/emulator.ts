import { getApps, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { firestoreStore } from '../../src/store/firestore.ts';
import type { Store } from '../../src/store/port.ts';

let emulator: Promise<Store> | null = null;

async function connect(isFirst: boolean): Promise<Store> {
  if (getApps().length === 0) initializeApp();
  const { FIRESTORE_EMULATOR_HOST: host, GCLOUD_PROJECT: project } = process.env;
  const all = `http://${host}/emulator/v1/projects/${project}/databases/(default)/documents`;
  if (isFirst) await fetch(all, { method: 'DELETE' });
  return firestoreStore(getFirestore());
}

/** The Firestore emulator, emptied for the first world of a test file. */
export const emulatorStore = (isFirst: boolean): Promise<Store> => (emulator ??= connect(isFirst));
