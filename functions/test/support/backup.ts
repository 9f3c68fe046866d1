import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Firestore } from 'firebase-admin/firestore';
import { vi } from 'vitest';
import { z } from 'zod';
import { emptyFolder } from '../../../scripts/local/emulator-input.ts';
import { startEmulators } from '../../../scripts/local/emulators.ts';
import { HOST, TEST_WORLD, type Ports, type World } from '../../../scripts/local/world.ts';
import { firestoreStore } from '../../src/store/firestore.ts';
import type { Store } from '../../src/store/port.ts';

// A backup of a whole database, and another database that begins with it: what `gcloud firestore export` and `import` are
// in production, the emulator's own export and import are here. Both write the same format.

const environment = z.object({ GCLOUD_PROJECT: z.string(), FIRESTORE_EMULATOR_HOST: z.string() });

/** Next to the ports of the emulator that all tests use. */
const BESIDE = 500;

const portsBeside = (ports: Ports): Ports => ({
  ...ports,
  firestore: ports.firestore + BESIDE,
  firestoreWebsocket: ports.firestoreWebsocket + BESIDE,
  hub: ports.hub + BESIDE,
  logging: ports.logging + BESIDE,
});

const EXPORT = 'firestore_export';

/** Everything that is in the database now, as files; gives their folder. */
export async function backUp(): Promise<string> {
  const { GCLOUD_PROJECT: project, FIRESTORE_EMULATOR_HOST: host } = environment.parse(process.env);
  const folder = path.join(TEST_WORLD.folder, `backup-${project}-${Date.now()}`);
  mkdirSync(folder, { recursive: true });
  const response = await fetch(`http://${host}/emulator/v1/projects/${project}:export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      database: `projects/${project}/databases/(default)`,
      export_directory: folder,
      export_name: EXPORT,
    }),
  });
  if (!response.ok) throw new Error(`The emulator exports nothing: ${await response.text()}`);
  // The Firebase CLI asks for it where it imports.
  const metadata = { path: EXPORT, metadata_file: `${EXPORT}/${EXPORT}.overall_export_metadata` };
  writeFileSync(
    path.join(folder, 'firebase-export-metadata.json'),
    JSON.stringify({ version: '15.0.0', firestore: { version: '1.0.0', ...metadata } }),
  );
  return folder;
}

/** Another emulator, started now, which holds a backup and nothing else. */
export async function restore(folder: string): Promise<{ store: Store; stop: () => Promise<void> }> {
  const { GCLOUD_PROJECT: projectId } = environment.parse(process.env);
  const world: World = {
    projectId,
    ports: portsBeside(TEST_WORLD.ports),
    folder: `${folder}-restored`,
    savedData: folder,
  };
  emptyFolder(world);
  const emulator = await startEmulators(world, { only: 'firestore' });
  vi.stubEnv('FIRESTORE_EMULATOR_HOST', `${HOST}:${world.ports.firestore}`);
  const database = new Firestore({ projectId });
  const store = firestoreStore(database);
  // Where it is, it looks up with its first request.
  await store.get('tenants/any');
  vi.unstubAllEnvs();
  return {
    store,
    stop: async () => {
      await database.terminate();
      await emulator.stop();
    },
  };
}
