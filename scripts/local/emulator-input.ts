// What the emulators are given: a folder with a firebase.json and the functions, made anew at each start. It is
// not the functions folder itself, because the Functions emulator reads secrets from a file beside the code:
// what the demo needs there must not end up in the file that holds the person's own key.
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import firebaseJson from '../../firebase.json' with { type: 'json' };
import type { ModelSecrets } from './model.ts';
import { vaultKeys } from './vault.ts';
import { HOST, ROOT, type World } from './world.ts';

const SOURCE = path.join(ROOT, 'functions');

const functionsFolder = (world: World) => path.join(world.folder, 'functions');
export const bundleOf = (world: World) => path.join(functionsFolder(world), 'lib/index.js');

/** Removes what an earlier start left, so that nothing stale is ever loaded. */
export function emptyFolder(world: World): void {
  rmSync(world.folder, { recursive: true, force: true });
  mkdirSync(functionsFolder(world), { recursive: true });
}

/** Writes all but the bundle, and returns the path of the firebase.json. */
export function emulatorInput(world: World, secrets: ModelSecrets | undefined): string {
  const folder = functionsFolder(world);
  cpSync(path.join(SOURCE, 'package.json'), path.join(folder, 'package.json'));
  for (const file of settingsFiles(world)) cpSync(path.join(SOURCE, file), path.join(folder, file));
  // Makes stack traces point into functions/src.
  appendFileSync(path.join(folder, '.env.local'), '\nNODE_OPTIONS=--enable-source-maps\n');
  appendFileSync(path.join(folder, '.env.local'), `APP_URL=http://${HOST}:${world.ports.web}\n`);
  // Packages are found in the folders above, but for those that only functions/ has.
  const ownPackages = path.join(SOURCE, 'node_modules');
  if (existsSync(ownPackages)) symlinkSync(ownPackages, path.join(folder, 'node_modules'), 'junction');
  writeFileSync(path.join(folder, '.secret.local'), envFile({ ...secrets, VAULT_KEYS: vaultKeys(world) }), {
    mode: 0o600,
  });

  const config = path.join(world.folder, 'firebase.json');
  writeFileSync(config, JSON.stringify(firebaseConfig(world), undefined, 2));
  return config;
}

/** Parameters (functions/.env*): a person's local ones are for `npm start` only, tests take what is in git. */
function settingsFiles(world: World): string[] {
  const isSettings = (file: string) =>
    file === '.env' || (world.savedData !== undefined && file.startsWith('.env.'));
  return readdirSync(SOURCE).filter(isSettings);
}

function envFile(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join('');
}

const at = (port: number) => ({ host: HOST, port });

function firebaseConfig({ ports }: World): object {
  return {
    functions: firebaseJson.functions.map(({ codebase, runtime }) => ({
      source: 'functions',
      codebase,
      runtime,
    })),
    firestore: { rules: path.join(ROOT, firebaseJson.firestore.rules) },
    emulators: {
      singleProjectMode: false, // engine tests use a project each
      auth: at(ports.auth),
      firestore: { ...at(ports.firestore), websocketPort: ports.firestoreWebsocket },
      functions: at(ports.functions),
      eventarc: at(ports.eventarc),
      tasks: at(ports.tasks),
      hub: at(ports.hub),
      logging: at(ports.logging),
      ui: { enabled: false },
    },
  };
}
