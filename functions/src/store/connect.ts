import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { firestoreStore } from './firestore.ts';
import type { Store } from './port.ts';

/** A project's database, for commands: with the credentials of whoever is logged in, or the emulator that the environment names. */
export const connectTo = (projectId: string): Store =>
  firestoreStore(getFirestore(initializeApp({ projectId })));
