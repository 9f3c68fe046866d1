// Runs in each worker of the engine tests before anything of functions is imported. Files run side by side, so
// each worker gets a Firestore database of its own: the emulator keeps one per project id. The Admin SDK takes
// the id from FIREBASE_CONFIG first, so both are set.
import process from 'node:process';

const projectId = `demo-engine-${process.env['VITEST_POOL_ID'] ?? '1'}`;
process.env['GCLOUD_PROJECT'] = projectId;
process.env['FIREBASE_CONFIG'] = JSON.stringify({ projectId });
