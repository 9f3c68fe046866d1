// The Firebase CLI downloads the Firestore emulator once. Where it can't (no internet), the gcloud CLI's
// component cloud-firestore-emulator has the same emulator, as a jar that does not name its main class.
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

import downloads from 'firebase-tools/lib/emulator/downloadableEmulatorInfo.json' with { type: 'json' };

import { jarWithManifest } from './jar.ts';
import { Problem } from './problem.ts';

const MAIN_CLASS = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
const ASK_INTERNET_FOR_MS = 3000;

/** What the Firebase CLI must be told to find the emulator; nothing if it has it, or can download it. */
export async function firestoreEmulatorEnvironment(folder: string): Promise<Record<string, string>> {
  const ownChoice = process.env['FIRESTORE_EMULATOR_BINARY_PATH'];
  if (ownChoice !== undefined) return { FIRESTORE_EMULATOR_BINARY_PATH: ownChoice };
  if (isDownloaded() || (await canBeDownloaded())) return {};

  const gcloudJar = jarOfGcloud();
  if (gcloudJar === undefined) {
    throw new Problem(
      [
        `The Firestore emulator is not downloaded yet, and ${new URL(downloads.firestore.remoteUrl).host} can't be reached.`,
        `  Connect to the internet and run this again (it is downloaded once, ${Math.round(downloads.firestore.expectedSize / 1e6)} MB),`,
        `  or, with the gcloud CLI:  gcloud components install cloud-firestore-emulator`,
      ].join('\n'),
    );
  }
  mkdirSync(folder, { recursive: true });
  const jar = path.join(folder, 'firestore-emulator.jar');
  writeFileSync(
    jar,
    jarWithManifest({ 'Main-Class': MAIN_CLASS, 'Class-Path': pathToFileURL(gcloudJar).href }),
  );
  return { FIRESTORE_EMULATOR_BINARY_PATH: jar };
}

function isDownloaded(): boolean {
  const cache =
    process.env['FIREBASE_EMULATORS_PATH'] ?? path.join(os.homedir(), '.cache/firebase/emulators');
  return existsSync(path.join(cache, downloads.firestore.downloadPathRelativeToCacheDir));
}

async function canBeDownloaded(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ASK_INTERNET_FOR_MS);
    return (await fetch(downloads.firestore.remoteUrl, { method: 'HEAD', signal })).ok;
  } catch {
    return false;
  }
}

function jarOfGcloud(): string | undefined {
  const gcloud = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'gcloud'))
    .find((file) => existsSync(file));
  if (gcloud === undefined) return undefined;
  const sdk = path.dirname(path.dirname(realpathSync(gcloud)));
  const jar = path.join(sdk, 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar');
  return existsSync(jar) ? jar : undefined;
}
