import {
  connectFirestoreEmulator,
  disableNetwork,
  enableNetwork,
  type Firestore,
  getFirestore,
} from 'firebase/firestore';
import { EMULATOR_HOST, emulated, ports } from '../env.ts';
import { auth } from './auth.ts';

let connected: Firestore | undefined;

export function db(): Firestore {
  if (connected) return connected;
  connected = getFirestore(auth().app);
  if (emulated) connectFirestoreEmulator(connected, EMULATOR_HOST, ports.firestore);
  return connected;
}

/** Tries at once, instead of when the pause after the last try is over. What waits to be sent goes on waiting. */
export async function reconnect(): Promise<void> {
  await disableNetwork(db());
  await enableNetwork(db());
}
