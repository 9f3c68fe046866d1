import { type FirebaseOptions, initializeApp } from 'firebase/app';
import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
} from 'firebase/auth';
import { EMULATOR_HOST, emulated, ports, projectId } from '../env.ts';

// Only Auth is loaded before sign-in; firestore.ts and functions.ts come with the signed-in part of the page.

let started: Auth | undefined;

const isFirebaseOptions = (value: unknown): value is FirebaseOptions =>
  typeof value === 'object' && value !== null && 'apiKey' in value && 'projectId' in value;

/** On Hosting, the project's own configuration is served beside the page. */
async function hostedConfig(): Promise<FirebaseOptions> {
  const response = await fetch('/__/firebase/init.json');
  const config: unknown = await response.json();
  if (!isFirebaseOptions(config)) throw new Error('/__/firebase/init.json is not a Firebase configuration.');
  return config;
}

export async function startAuth(): Promise<void> {
  const app = initializeApp(emulated ? { projectId, apiKey: 'emulator' } : await hostedConfig());
  started = initializeAuth(app, { persistence: [indexedDBLocalPersistence, browserLocalPersistence] });
  if (emulated)
    connectAuthEmulator(started, `http://${EMULATOR_HOST}:${ports.auth}`, { disableWarnings: true });
}

export function auth(): Auth {
  if (!started) throw new Error('startAuth() has not finished.');
  return started;
}
