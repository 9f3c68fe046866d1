import { connectFirestoreEmulator, type Firestore, getFirestore } from 'firebase/firestore';
import { EMULATOR_HOST, emulated, ports } from '../env.ts';
import { auth } from './auth.ts';

let connected: Firestore | undefined;

export function db(): Firestore {
  if (connected) return connected;
  connected = getFirestore(auth().app);
  if (emulated) connectFirestoreEmulator(connected, EMULATOR_HOST, ports.firestore);
  return connected;
}
