// Where a local world lives: its project id, its ports and its folders. There are two, so that `npm test` can
// run while `npm start` does: both ends of everything differ.
import path from 'node:path';
import process from 'node:process';

import firebaseJson from '../../firebase.json' with { type: 'json' };

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const HOST = '127.0.0.1';
const REGION = 'us-central1';

const { emulators } = firebaseJson;
const START_PORTS = {
  web: 5173,
  model: 4010,
  shop: 4020,
  auth: emulators.auth.port,
  firestore: emulators.firestore.port,
  firestoreWebsocket: emulators.firestore.websocketPort,
  functions: emulators.functions.port,
  eventarc: emulators.eventarc.port,
  tasks: emulators.tasks.port,
  hub: emulators.hub.port,
  logging: emulators.logging.port,
};

export type Ports = typeof START_PORTS;

export interface World {
  readonly projectId: string;
  readonly ports: Ports;
  /**
   * What the emulators are given, made anew at each start, and their logs. Not in a folder whose name starts
   * with a dot: the Functions emulator sees no changes in those, and would not reload.
   */
  readonly folder: string;
  /** Accounts and chats, kept between runs; undefined for a world that starts empty each time. */
  readonly savedData?: string;
}

export const START_WORLD = {
  projectId: 'demo-mother',
  ports: START_PORTS,
  folder: path.join(ROOT, 'build/start'),
  savedData: path.join(ROOT, '.emulator/data'),
} satisfies World;

/** Set MOTHER_TEST_PORT_OFFSET to something else, say 20000, and two test runs can go on side by side. */
const portOffset = Number(process.env['MOTHER_TEST_PORT_OFFSET'] ?? 10_000);

export const TEST_WORLD: World = {
  projectId: 'demo-mother-test',
  ports: mapPorts((port) => port + portOffset),
  folder: path.join(ROOT, `build/test-${portOffset}`),
};

function mapPorts(change: (port: number) => number): Ports {
  const entries = Object.entries(START_PORTS).map(([name, port]) => [name, change(port)] as const);
  return Object.fromEntries(entries) as Ports;
}

/** What the Firebase SDKs read to find the emulators instead of the real services. */
export function emulatorEnvironment({ projectId, ports }: World): Record<string, string> {
  return {
    GCLOUD_PROJECT: projectId,
    FIREBASE_CONFIG: JSON.stringify({ projectId }),
    FIREBASE_AUTH_EMULATOR_HOST: `${HOST}:${ports.auth}`,
    FIRESTORE_EMULATOR_HOST: `${HOST}:${ports.firestore}`,
    FIREBASE_EMULATOR_HUB: `${HOST}:${ports.hub}`,
    METADATA_SERVER_DETECTION: 'none', // there is no Google cloud around this machine to ask for credentials
  };
}

/** The base URL of this world's functions: `${functionsUrl(world)}/sweeper-0`. */
export function functionsUrl({ projectId, ports }: World): string {
  return `http://${HOST}:${ports.functions}/${projectId}/${REGION}`;
}
